#pragma once

#include "server/model/incident.hpp"
#include "server/model/time.hpp"

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::simulate {

/// Local time of the demo county: +08:00, no summer time.
inline constexpr model::Duration local_offset = std::chrono::hours{8};

enum class EstateClass : std::uint8_t { gated, modern, old, alley, resettled, other };
inline constexpr std::array<std::string_view, 6> estate_class_names{"gated", "modern",    "old",
                                                                    "alley", "resettled", "other"};

/// Minutes after local midnight; `end` beyond 24 h is on the next day.
struct ShiftKind {
  std::string name;
  int start_min = 0;
  int end_min = 0;
  double share = 0;
};

/// Something residents report.
struct CallKind {
  std::string category;
  double weight = 1;
  std::array<double, 24> hours{};
  std::array<double, estate_class_names.size()> estates{};
  std::array<double, 3> severities{};
  std::array<std::vector<std::string>, 3> texts; ///< by severity
  bool is_at_street = false;
};

/// How staff answer.
struct AnswerHabits {
  double open_share = 0, reopened_share = 0, supervised_share = 0;
  double contact_share = 0, rated_share = 0;
  std::array<double, 3> pace{1, 1, 1}; ///< by severity, times the minutes
  struct Step {
    double least_min = 0, most_min = 0;
    std::vector<std::string> notes;
  };
  std::map<model::Action, Step> steps;
};

struct Channel {
  std::string name;
  double weight = 0;
};

/// What `data/demo/day.toml` says.
struct Day {
  double incidents_per_1000_households = 0;
  std::vector<Channel> channels;
  std::map<std::string, EstateClass> estate_kinds;
  std::vector<ShiftKind> shifts;
  AnswerHabits answers;
  std::vector<CallKind> kinds;

  [[nodiscard]] EstateClass class_of(std::string const &estate_kind) const;
};

/// The one built in.
[[nodiscard]] Day built_in_day();
/// Throws demo::DefinitionError naming file, key and what was expected.
[[nodiscard]] Day read_day(std::filesystem::path const &file);

} // namespace yuntu::simulate
