#include "server/services/walking_file.hpp"

#include "server/services/policy_files.hpp"
#include "server/services/policy_table.hpp"
#include "server/services/policy_texts.hpp"

namespace yuntu::services {
namespace {

WalkProfiles::Entry profile_in(PolicyTable const &table) {
  table.expect_only({"name", "title", "speed_mps", "steps_factor", "without_steps"});
  WalkProfiles::Entry entry;
  entry.name = table.needed("name");
  entry.title = table.text("title");
  entry.profile.speed_mps = table.measure("speed_mps");
  if (table.has("steps_factor")) {
    entry.profile.steps_factor = table.measure("steps_factor");
  }
  entry.profile.takes_steps = !(table.has("without_steps") && table.truth("without_steps"));
  return entry;
}

WalkProfiles profiles_in(PolicyDocument const &document) {
  auto const root = document.root();
  root.expect_only({"profile"});
  std::vector<WalkProfiles::Entry> entries;
  for (auto const &table : root.tables("profile")) {
    entries.push_back(profile_in(table));
  }
  WalkProfiles profiles(std::move(entries));
  expect_no_faults(profiles.faults(), document.name());
  return profiles;
}

} // namespace

WalkProfiles read_walking(std::filesystem::path const &data) {
  return profiles_in(policy_document(data, "walking.toml", shipped_walking()));
}

} // namespace yuntu::services
