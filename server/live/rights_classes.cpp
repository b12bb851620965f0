#include "server/live/rights_classes.hpp"

#include <algorithm>

namespace yuntu::live {

RightsId RightsClasses::enter(model::AudienceSet const &rights) {
  auto place = classes_.end();
  for (auto it = classes_.begin(); it != classes_.end(); ++it) {
    if (it->viewers > 0 && it->rights == rights) {
      ++it->viewers;
      return static_cast<RightsId>(it - classes_.begin());
    }
    if (it->viewers == 0 && place == classes_.end()) {
      place = it;
    }
  }
  if (place == classes_.end()) {
    place = classes_.insert(classes_.end(), Class{});
  }
  *place = Class{rights, 1, ++newest_, {}};
  return static_cast<RightsId>(place - classes_.begin());
}

void RightsClasses::leave(RightsId id) {
  --classes_[id].viewers;
}

bool RightsClasses::judge(RightsId id, model::DataClass data, AudienceId audience) {
  auto &found = classes_[id];
  auto &known = found.known[static_cast<std::size_t>(data)];
  if (known.size() < audiences_.size()) {
    known.resize(audiences_.size(), Verdict::open);
  }
  bool const is_admitted = found.rights.admits(data, audiences_[audience]);
  known[audience] = is_admitted ? Verdict::yes : Verdict::no;
  return is_admitted;
}

std::size_t RightsClasses::size() const {
  return static_cast<std::size_t>(std::count_if(classes_.begin(), classes_.end(),
                                                [](Class const &one) { return one.viewers > 0; }));
}

} // namespace yuntu::live
