#include "tools/yuntu/check/threshold_file.hpp"

#include "tools/yuntu/command.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

namespace yuntu::tools {
namespace {

using rules::topology::Thresholds;

struct Key {
  std::string_view name;
  double Thresholds::*value;
  double least, most;
};

constexpr std::array<Key, 3> keys{{{"tolerance_m", &Thresholds::tolerance_m, 0.02, 10},
                                   {"sliver_width_m", &Thresholds::sliver_width_m, 0.02, 100},
                                   {"numbering_tilt_deg", &Thresholds::numbering_tilt_deg, 0, 45}}};

std::string words_of(double number) {
  std::ostringstream text;
  text << number;
  return text.str();
}

toml::table parsed(std::filesystem::path const &file) {
  try {
    return toml::parse_file(file.string());
  } catch (toml::parse_error const &error) {
    std::ostringstream where;
    where << error.source().begin;
    throw CommandError(file.string() + ": " + std::string(error.description()) + " (" +
                       where.str() + ")");
  }
}

} // namespace

Thresholds read_thresholds(std::filesystem::path const &file) {
  Thresholds thresholds;
  for (auto const &[name, node] : parsed(file)) {
    auto const *const key =
        std::find_if(keys.begin(), keys.end(), [&](Key const &k) { return k.name == name.str(); });
    if (key == keys.end()) {
      std::string known;
      for (auto const &each : keys) {
        known += (known.empty() ? "" : ", ") + std::string(each.name);
      }
      throw CommandError(file.string() + ": unknown key \"" + std::string(name.str()) +
                         "\"; expected " + known);
    }
    auto const number = node.value<double>();
    if (!node.is_number() || !(*number >= key->least && *number <= key->most)) {
      throw CommandError(file.string() + ": " + std::string(key->name) +
                         ": expected a number from " + words_of(key->least) + " to " +
                         words_of(key->most));
    }
    thresholds.*(key->value) = *number;
  }
  if (thresholds.sliver_width_m < thresholds.tolerance_m) {
    throw CommandError(file.string() + ": sliver_width_m must not be less than tolerance_m");
  }
  return thresholds;
}

} // namespace yuntu::tools
