#include "server/services/staff_change.hpp"

#include <algorithm>
#include <optional>

namespace yuntu::services {
namespace {

using model::Shift;
using model::Time;

std::string span_of(Shift const &shift) {
  auto const words = [](Time time) {
    auto text = model::format_rfc3339(time + model::local_offset).substr(0, 16);
    text[10] = ' ';
    return text;
  };
  return words(shift.from) + " to " + words(shift.to);
}

bool overlap(Shift const &a, Shift const &b) {
  return a.from < b.to && b.from < a.to;
}

bool is_known(model::CityState const &state, std::string const &worker) {
  return state.staff.find_person(worker) != nullptr || state.users.contains(worker) ||
         state.workers.contains(worker);
}

/// Of one worker's shifts, none of which overlap: the one that does with this, or nullptr.
Shift const *find_overlap(std::map<Time, Shift> const &shifts, Shift const &shift) {
  auto const next = shifts.lower_bound(shift.from);
  if (next != shifts.end() && overlap(next->second, shift)) {
    return &next->second;
  }
  if (next != shifts.begin() && overlap(std::prev(next)->second, shift)) {
    return &std::prev(next)->second;
  }
  return nullptr;
}

struct CheckedRoster {
  std::map<std::string, std::map<Time, Shift>> wanted; ///< by worker and `from`; none overlap
  std::vector<model::RefusedRow> refused;
  std::int64_t good = 0;
};

/// Sorts a roster's rows into shifts by worker and refuses what cannot be.
class RosterChecker {
public:
  RosterChecker(model::CityState const &state, model::RosterSheet const &sheet)
      : state_(state), sheet_(sheet) {}

  void take(model::RosterRow const &row) {
    if (auto const fault = fault_of(row.shift)) {
      checked_.refused.push_back({row.row, *fault});
    } else {
      checked_.wanted[row.shift.worker][row.shift.from] = {row.shift.from, row.shift.to};
      ++checked_.good;
    }
  }
  CheckedRoster finish() { return std::move(checked_); }

private:
  [[nodiscard]] std::optional<std::string> fault_of(model::RosterShift const &row) const {
    if (!is_staff_code(row.worker)) {
      return "person \"" + row.worker.substr(0, 80) +
             "\" is not a code; expected 1 to 64 letters, digits, dots, lines or dashes";
    }
    if (!is_known(state_, row.worker)) {
      return "nobody has the code " + row.worker + "; import the staff first (yuntu staff import)";
    }
    Shift const shift{row.from, row.to};
    if (shift.to <= shift.from || shift.to - shift.from > std::chrono::hours{24}) {
      return "a shift lasts up to 24 hours; this one is " + span_of(shift);
    }
    auto const mine = checked_.wanted.find(row.worker);
    auto const *const other =
        mine == checked_.wanted.end() ? nullptr : find_overlap(mine->second, shift);
    if (other != nullptr) {
      return *other == shift ? "repeats a row above it"
                             : "overlaps another shift of " + row.worker + ": " + span_of(*other);
    }
    return planned_fault(row.worker, shift);
  }

  /// Those in the sheet's own range it replaces.
  [[nodiscard]] std::optional<std::string> planned_fault(std::string const &worker,
                                                         Shift const &shift) const {
    auto const planned = state_.shifts.find(worker);
    if (planned == state_.shifts.end()) {
      return std::nullopt;
    }
    for (auto const &other : planned->second) {
      bool const is_replaced = other.from >= sheet_.from && other.from < sheet_.to;
      if (!is_replaced && overlap(other, shift)) {
        return "overlaps a shift of " + worker + " planned before: " + span_of(other);
      }
    }
    return std::nullopt;
  }

  model::CityState const &state_;
  model::RosterSheet const &sheet_;
  CheckedRoster checked_;
};

bool is_wanted(CheckedRoster const &checked, std::string const &worker, Shift const &shift) {
  auto const mine = checked.wanted.find(worker);
  if (mine == checked.wanted.end()) {
    return false;
  }
  auto const same = mine->second.find(shift.from);
  return same != mine->second.end() && same->second == shift;
}

void cancel(SheetDecision &result, model::CityState const &state, CheckedRoster const &checked,
            model::RosterSheet const &sheet, Time now) {
  bool const is_whole = sheet.unreadable == 0 && checked.refused.empty();
  for (auto const &[worker, shifts] : state.shifts) {
    auto const mine = checked.wanted.find(worker);
    for (auto const &shift : shifts) {
      if (shift.from < sheet.from || shift.from >= sheet.to || shift.to <= now ||
          is_wanted(checked, worker, shift)) {
        continue;
      }
      if (is_whole || (mine != checked.wanted.end() && find_overlap(mine->second, shift))) {
        ++result.changes["shifts_cancelled"];
        result.decision.facts.push_back({model::ShiftCancelled{worker, shift.from, shift.to}, {}});
        bool const is_replaced =
            mine != checked.wanted.end() && find_overlap(mine->second, shift) != nullptr;
        if (shift.from < now && !is_replaced) { // has begun: its duty ends now
          result.decision.facts.push_back({model::ShiftPlanned{worker, shift.from, now}, {}});
        }
      }
    }
  }
}

void plan(SheetDecision &result, model::CityState const &state, CheckedRoster const &checked,
          Time now) {
  for (auto const &[worker, shifts] : checked.wanted) {
    auto const planned = state.shifts.find(worker);
    for (auto const &[from, shift] : shifts) {
      bool const is_there =
          planned != state.shifts.end() &&
          std::binary_search(planned->second.begin(), planned->second.end(), shift);
      if (shift.to <= now) {
        ++result.changes["shifts_over"];
      } else if (!is_there) {
        ++result.changes["shifts_planned"];
        result.decision.facts.push_back({model::ShiftPlanned{worker, shift.from, shift.to}, {}});
      }
    }
  }
}

} // namespace

SheetDecision decide_roster(model::CityState const &state, model::RosterSheet const &sheet,
                            Time now) {
  RosterChecker checker(state, sheet);
  for (auto const &row : sheet.rows) {
    checker.take(row);
  }
  auto checked = checker.finish();
  SheetDecision result;
  bool const is_whole = sheet.unreadable == 0 && checked.refused.empty();
  if (is_whole || sheet.bad_rows == model::BadRows::keep_good) {
    cancel(result, state, checked, sheet, now);
    plan(result, state, checked, now);
    result.written = checked.good;
  }
  result.refused = std::move(checked.refused);
  return result;
}

} // namespace yuntu::services
