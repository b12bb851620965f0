#include "server/services/staff_check.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace yuntu::services {
namespace {

using model::AreaLevel;
using model::PostKind;

/// A reason why a row is refused; none = it is good.
using Fault = std::optional<std::string>;

std::string quoted(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

std::string day_of(model::Time time) {
  return model::format_rfc3339(time + model::local_offset).substr(0, 10);
}

/// Levels by code, of the layers in use.
class LevelsByCode {
public:
  explicit LevelsByCode(BaseMap const &base) {
    for (auto const &[kind, layer] : base.layers()) {
      if (auto const level = model::area_level_of(kind)) {
        for (auto const &feature : layer.version->features) {
          levels_[feature.code] |= bit(*level);
        }
      }
    }
  }
  [[nodiscard]] std::vector<AreaLevel> find(std::string_view code) const {
    std::vector<AreaLevel> levels;
    auto const found = levels_.find(code);
    for (std::size_t i = 0; found != levels_.end() && i < model::area_level_count; ++i) {
      auto const level = static_cast<AreaLevel>(i);
      if ((found->second & bit(level)) != 0) {
        levels.push_back(level);
      }
    }
    return levels;
  }

private:
  static unsigned bit(AreaLevel level) { return 1U << static_cast<unsigned>(level); }
  std::unordered_map<std::string_view, unsigned> levels_;
};

/// The levels such a post usually belongs to, likeliest first.
std::vector<AreaLevel> usual_levels(PostKind kind) {
  switch (kind) {
  case PostKind::grid_worker:
    return {AreaLevel::grid};
  case PostKind::microgrid_officer:
    return {AreaLevel::microgrid};
  case PostKind::building_head:
  case PostKind::building_steward:
    return {AreaLevel::building};
  case PostKind::enforcement:
  case PostKind::social_worker:
    break;
  }
  return {AreaLevel::subdistrict, AreaLevel::community, AreaLevel::grid};
}

std::optional<AreaLevel> choose(std::vector<AreaLevel> const &levels, PostKind kind) {
  if (levels.size() == 1) {
    return levels.front();
  }
  for (auto const usual : usual_levels(kind)) {
    if (std::find(levels.begin(), levels.end(), usual) != levels.end()) {
      return usual;
    }
  }
  return std::nullopt;
}

bool is_one_line(std::string_view text, std::size_t longest) {
  return text.size() <= longest && std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
         });
}

Fault code_fault(char const *what, std::string_view code) {
  if (is_staff_code(code)) {
    return std::nullopt;
  }
  return std::string(what) + " " + quoted(code.substr(0, 80)) +
         (code.empty() ? " is empty" : " is not a code") +
         "; expected 1 to 64 letters, digits, dots, lines or dashes";
}

/// The row by itself.
Fault own_fault(model::StaffRow const &row) {
  if (auto const fault = code_fault("post", row.post)) {
    return fault;
  }
  if (row.person.empty()) {
    return row.name.empty() ? std::nullopt
                            : Fault("name " + quoted(row.name) + " stands without a person code");
  }
  if (auto const fault = code_fault("person", row.person)) {
    return fault;
  }
  if (row.name.empty() || !is_one_line(row.name, 128)) {
    return "name must have 1 to 128 bytes on one line";
  }
  if (row.phone.size() > 32 ||
      row.phone.find_first_not_of("0123456789+-()#* ") != std::string::npos) {
    return "phone must have at most 32 characters, digits and + - ( ) # * only";
  }
  if (!row.from) {
    return "from is empty; expected the first day as YYYY-MM-DD";
  }
  if (row.to && *row.to <= *row.from) {
    return "to (" + day_of(*row.to) + ") must lie after from (" + day_of(*row.from) + ")";
  }
  return std::nullopt;
}

/// Takes the rows one by one, in the sheet's order.
class Checker {
public:
  explicit Checker(BaseMap const &base) : levels_(base) {}

