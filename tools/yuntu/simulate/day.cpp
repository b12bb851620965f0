#include "tools/yuntu/simulate/day.hpp"

#include "tools/yuntu/demo/definition_reader.hpp"
#include "tools/yuntu/simulate/day_text.hpp"

#include <numeric>

namespace yuntu::simulate {
namespace {

using demo::DefinitionError;
using demo::TableReader;
using model::Action;

constexpr double most = 1e6;

std::vector<Channel> read_channels(TableReader table) {
  std::vector<Channel> channels;
  for (auto const *const name : {"hotline", "resident", "grid_worker"}) {
    channels.push_back({name, table.number(name, 0, most)});
  }
  table.finish();
  return channels;
}

std::map<std::string, EstateClass> read_estate_kinds(TableReader table) {
  std::map<std::string, EstateClass> kinds;
  for (std::size_t i = 0; i < estate_class_names.size(); ++i) {
    auto const estate_class = static_cast<EstateClass>(i);
    if (estate_class == EstateClass::other) {
      continue;
    }
    for (auto &kind : table.texts(estate_class_names[i])) {
      kinds[std::move(kind)] = estate_class;
    }
  }
  table.finish();
  return kinds;
}

/// "06:30".
int read_minutes(TableReader &table, std::string_view key) {
  auto const text = table.text(key);
  auto const digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  bool const is_good =
      text.size() == 5 && text[2] == ':' && digit(0) && digit(1) && digit(3) && digit(4);
  int const minutes = is_good ? std::stoi(text.substr(0, 2)) * 60 + std::stoi(text.substr(3)) : -1;
  if (minutes < 0 || minutes >= 24 * 60 || text[3] > '5') {
    table.refuse(key, "expected a time of day, e.g. \"06:30\"");
  }
  return minutes;
}

ShiftKind read_shift(TableReader &table) {
  ShiftKind shift;
  shift.name = table.text("name");
  shift.start_min = read_minutes(table, "start");
  shift.end_min = read_minutes(table, "end");
  if (shift.end_min <= shift.start_min) {
    shift.end_min += 24 * 60;
  }
  shift.share = table.number("share", 0, most);
  table.finish();
  return shift;
}

std::map<Action, AnswerHabits::Step> read_steps(TableReader minutes, TableReader notes) {
  std::map<Action, AnswerHabits::Step> steps;
  for (auto const action :
       {Action::classify, Action::assign, Action::supervise, Action::accept, Action::contact,
        Action::arrive, Action::finish, Action::verify, Action::reopen, Action::rate}) {
    auto const name = model::to_string(action);
    auto const range = minutes.numbers(name, 2);
    if (!(range[0] > 0 && range[0] <= range[1])) {
      minutes.refuse(name, "expected [least, most] minutes, more than 0");
    }
    steps[action] = {range[0], range[1], notes.texts(name)};
    if (steps[action].notes.empty()) {
      notes.refuse(name, "expected at least one text");
    }
  }
  minutes.finish();
  notes.finish();
  return steps;
}

AnswerHabits read_answers(TableReader table) {
  AnswerHabits answers;
  answers.open_share = table.number("open_share", 0, 1);
  answers.reopened_share = table.number("reopened_share", 0, 1);
  answers.supervised_share = table.number("supervised_share", 0, 1);
  answers.contact_share = table.number("contact_share", 0, 1);
  answers.rated_share = table.number("rated_share", 0, 1);
  answers.pace = {1, table.number("urgent_pace", 0.001, 10),
                  table.number("critical_pace", 0.001, 10)};
  answers.steps = read_steps(table.table("minutes"), table.table("notes"));
  table.finish();
  return answers;
}

CallKind read_kind(TableReader &table) {
  CallKind kind;
  kind.category = table.text("category");
  kind.weight = table.number("weight", 0, most);
  auto const hours = table.numbers("hours", kind.hours.size());
  if (std::any_of(hours.begin(), hours.end(), [](double share) { return !(share >= 0); })) {
    table.refuse("hours", "expected shares of 0 or more");
  }
  std::copy(hours.begin(), hours.end(), kind.hours.begin());
  auto estates = table.table("estates");
  for (std::size_t i = 0; i < estate_class_names.size(); ++i) {
    kind.estates[i] = estates.number(estate_class_names[i], 0, most);
  }
  estates.finish();
  auto const shares = table.numbers("severity", kind.severities.size());
  for (std::size_t i = 0; i < shares.size(); ++i) {
    auto const name = model::severity_names[i];
    kind.severities[i] = shares[i];
    kind.texts[i] = table.texts(name);
    if (!(shares[i] >= 0) || (shares[i] > 0 && kind.texts[i].empty())) {
      table.refuse(name, "expected a share of 0 or more, and texts where it is more than 0");
    }
  }
  if (!(std::accumulate(shares.begin(), shares.end(), 0.0) > 0)) {
    table.refuse("severity", "expected at least one share above 0");
  }
  auto const place = table.text("place");
  if (place != "building" && place != "street") {
    table.refuse("place", "expected \"building\" or \"street\"");
  }
  kind.is_at_street = place == "street";
  table.finish();
  return kind;
}

Day day_of(toml::table const &parsed, std::string const &file) {
  TableReader root(parsed, file, "");
  Day day;
  day.incidents_per_1000_households = root.number("incidents_per_1000_households", 0, most);
  day.channels = read_channels(root.table("channels"));
  day.estate_kinds = read_estate_kinds(root.table("estate_kinds"));
  for (auto &shift : root.tables("shifts")) {
    day.shifts.push_back(read_shift(shift));
  }
  day.answers = read_answers(root.table("answers"));
  for (auto &kind : root.tables("kinds")) {
    day.kinds.push_back(read_kind(kind));
  }
  root.finish();
  return day;
}

template <typename Parse>
Day parsed_day(std::string const &file, Parse parse) {
  try {
    return day_of(parse(), file);
  } catch (toml::parse_error const &error) {
    throw DefinitionError(file, "line " + std::to_string(error.source().begin.line),
                          std::string(error.description()));
  }
}

} // namespace

EstateClass Day::class_of(std::string const &estate_kind) const {
  auto const found = estate_kinds.find(estate_kind);
  return found == estate_kinds.end() ? EstateClass::other : found->second;
}

Day built_in_day() {
  return parsed_day("data/demo/day.toml", [] { return toml::parse(day_text); });
}

Day read_day(std::filesystem::path const &file) {
  return parsed_day(file.string(), [&] { return toml::parse_file(file.string()); });
}

} // namespace yuntu::simulate
