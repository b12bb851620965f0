#include "server/services/walk_profiles.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace yuntu::services {
namespace {

constexpr std::string_view standard_name = "standard";
constexpr std::size_t most_entries = 12;
constexpr std::size_t longest_name = 24; // with a speed behind it, within what a plan's may be

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= longest_name &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

/// Metres a second: digits, at most two of them behind a point.
std::optional<double> speed_in(std::string_view text) {
  double speed_mps = 0;
  auto const *const end = text.data() + text.size();
  auto const read = std::from_chars(text.data(), end, speed_mps, std::chars_format::fixed);
  auto const point = text.find('.');
  bool const is_fine = point != std::string_view::npos && text.size() - point > 3;
  if (read.ec != std::errc{} || read.ptr != end || is_fine ||
      !(speed_mps >= WalkProfiles::slowest_mps && speed_mps <= WalkProfiles::fastest_mps)) {
    return std::nullopt;
  }
  return speed_mps;
}

} // namespace

WalkProfiles::WalkProfiles()
    : entries_{{std::string(standard_name), "标准", geo::standard_walk},
               {"elder", "老人", geo::elder_walk},
               {"wheelchair", "轮椅", geo::wheelchair_walk}} {}

std::vector<std::string> WalkProfiles::faults() const {
  std::vector<std::string> faults;
  if (entries_.size() > most_entries) {
    faults.push_back("there are " + std::to_string(entries_.size()) +
                     " profiles; expected at most " + std::to_string(most_entries));
  }
  for (auto const &entry : entries_) {
    if (!is_name(entry.name)) {
      faults.push_back("profile \"" + entry.name + "\": a name is of 1 to " +
                       std::to_string(longest_name) + " small letters, digits and \"_\"");
    }
    if (entry_of(entry.name) != &entry) {
      faults.push_back("profile \"" + entry.name + "\" is there twice");
    }
    if (!(entry.profile.speed_mps >= slowest_mps && entry.profile.speed_mps <= fastest_mps)) {
      faults.push_back("profile \"" + entry.name + "\": expected a speed_mps from 0.2 to 3");
    }
    if (!(entry.profile.steps_factor >= 1 && entry.profile.steps_factor <= 20)) {
      faults.push_back("profile \"" + entry.name + "\": expected a steps_factor from 1 to 20");
    }
  }
  auto const *const standard = entry_of(standard_name);
  if (standard == nullptr) {
    faults.emplace_back("there is no profile \"standard\"");
  } else if (!standard->profile.takes_steps) {
    faults.emplace_back("profile \"standard\" must take steps: others are told apart from it");
  }
  return faults;
}

WalkProfiles::Entry const *WalkProfiles::entry_of(std::string_view name) const {
  auto const found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](Entry const &entry) { return entry.name == name; });
  return found == entries_.end() ? nullptr : &*found;
}

std::optional<Walker> WalkProfiles::find(std::string_view text) const {
  auto const at = text.find('@');
  auto const *const entry = entry_of(text.substr(0, at));
  if (entry == nullptr) {
    return std::nullopt;
  }
  Walker walker{std::string(text), entry->profile};
  if (at != std::string_view::npos) {
    auto const speed_mps = speed_in(text.substr(at + 1));
    if (!speed_mps) {
      return std::nullopt;
    }
    walker.profile.speed_mps = *speed_mps;
  }
  return walker;
}

std::string WalkProfiles::choices() const {
  std::string names;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    names += (i == 0 ? "" : i + 1 == entries_.size() ? " or " : ", ") + entries_[i].name;
  }
  return names + ", each alone or with a speed as in \"standard@1.25\" (0.2 to 3 m/s, at most two "
                 "decimals)";
}

geo::WalkProfile const &WalkProfiles::standard() const {
  auto const *const entry = entry_of(standard_name);
  return entry == nullptr ? geo::standard_walk : entry->profile;
}

} // namespace yuntu::services
