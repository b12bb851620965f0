#include "server/services/what_if_service.hpp"

#include "server/services/street_edits.hpp"

#include <algorithm>

namespace yuntu::services {
namespace {

protocol::ChangedBuildings changed_buildings(WalkMap const &walk,
                                             std::vector<geo::TargetId> targets) {
  std::sort(targets.begin(), targets.end());
  protocol::ChangedBuildings changed;
  for (auto const target : targets) {
    changed.counts += people_of(walk.buildings()[target]);
    changed.codes.push_back(walk.buildings()[target].code);
  }
  return changed;
}

protocol::WhatIfAnswer answer_of(WalkMap const &walk, protocol::PeopleCount const &served,
                                 geo::WhatIfAnswer const &found, geo::WalkProfile const &profile) {
  double const mm_per_s = profile.speed_mps * 1000;
  protocol::WhatIfAnswer answer;
  answer.tells_older = walk.tells_older();
  answer.before = served;
  answer.gained = changed_buildings(walk, found.gained);
  answer.lost = changed_buildings(walk, found.lost);
  answer.after = without(answer.before, answer.lost.counts);
  answer.after += answer.gained.counts;
  answer.lost_with_street = static_cast<std::int64_t>(found.lost_with_street);
  answer.shorter = static_cast<std::int64_t>(found.shorter);
  answer.longer = static_cast<std::int64_t>(found.longer);
  answer.saved_household_s = static_cast<double>(found.saved_mm) / mm_per_s;
  answer.lengthened_household_s = static_cast<double>(found.lengthened_mm) / mm_per_s;
  return answer;
}

} // namespace

tl::expected<protocol::WhatIfAnswer, protocol::Problem>
what_if(WhatIfShelf &shelf, WalkView const &view, protocol::WhatIfRequest const &request) {
  tl::expected<protocol::WhatIfAnswer, protocol::Problem> answer;
  auto const limit_mm = geo::cost_within_mm(view.walker.profile, request.limit_s);
  shelf.use(view, limit_mm, [&](geo::WhatIf &what_if, protocol::PeopleCount const &served) {
    auto const edited = street_edits(view, what_if.town(), request.edits);
    if (!edited) {
      answer = tl::unexpected(edited.error());
      return;
    }
    auto const &found = what_if.answer(*edited);
    answer = answer_of(view.city->walk(), served, found, view.walker.profile);
    answer->limit_s = request.limit_s;
    answer->profile = request.profile;
  });
  return answer;
}

} // namespace yuntu::services
