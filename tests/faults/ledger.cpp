#include "tests/faults/ledger.hpp"

#include "server/store/log_store.hpp"

#include <variant>

namespace yuntu::faults {
namespace {

store::LogStore open_to_inspect(std::filesystem::path const &data) {
  store::LogOptions options;
  options.use = store::LogUse::inspect;
  return store::LogStore(data / "log.sqlite", options);
}

} // namespace

std::vector<std::string> Ledger::read_on() {
  std::vector<std::string> wrong;
  auto log = open_to_inspect(data_);
  if (log.head().tick < tick_) {
    wrong.push_back("the log ends with commit " + std::to_string(log.head().tick) + ", " +
                    std::to_string(tick_) + " were read before");
    return wrong;
  }
  log.for_each_commit(tick_, [&](model::CommitGroup const &group) {
    tick_ = group.tick;
    for (auto const &record : group.positions) {
      if (++reports_[{record.worker, record.seq}] > 1) {
        wrong.push_back("report " + std::to_string(record.seq) + " of " + record.worker +
                        " is stored twice");
      }
    }
    for (auto const &fact : group.facts) {
      if (auto const *const incident = std::get_if<model::IncidentReported>(&fact.body)) {
        if (++incidents_[incident->id] > 1) {
          wrong.push_back("incident " + incident->id + " is stored twice");
        }
      } else if (auto const *const jump = std::get_if<model::ClockJumped>(&fact.body)) {
        jumps_.push_back(*jump);
      } else if (std::holds_alternative<model::IncidentOverdue>(fact.body) ||
                 std::holds_alternative<model::IncidentEscalated>(fact.body)) {
        ++alarms_;
      } else if (auto const *const duty = std::get_if<model::DutyChanged>(&fact.body)) {
        if (duty->is_on) {
          off_duty_.erase(duty->worker);
        } else {
          off_duty_.insert(duty->worker);
        }
      }
    }
  });
  return wrong;
}

std::vector<std::string> Ledger::missing(test::Acknowledged const &acknowledged) const {
  std::vector<std::string> wrong;
  for (int const number : acknowledged.incidents) {
    if (incidents_.count(test::uuid(number)) == 0) {
      wrong.push_back("incident " + std::to_string(number) + " was acknowledged and is missing");
    }
  }
  for (auto const &report : acknowledged.reports) {
    if (reports_.count(report) == 0) {
      wrong.push_back("report " + std::to_string(report.second) + " of " + report.first +
                      " was acknowledged and is missing");
    }
  }
  for (auto const &worker : acknowledged.off_duty) {
    if (off_duty_.count(worker) == 0) {
      wrong.push_back("worker " + worker + " was told to be off duty and is not");
    }
  }
  return wrong;
}

std::vector<std::string> Ledger::verify() const {
  auto log = open_to_inspect(data_);
  auto const report = log.verify();
  if (report.ok) {
    return {};
  }
  return {"the chain is broken at fact " + std::to_string(report.first_bad->seq) + ": " +
          report.first_bad->reason};
}

} // namespace yuntu::faults
