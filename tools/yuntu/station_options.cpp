#include "tools/yuntu/station_options.hpp"

#include "server/services/station_places.hpp"
#include "server/services/walking_file.hpp"
#include "tools/yuntu/command.hpp"

namespace yuntu::tools {

model::StationFilter read_station_filter(std::string const &at, std::string const &kind) {
  model::StationFilter filter{{}, kind};
  if (!at.empty()) {
    filter.at = model::parse_rfc3339(at);
    if (!filter.at) {
      throw CommandError("--at is \"" + at +
                         "\"; expected a time with zone, e.g. 2026-11-28T20:00:00+08:00");
    }
  }
  return filter;
}

services::Walker read_walker(std::filesystem::path const &data, std::string const &profile) {
  auto const profiles = services::read_walking(data);
  auto walker = profiles.find(profile);
  if (!walker) {
    throw CommandError("--profile is \"" + profile + "\"; expected " + profiles.choices());
  }
  return std::move(*walker);
}

void expect_kind(model::StationFilter const &filter, services::BaseMap const &base) {
  if (auto const unknown = services::unknown_kind(filter, base)) {
    throw CommandError("--kind: " + unknown->detail);
  }
}

} // namespace yuntu::tools
