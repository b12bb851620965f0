#pragma once

#include "server/model/incident.hpp"

#include <array>
#include <cstdint>
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

/// How often a person put a category right: `from` what it was before, `to` what the person named.
struct CorrectedPair {
  std::string from;
  std::string to;
  /// By what had named the one before, in the order of model::RoutingCause.
  std::array<std::uint64_t, model::routing_cause_names.size()> of{};
};
[[nodiscard]] std::uint64_t total_of(CorrectedPair const &pair);
[[nodiscard]] std::string corrections_json(std::vector<CorrectedPair> const &pairs);

} // namespace yuntu::protocol
