#include "geo/gauss_zone.hpp"

#include <charconv>

namespace yuntu::geo {
namespace {

/// A run of EPSG codes, one a strip in the order of their numbers (EPSG dataset 10).
struct CodeRun {
  NationalSystem system;
  int width;
  bool has_prefix;
  int first_code;
};
constexpr std::array<CodeRun, 12> runs{{
    {NationalSystem::cgcs2000, 3, true, 4513},
    {NationalSystem::cgcs2000, 3, false, 4534},
    {NationalSystem::cgcs2000, 6, true, 4491},
    {NationalSystem::cgcs2000, 6, false, 4502},
    {NationalSystem::xian1980, 3, true, 2349},
    {NationalSystem::xian1980, 3, false, 2370},
    {NationalSystem::xian1980, 6, true, 2327},
    {NationalSystem::xian1980, 6, false, 2338},
    {NationalSystem::beijing1954, 3, true, 2401},
    {NationalSystem::beijing1954, 3, false, 2422},
    {NationalSystem::beijing1954, 6, true, 21413},
    {NationalSystem::beijing1954, 6, false, 21453},
}};

constexpr int first_number(int width) {
  return width == 3 ? 25 : 13;
}

} // namespace

std::string_view to_string(NationalSystem system) {
  constexpr std::array<std::string_view, 3> names{"CGCS2000", "Xian 1980", "Beijing 1954"};
  return names[static_cast<std::size_t>(system)];
}

std::string crs_of(GaussZone const &zone) {
  for (auto const &run : runs) {
    if (run.system == zone.system && run.width == zone.width && run.has_prefix == zone.has_prefix) {
      return "EPSG:" + std::to_string(run.first_code + zone.number - first_number(zone.width));
    }
  }
  return {};
}

std::optional<GaussZone> gauss_zone_of(std::string_view crs) {
  constexpr std::string_view authority = "EPSG:";
  int code = 0;
  if (crs.substr(0, authority.size()) != authority ||
      std::from_chars(crs.data() + authority.size(), crs.data() + crs.size(), code).ptr !=
          crs.data() + crs.size()) {
    return std::nullopt;
  }
  for (auto const &run : runs) {
    int const number = code - run.first_code + first_number(run.width);
    if (has_zone(run.width, number)) {
      return GaussZone{run.system, run.width, number, run.has_prefix};
    }
  }
  return std::nullopt;
}

} // namespace yuntu::geo
