#include "server/services/deadline_files.hpp"

#include "server/services/policy_files.hpp"
#include "server/services/policy_table.hpp"
#include "server/services/policy_texts.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <set>

namespace yuntu::services {
namespace {

using model::Day;
using model::Duration;
using model::Milestone;
using rules::CalendarYear;

constexpr std::int64_t first_year = 2000;
constexpr std::int64_t last_year = 2099;
constexpr std::string_view calendar_prefix = "calendar_";

/// "08:30" at the front of `text`, which it removes; 24:00 is the day's end.
std::optional<Duration> take_clock_time(std::string_view &text) {
  if (text.size() < 5 || text[2] != ':') {
    return std::nullopt;
  }
  int hour = 0;
  int minute = 0;
  auto const *const at = text.data();
  bool const is_read = std::from_chars(at, at + 2, hour).ptr == at + 2 &&
                       std::from_chars(at + 3, at + 5, minute).ptr == at + 5;
  if (!is_read || hour < 0 || minute < 0 || minute > 59 || hour * 60 + minute > 24 * 60) {
    return std::nullopt;
  }
  text.remove_prefix(5);
  return std::chrono::hours{hour} + std::chrono::minutes{minute};
}

rules::WorkingHours hours_of(PolicyTable const &entry) {
  entry.expect_only({"from", "spans"});
  rules::WorkingHours hours{entry.day("from"), {}};
  auto const texts = entry.texts("spans");
  for (std::string_view text : texts) {
    auto const from = take_clock_time(text);
    bool const is_dashed = !text.empty() && text.front() == '-';
    text.remove_prefix(is_dashed ? 1 : 0);
    auto const to = take_clock_time(text);
    if (!from || !is_dashed || !to || !text.empty() || *from >= *to) {
      entry.fail("spans", "must hold spans like \"08:30-12:00\", each ending after it begins");
    }
    if (!hours.spans.empty() && *from < hours.spans.back().to) {
      entry.fail("spans", "must be in order and not overlap");
    }
    hours.spans.push_back({*from, *to});
  }
  if (hours.spans.empty()) {
    entry.fail("\"spans\" is missing; expected e.g. [\"08:30-12:00\", \"14:00-17:30\"]");
  }
  return hours;
}

model::Limit span_of(PolicyTable const &entry) {
  constexpr std::int64_t most_minutes = 1'440;
  constexpr std::int64_t most_hours = 24 * 366;
  constexpr std::int64_t most_days = 366;
  constexpr std::array<std::string_view, 4> units{"minutes", "hours", "working_hours",
                                                  "working_days"};
  if (std::count_if(units.begin(), units.end(), [&](auto key) { return entry.has(key); }) != 1) {
    entry.fail("expected exactly one of minutes, hours, working_hours, working_days");
  }
  auto const unit =
      *std::find_if(units.begin(), units.end(), [&](auto key) { return entry.has(key); });
  if (unit == "minutes") {
    return {model::LimitUnit::clock, std::chrono::minutes{entry.number(unit, 1, most_minutes)}, 0};
  }
  if (unit == "hours") {
    return {model::LimitUnit::clock, std::chrono::hours{entry.number(unit, 1, most_hours)}, 0};
  }
  if (unit == "working_hours") {
    return {model::LimitUnit::working_hours, std::chrono::hours{entry.number(unit, 1, most_hours)},
            0};
  }
  return {model::LimitUnit::working_days, {}, static_cast<int>(entry.number(unit, 1, most_days))};
}

model::Limit limit_of(PolicyTable const &entry) {
  entry.expect_only({"minutes", "hours", "working_hours", "working_days", "after", "title"});
  auto limit = span_of(entry);
  limit.title = entry.text("title");
  if (auto const after = entry.text("after"); !after.empty()) {
    limit.after = model::parse_milestone(after);
    if (!limit.after) {
      entry.fail("after",
                 "is \"" + after + "\"; expected contact, on_site, first_stage or second_stage");
    }
  }
  return limit;
}

rules::DeadlineProfile profile_of(PolicyTable const &entry) {
  entry.expect_only({"name", "title", "contact", "on_site", "first_stage", "second_stage", "done",
                     "pause", "longest_pause_hours"});
  rules::DeadlineProfile profile{entry.needed("name"), entry.needed("title"), {}, {}, {}};
  for (std::size_t i = 0; i < model::milestone_count; ++i) {
    if (auto const limit = entry.table(model::milestone_names[i])) {
      profile.limits[i] = limit_of(*limit);
    }
  }
  if (auto const pause = entry.text("pause"); pause == "runs") {
    profile.on_pause = rules::OnPause::runs;
  } else if (!pause.empty() && pause != "stops") {
    entry.fail("pause", "is \"" + pause + "\"; expected \"stops\" or \"runs\"");
  }
  if (entry.has("longest_pause_hours")) {
    if (profile.on_pause == rules::OnPause::runs) {
      entry.fail("longest_pause_hours", "means nothing where pause = \"runs\"");
    }
    profile.longest_pause = std::chrono::hours{entry.number("longest_pause_hours", 1, 24 * 366)};
  }
  return profile;
}

rules::DeadlineRule rule_of(PolicyTable const &entry) {
  entry.expect_only({"category", "severity", "profile"});
  rules::DeadlineRule rule{entry.text("category"), {}, entry.needed("profile")};
  if (auto const severity = entry.text("severity"); !severity.empty()) {
    rule.severity = model::parse_severity(severity);
    if (!rule.severity) {
      entry.fail("severity", "is \"" + severity + "\"; expected routine, urgent or critical");
    }
  }
  return rule;
}

/// Puts one holiday into its year; every day has one meaning.
void add_holiday(PolicyTable const &entry, CalendarYear &year) {
  entry.expect_only({"name", "from", "to", "work"});
  auto const name = entry.needed("name");
  auto const expect_in_year = [&](std::string_view key, Day day) {
    if (static_cast<int>(std::chrono::year_month_day(day).year()) != year.year) {
      entry.fail(key, "names " + model::day_text(day) + ", which is no day of " +
                          std::to_string(year.year));
    }
  };
  auto const from = entry.day("from");
  auto const to = entry.day("to");
  expect_in_year("from", from);
  expect_in_year("to", to);
  if (to < from) {
    entry.fail("to", "lies before \"from\"");
  }
  for (auto day = from; day <= to; day += std::chrono::days{1}) {
    if (!year.day_off.emplace(day, name).second) {
      entry.fail("from", "to \"to\" holds " + model::day_text(day) + ", which is " +
                             year.day_off.at(day) + " already");
    }
  }
  for (auto const day : entry.days("work")) {
    expect_in_year("work", day);
    std::chrono::weekday const weekday(day);
    if (weekday != std::chrono::Saturday && weekday != std::chrono::Sunday) {
      entry.fail("work", "names " + model::day_text(day) + "; expected a Saturday or Sunday");
    }
    year.day_on.emplace(day, name);
  }
}

CalendarYear year_of(PolicyDocument const &document) {
  auto const root = document.root();
  root.expect_only({"year", "published", "source", "holiday"});
  CalendarYear year;
  year.year = static_cast<int>(root.number("year", first_year, last_year));
  year.is_published = root.truth("published");
  year.source = root.needed("source");
  for (auto const &entry : root.tables("holiday")) {
    add_holiday(entry, year);
  }
  for (auto const &[day, name] : year.day_on) {
    if (auto const off = year.day_off.find(day); off != year.day_off.end()) {
      throw PolicyError(document.name() + ": " + model::day_text(day) + " is both off (" +
                        off->second + ") and worked (for " + name + ")");
    }
  }
  return year;
}

using Documents = std::vector<std::unique_ptr<PolicyDocument>>;

rules::DeadlinePolicy policy_of(PolicyDocument const &deadlines, Documents const &calendars) {
  rules::CalendarPlan plan;
  for (auto const &document : calendars) {
    plan.years.push_back(year_of(*document));
  }
  auto const root = deadlines.root();
  root.expect_only({"hours", "profile", "rule"});
  for (auto const &entry : root.tables("hours")) {
    auto hours = hours_of(entry);
    if (!plan.hours.empty() && hours.from <= plan.hours.back().from) {
      entry.fail("from", "must be later than that of the [[hours]] before");
    }
    plan.hours.push_back(std::move(hours));
  }
  if (plan.hours.empty()) {
    root.fail("[[hours]] is missing: when is work done?");
  }
  std::vector<rules::DeadlineProfile> profiles;
  for (auto const &entry : root.tables("profile")) {
    profiles.push_back(profile_of(entry));
  }
  std::vector<rules::DeadlineRule> rules;
  for (auto const &entry : root.tables("rule")) {
    rules.push_back(rule_of(entry));
  }
  rules::DeadlinePolicy policy(rules::WorkCalendar(plan), std::move(profiles), std::move(rules));
  expect_no_faults(policy.faults(), deadlines.name());
  return policy;
}

/// By name: those of the county, and the shipped ones that it has none for.
Documents calendars_for(std::filesystem::path const &data) {
  std::map<std::string, std::unique_ptr<PolicyDocument>> found;
  for (auto const &shipped : shipped_calendars()) {
    std::string const name(shipped.name);
    found[name] = std::make_unique<PolicyDocument>(shipped.text, name);
  }
  auto const folder = policy_file(data, "").parent_path();
  if (!data.empty() && std::filesystem::is_directory(folder)) {
    for (auto const &item : std::filesystem::directory_iterator(folder)) {
      auto const name = item.path().filename().string();
      if (name.starts_with(calendar_prefix) && name.ends_with(".toml")) {
        found[name] = std::make_unique<PolicyDocument>(item.path());
      }
    }
  }
  Documents documents;
  for (auto &[name, document] : found) {
    auto const wanted = std::string(calendar_prefix) +
                        std::to_string(document->root().number("year", first_year, last_year)) +
                        ".toml";
    if (name != wanted) {
      document->root().fail("year", "is that of " + wanted);
    }
    documents.push_back(std::move(document));
  }
  return documents;
}

} // namespace

rules::DeadlinePolicy read_deadlines(std::filesystem::path const &data) {
  auto const calendars = calendars_for(data);
  return policy_of(policy_document(data, "deadlines.toml", shipped_deadlines()), calendars);
}

rules::DeadlinePolicy shipped_deadline_policy() {
  return read_deadlines({});
}

} // namespace yuntu::services
