#pragma once

#include "server/live/audience_ids.hpp"
#include "server/model/audience.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace yuntu::live {

using RightsId = std::uint32_t;

/// Viewers with equal rights share a class, and what a class may see of an audience is judged once.
/// As many classes as there are different rights among the viewers. Live thread only.
class RightsClasses {
public:
  /// `audiences` is kept by reference.
  explicit RightsClasses(AudienceIds const &audiences) : audiences_(audiences) {}

  /// One more viewer has these rights; `leave` when it has them no longer.
  RightsId enter(model::AudienceSet const &rights);
  void leave(RightsId id);

  [[nodiscard]] model::AudienceSet const &operator[](RightsId id) const {
    return classes_[id].rights;
  }
  [[nodiscard]] bool admits(RightsId id, model::DataClass data, AudienceId audience) {
    auto const &known = classes_[id].known[static_cast<std::size_t>(data)];
    if (audience < known.size() && known[audience] != Verdict::open) {
      return known[audience] == Verdict::yes;
    }
    return judge(id, data, audience);
  }
  /// Never given to another class, as the id is once nobody is left in a class.
  [[nodiscard]] std::uint64_t serial_of(RightsId id) const { return classes_[id].serial; }
  [[nodiscard]] std::size_t size() const;

private:
  enum class Verdict : std::uint8_t { open, no, yes };
  struct Class {
    model::AudienceSet rights;
    std::size_t viewers = 0;
    std::uint64_t serial = 0;
    std::array<std::vector<Verdict>, 2> known; ///< by class of data (worker, incident), by audience
  };

  bool judge(RightsId id, model::DataClass data, AudienceId audience);

  AudienceIds const &audiences_;
  std::vector<Class> classes_;
  std::uint64_t newest_ = 0;
};

} // namespace yuntu::live
