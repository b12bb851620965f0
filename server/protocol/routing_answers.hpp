#pragma once

#include "server/model/incident.hpp"

#include <optional>
#include <string>
#include <vector>

namespace yuntu::protocol {

struct CodeAndName {
  std::string code;
  std::string name;
};

/// What incidents can be about here, and who answers for them.
struct ShownCategories {
  struct Class {
    CodeAndName label;
    std::vector<CodeAndName> categories;
  };
  std::string name; ///< of the tree
  std::string title;
  std::vector<Class> classes;
  std::vector<CodeAndName> departments;
};
[[nodiscard]] std::string categories_json(ShownCategories const &shown);

/// What would become of a report.
struct TriedRouting {
  struct Score {
    std::string category;
    double score = 0;
    std::vector<std::string> words;
  };
  model::Routing routing;
  std::string department_name; ///< empty: none
  std::vector<Score> scores;   ///< of all categories that the words speak for, the best first
  model::AreaCodes areas;
};
[[nodiscard]] std::string tried_routing_json(TriedRouting const &tried);

} // namespace yuntu::protocol
