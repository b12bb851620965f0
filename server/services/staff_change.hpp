#pragma once

#include "server/protocol/control.hpp"
#include "server/services/operator_service.hpp"
#include "server/services/staff_check.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::services {

/// What a sheet changes. `facts` is empty when the register says the same already, and when a row
/// was refused that may not be.
struct SheetDecision {
  OperatorDecision decision;
  std::int64_t written = 0; ///< rows kept
  std::vector<model::RefusedRow> refused;
  std::map<std::string_view, std::int64_t> changes; ///< facts by what they do
};

/// The difference between the register and a sheet. A sheet answers for the kinds of post it
/// lists:
/// - a post of such a kind that it does not list is closed;
/// - an assignment that it does not mention is kept when it is over, ended when it is running,
///   removed when it has not begun; one that contradicts it is cut short or removed, and lasts
///   until the next in the sheet begins.
/// When rows were refused, what the sheet does not mention is left as it is.
[[nodiscard]] SheetDecision decide_staff(model::Staff const &staff, model::StaffSheet const &sheet,
                                         CheckedStaff const &checked, model::Time now);

/// The difference between the shifts planned and a roster sheet. Shifts that are over are not
/// planned. A person nobody has heard of is refused.
[[nodiscard]] SheetDecision decide_roster(model::CityState const &state,
                                          model::RosterSheet const &sheet, model::Time now);

[[nodiscard]] protocol::SheetReply sheet_reply(SheetDecision const &decision);
/// Names and phones where they are asked for.
[[nodiscard]] protocol::PostsReply posts_reply(model::Staff const &staff,
                                               protocol::ReadPostsCommand const &command);

} // namespace yuntu::services
