#include "server/services/dispatch_file.hpp"

#include "server/services/policy_files.hpp"
#include "server/services/policy_table.hpp"
#include "server/services/policy_texts.hpp"

namespace yuntu::services {
namespace {

rules::DispatchPolicy dispatch_of(PolicyDocument const &document) {
  constexpr std::int64_t most_s = 86'400;
  auto const root = document.root();
  root.expect_only(
      {"open_incident_s", "other_grid_s", "other_community_s", "farthest_s", "oldest_fix_s"});
  auto const seconds = [&](std::string_view key, std::int64_t least) {
    return static_cast<double>(root.number(key, least, most_s));
  };
  rules::DispatchPolicy policy;
  policy.open_incident_s = seconds("open_incident_s", 0);
  policy.other_grid_s = seconds("other_grid_s", 0);
  policy.other_community_s = seconds("other_community_s", 0);
  policy.farthest_s = seconds("farthest_s", 1);
  policy.oldest_fix_s = seconds("oldest_fix_s", 1);
  return policy;
}

} // namespace

rules::DispatchPolicy read_dispatch(std::filesystem::path const &data) {
  return dispatch_of(policy_document(data, "dispatch.toml", shipped_dispatch()));
}

} // namespace yuntu::services
