#pragma once

#include "server/model/staff.hpp"
#include "server/model/staff_sheet.hpp"
#include "server/services/base_map.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace yuntu::services {

/// A staff sheet's rows put together, each row judged on its own and against those above it.
struct CheckedStaff {
  struct CheckedPost {
    model::PostKind kind = model::PostKind::grid_worker;
    model::AreaRef area;
    std::map<model::Time, model::Assignment> assignments; ///< by `from`; none overlap
  };
  std::map<std::string, CheckedPost> posts;
  std::map<std::string, model::Person> people;
  std::vector<model::RefusedRow> refused; ///< in the order of the sheet
  std::int64_t good = 0;
};

/// Needs no state, so that it may run on any thread. An area's code that several levels share
/// (a micro-grid's and a building's can) is taken for the level such a post usually has.
[[nodiscard]] CheckedStaff check_staff(model::StaffSheet const &sheet, BaseMap const &base);

/// Codes of persons, workers and posts.
[[nodiscard]] bool is_staff_code(std::string_view code);

} // namespace yuntu::services
