#include "server/model/position_report.hpp"

#include <array>
#include <tuple>

namespace yuntu::model {

std::string_view to_string(PositionVerdict verdict) {
  constexpr std::array<std::string_view, 7> names{"accepted",  "not_finite",     "out_of_range",
                                                  "zero_zero", "outside_county", "too_fast",
                                                  "off_duty"};
  return names[static_cast<std::size_t>(verdict)];
}

std::string_view to_string(PositionFlag flag) {
  constexpr std::array<std::string_view, 4> names{"none", "inaccurate", "future", "late"};
  return names[static_cast<std::size_t>(flag)];
}

bool operator==(PositionRecord const &a, PositionRecord const &b) {
  auto const stored = [](PositionRecord const &r) {
    return std::tie(r.worker, r.device, r.boot, r.seq, r.content_hash, r.verdict, r.flag, r.time,
                    r.position, r.accuracy_dm);
  };
  return stored(a) == stored(b);
}

} // namespace yuntu::model
