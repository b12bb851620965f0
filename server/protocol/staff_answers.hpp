#pragma once

#include "server/model/person.hpp"
#include "server/model/post.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::protocol {

/// A post as one principal may see it.
struct ShownPost {
  std::string code;
  model::PostKind kind = model::PostKind::grid_worker;
  model::AreaRef area;
  std::optional<model::Person> person; ///< masked or in full; nullopt: vacant
};
[[nodiscard]] std::string staff_json(std::vector<ShownPost> const &posts, model::Time as_of);

struct StaffingFigures {
  std::int64_t households = 0;
  std::int64_t posts = 0;
  std::int64_t filled = 0;
  std::int64_t vacant = 0;
  std::int64_t heads_required = 0;
  std::int64_t heads = 0;
  std::int64_t heads_deficit = 0;

  StaffingFigures &operator+=(StaffingFigures const &other);
  friend bool operator==(StaffingFigures const &, StaffingFigures const &) = default;
};
struct StaffingItem {
  std::string code;
  std::string name;
  StaffingFigures figures;
};
struct StaffingAnswer {
  model::AreaLevel level = model::AreaLevel::grid;
  model::Time as_of;
  std::vector<StaffingItem> items;
};
/// The totals are the sums of the items.
[[nodiscard]] std::string staffing_json(StaffingAnswer const &answer);

} // namespace yuntu::protocol
