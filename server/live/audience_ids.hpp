#pragma once

#include "server/model/audience.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace yuntu::live {

using AudienceId = std::uint32_t;

/// Audiences by dense numbers, so that what happens often compares numbers and not codes. As many
/// as there are areas that somebody has been in. Live thread only.
class AudienceIds {
public:
  AudienceId of(model::Audience const &audience);
  AudienceId of(model::AreaCodes const &areas);

  [[nodiscard]] model::Audience const &operator[](AudienceId id) const { return all_[id]; }
  /// Whether it is the audience of these areas.
  [[nodiscard]] bool is(AudienceId id, model::AreaCodes const &areas) const;
  [[nodiscard]] std::size_t size() const { return all_.size(); }

private:
  std::vector<model::Audience> all_;
  std::unordered_map<std::string, AudienceId> ids_; ///< by the three codes, each ended by a NUL
};

} // namespace yuntu::live
