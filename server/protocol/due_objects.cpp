#include "server/protocol/due_objects.hpp"

#include <nlohmann/json.hpp>

namespace yuntu::protocol {

using nlohmann::json;

namespace {

constexpr std::array<std::string_view, 7> state_names{"open", "overdue", "paused", "met",
                                                      "late", "skipped", "missed"};

json time_or_null(std::optional<model::Time> time) {
  return time ? json(model::format_rfc3339(*time)) : json(nullptr);
}

std::int64_t seconds_of(model::Duration time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time).count();
}

/// In the unit that a person would say it in.
json limit_object(model::Limit const &limit) {
  constexpr std::int64_t minute = 60;
  constexpr std::int64_t hour = 60 * minute;
  auto const seconds = seconds_of(limit.time);
  switch (limit.unit) {
  case model::LimitUnit::working_days:
    return {{"working_days", limit.days}};
  case model::LimitUnit::working_hours:
    return {{"working_hours", seconds / hour}};
  case model::LimitUnit::clock:
    break;
  }
  return seconds % hour == 0 ? json{{"hours", seconds / hour}}
                             : json{{"minutes", seconds / minute}};
}

json why_object(model::DueTrace const &why) {
  json counted = json::array();
  for (auto const &part : why.counted) {
    counted.push_back({{"from", model::format_rfc3339(part.from)},
                       {"to", model::format_rfc3339(part.to)},
                       {"seconds", seconds_of(part.time)},
                       {"days", part.days}});
  }
  json skipped = json::array();
  for (auto const &part : why.skipped) {
    skipped.push_back({{"from", model::day_text(part.first)},
                       {"to", model::day_text(part.last)},
                       {"reason", part.reason}});
  }
  json made_up = json::array();
  for (auto const &part : why.made_up) {
    made_up.push_back({{"day", model::day_text(part.day)}, {"reason", part.reason}});
  }
  json paused = json::array();
  for (auto const &part : why.paused) {
    paused.push_back({{"from", model::format_rfc3339(part.from)}, {"to", time_or_null(part.to)}});
  }
  return {{"profile", why.profile},
          {"limit", limit_object(why.limit)},
          {"after", why.limit.after ? json(model::to_string(*why.limit.after)) : json(nullptr)},
          {"from", model::format_rfc3339(why.from)},
          {"counted", std::move(counted)},
          {"skipped", std::move(skipped)},
          {"made_up", std::move(made_up)},
          {"paused", std::move(paused)},
          {"unpublished_years", why.unpublished_years},
          {"raised", why.is_raised},
          {"shortened", why.is_shortened}};
}

} // namespace

json due_object(ShownDue const &due) {
  json object{{"milestone", model::to_string(due.milestone)},
              {"title", due.title},
              {"state", state_names[static_cast<std::size_t>(due.state)]},
              {"at", time_or_null(due.at)},
              {"met", time_or_null(due.met)}};
  if (due.why) {
    object["why"] = why_object(*due.why);
    if (!due.at && due.why->limit.after) {
      object["why"]["from"] = nullptr; // not before the pause ends
    }
  }
  return object;
}

} // namespace yuntu::protocol
