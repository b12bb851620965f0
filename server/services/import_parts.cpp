#include "server/services/import_parts.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>

namespace yuntu::services {
namespace {

constexpr std::array<std::string_view, 26> parts{
    "osm.pbf", "zip",     "shp",  "shx",      "dbf",  "prj", "cpg", "sbn", "sbx",
    "qix",     "geojson", "json", "geojsonl", "gpkg", "fgb", "osm", "pbf", "csv",
    "kml",     "tab",     "dat",  "map",      "id",   "ind", "mif", "mid"};

/// A main file and those that go with it.
struct Family {
  std::string_view main;
  std::initializer_list<std::string_view> companions;
  std::initializer_list<std::string_view> needed;
};

Family const *find_family(std::string_view main) {
  static std::array<Family, 3> const families{
      {{"shp", {"shx", "dbf", "prj", "cpg", "sbn", "sbx", "qix"}, {"shx", "dbf"}},
       {"tab", {"dat", "map", "id", "ind"}, {"dat", "map", "id"}},
       {"mif", {"mid"}, {"mid"}}}};
  auto const *const found = std::find_if(families.begin(), families.end(),
                                         [&](Family const &family) { return family.main == main; });
  return found == families.end() ? nullptr : found;
}

} // namespace

std::optional<std::string> import_part(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (auto const part : parts) {
    auto const ending = "." + std::string(part);
    if (lower.size() > ending.size() && lower.ends_with(ending)) {
      return std::string(part);
    }
  }
  return std::nullopt;
}

bool is_part_of(std::string_view part, std::string_view main) {
  auto const *const family = find_family(main);
  return part == main ||
         (family != nullptr && std::find(family->companions.begin(), family->companions.end(),
                                         part) != family->companions.end());
}

std::string missing_parts(std::string_view main, std::vector<std::string> const &present) {
  std::string missing;
  auto const *const family = find_family(main);
  auto const need = [&](std::string_view part) {
    if (std::find(present.begin(), present.end(), part) == present.end()) {
      missing += (missing.empty() ? "." : ", .") + std::string(part);
    }
  };
  need(main);
  if (family != nullptr) {
    std::for_each(family->needed.begin(), family->needed.end(), need);
  }
  return missing;
}

} // namespace yuntu::services
