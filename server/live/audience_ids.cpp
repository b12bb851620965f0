#include "server/live/audience_ids.hpp"

namespace yuntu::live {

AudienceId AudienceIds::of(model::Audience const &audience) {
  std::string key;
  for (auto const *const code : {&audience.subdistrict, &audience.community, &audience.grid}) {
    key += *code;
    key += '\0';
  }
  auto const [entry, is_new] =
      ids_.try_emplace(std::move(key), static_cast<AudienceId>(all_.size()));
  if (is_new) {
    all_.push_back(audience);
  }
  return entry->second;
}

AudienceId AudienceIds::of(model::AreaCodes const &areas) {
  return of(model::audience_of(areas));
}

bool AudienceIds::is(AudienceId id, model::AreaCodes const &areas) const {
  using model::AreaLevel;
  auto const &audience = all_[id];
  return audience.grid == areas[AreaLevel::grid] &&
         audience.community == areas[AreaLevel::community] &&
         audience.subdistrict == areas[AreaLevel::subdistrict];
}

} // namespace yuntu::live