  void take(model::StaffRow const &row) {
    if (auto const fault = fault_of(row)) {
      checked_.refused.push_back({row.row, *fault});
      return;
    }
    ++checked_.good;
    auto &post = checked_.posts[row.post];
    post.kind = row.kind;
    post.area = *area_;
    rows_.posts.try_emplace(row.post, row.row);
    if (row.person.empty()) {
      rows_.vacancies.emplace(row.post, row.row);
      return;
    }
    checked_.people.try_emplace(row.person, model::Person{row.person, row.name, row.phone});
    rows_.people.try_emplace(row.person, row.row);
    post.assignments[*row.from] = {row.person, *row.from, row.to};
    rows_.assignments[{row.post, *row.from}] = row.row;
  }
  CheckedStaff finish() { return std::move(checked_); }

private:
  Fault fault_of(model::StaffRow const &row) {
    if (auto const fault = own_fault(row)) {
      return fault;
    }
    if (auto const fault = area_fault(row)) {
      return fault;
    }
    if (auto const fault = post_fault(row)) {
      return fault;
    }
    if (row.person.empty()) {
      auto const other = rows_.vacancies.find(row.post);
      return other == rows_.vacancies.end() ? std::nullopt
                                            : Fault("repeats row " + std::to_string(other->second) +
                                                    ": post " + row.post + " is vacant");
    }
    auto const person = person_fault(row);
    return person ? person : overlap_fault(row);
  }

  Fault area_fault(model::StaffRow const &row) {
    auto const levels = levels_.find(row.area);
    if (levels.empty()) {
      return "unknown area " + quoted(row.area) + ": no area in use has this code";
    }
    auto const level = choose(levels, row.kind);
    if (!level) {
      return "area " + quoted(row.area) + " is the code of a " + std::string(to_string(levels[0])) +
             " and of a " + std::string(to_string(levels[1])) + "; a " +
             std::string(to_string(row.kind)) + " could belong to either";
    }
    area_ = model::AreaRef{*level, row.area};
    return std::nullopt;
  }

  Fault post_fault(model::StaffRow const &row) const {
    auto const known = checked_.posts.find(row.post);
    if (known == checked_.posts.end() ||
        (known->second.kind == row.kind && known->second.area == *area_)) {
      return std::nullopt;
    }
    return "post " + row.post + " has another kind or area in row " +
           std::to_string(rows_.posts.at(row.post));
  }

  Fault person_fault(model::StaffRow const &row) const {
    auto const known = checked_.people.find(row.person);
    if (known == checked_.people.end()) {
      return std::nullopt;
    }
    auto const where = " in row " + std::to_string(rows_.people.at(row.person));
    if (known->second.name != row.name) {
      return "person " + row.person + " is named " + quoted(row.name) + " here and " +
             quoted(known->second.name) + where;
    }
    return known->second.phone == row.phone
               ? std::nullopt
               : Fault("person " + row.person + " has another phone" + where);
  }

  /// Rows of one post do not overlap so far: only the neighbours in time can clash with this one.
  Fault overlap_fault(model::StaffRow const &row) const {
    auto const post = checked_.posts.find(row.post);
    if (post == checked_.posts.end()) {
      return std::nullopt;
    }
    auto const &taken = post->second.assignments;
    auto const next = taken.lower_bound(*row.from);
    if (next != taken.end() && (!row.to || next->first < *row.to)) {
      return clash(row, next->second);
    }
    if (next != taken.begin() && std::prev(next)->second.holds_at(*row.from)) {
      return clash(row, std::prev(next)->second);
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string clash(model::StaffRow const &row,
                                  model::Assignment const &other) const {
    auto const number = std::to_string(rows_.assignments.at({row.post, other.from}));
    if (other == model::Assignment{row.person, *row.from, row.to}) {
      return "repeats row " + number;
    }
    return "overlaps row " + number + ": post " + row.post + " has " + other.person + " from " +
           day_of(other.from) + (other.to ? " to " + day_of(*other.to) : " on");
  }

  /// In which row something stood first.
  struct FirstRows {
    std::map<std::string, std::int64_t> posts;
    std::map<std::string, std::int64_t> vacancies;
    std::map<std::string, std::int64_t> people;
    std::map<std::pair<std::string, model::Time>, std::int64_t> assignments;
  };

  LevelsByCode levels_;
  CheckedStaff checked_;
  FirstRows rows_;
  std::optional<model::AreaRef> area_; ///< of the row being judged
};

} // namespace

bool is_staff_code(std::string_view code) {
  return !code.empty() && code.size() <= 64 && std::all_of(code.begin(), code.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '_' || c == '-';
  });
}

CheckedStaff check_staff(model::StaffSheet const &sheet, BaseMap const &base) {
  Checker checker(base);
  for (auto const &row : sheet.rows) {
    checker.take(row);
  }
  return checker.finish();
}

} // namespace yuntu::services
