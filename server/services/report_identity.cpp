#include "server/services/report_identity.hpp"

#include <algorithm>
#include <bit>

namespace yuntu::services {
namespace {

/// Multiply and fold, as wyhash does: every bit in reaches every bit out.
std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  auto const product = static_cast<Wide>(a ^ 0x9E3779B97F4A7C15U) * (b ^ 0xD6E8FEB86659FD93U);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

std::uint64_t hash_of(model::PositionReport const &report) {
  auto hash = static_cast<std::uint64_t>(model::to_unix_ms(report.time));
  for (double const value :
       {report.lon, report.lat, report.accuracy_m, report.speed_mps.value_or(-1),
        report.heading_deg.value_or(-1), report.battery.value_or(-1)}) {
    hash = mix(hash, std::bit_cast<std::uint64_t>(value));
  }
  for (char const c : report.datum) {
    hash = mix(hash, static_cast<unsigned char>(c));
  }
  for (char const c : report.worker) {
    hash = mix(hash, 256U + static_cast<unsigned char>(c));
  }
  return mix(hash, 0);
}

} // namespace

std::uint64_t content_hash(model::PositionReport const &report, model::PositionVerdict verdict) {
  return (hash_of(report) >> 32U & ~std::uint64_t{7}) | static_cast<std::uint64_t>(verdict);
}

std::uint64_t number_of(model::PositionReport const &report) {
  constexpr std::int64_t latest_ms = (std::int64_t{1} << 41U) - 1; // the year 2039
  auto const ms = std::clamp<std::int64_t>(model::to_unix_ms(report.time), 1, latest_ms);
  return static_cast<std::uint64_t>(ms) << 12U | (hash_of(report) >> 52U);
}

} // namespace yuntu::services
