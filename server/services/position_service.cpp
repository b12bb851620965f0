#include "server/services/position_service.hpp"

#include "server/rules/presence_tracker.hpp"
#include "server/services/report_identity.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace yuntu::services {
namespace {

/// Adds to closed ranges in ascending order; `seqs` may come in any.
std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges_of(std::vector<std::uint64_t> seqs) {
  std::sort(seqs.begin(), seqs.end());
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
  for (auto const seq : seqs) {
    if (!ranges.empty() && seq <= ranges.back().second + 1) {
      ranges.back().second = seq;
    } else {
      ranges.emplace_back(seq, seq);
    }
  }
  return ranges;
}

model::DeviceMark const *find_mark(model::Device const &device, std::uint64_t boot) {
  auto const found = device.boots.find(boot);
  return found == device.boots.end() ? nullptr : &found->second;
}

/// In order of their times: a batch may come shuffled, and neighbours in time are judged together.
void sort_by_time(std::vector<model::PositionReport const *> &reports) {
  auto const is_earlier = [](auto const *one, auto const *other) {
    return one->time < other->time;
  };
  if (!std::is_sorted(reports.begin(), reports.end(), is_earlier)) {
    std::stable_sort(reports.begin(), reports.end(), is_earlier);
  }
}

void sort_by_number(std::vector<model::Acknowledgement::Item> &items) {
  std::stable_sort(items.begin(), items.end(),
                   [](auto const &one, auto const &other) { return one.seq < other.seq; });
}

model::PositionRecord record_of(model::PositionBatch const &batch,
                                model::PositionReport const &report, std::string const &worker,
                                rules::JudgedPosition const &judged) {
  model::PositionRecord record;
  record.worker = worker;
  record.device = batch.device;
  record.boot = batch.boot;
  record.seq = report.seq;
  record.content_hash = content_hash(report, judged.verdict);
  record.verdict = judged.verdict;
  if (judged.verdict == model::PositionVerdict::accepted) {
    record.flag = judged.flag;
    record.time = judged.time;
    record.position = judged.position;
    record.accuracy_dm = judged.accuracy_dm;
  }
  return record;
}

} // namespace

PositionService::PositionService(City &city, rules::PositionLimits limits,
                                 rules::DatumGuardLimits guard)
    : city_(city), roster_(city), limits_(limits), watch_(city, guard) {
  for (auto const &[id, worker] : city.state().workers) { // as they were before a restart
    if (rules::is_presence_unsettled(worker)) {
      unsettled_.emplace(id, model::Duration{0});
    }
  }
}

tl::expected<std::string, protocol::Problem>
PositionService::worker_of(model::Principal const &principal, std::string const &named) const {
  if (principal.role == model::Role::gateway) {
    if (named.empty()) {
      return tl::unexpected(protocol::Problem{
          400, "Malformed message", "\"worker\" is missing; role gateway names the worker", {}});
    }
    return named;
  }
  if (!named.empty() && named != principal.user) {
    return tl::unexpected(protocol::Problem{
        403, "Not allowed", "only role gateway may name another worker than its own", {}});
  }
  return principal.user;
}

/// The reports of each worker, in order of time; the worker of a report is its own or `worker`.
PositionService::Shares PositionService::shares_of(model::PositionBatch const &batch,
                                                   std::string const &worker) {
  Shares shares;
  std::unordered_map<std::string_view, std::size_t> places;
  for (auto const &report : batch.reports) {
    auto const &id = report.worker.empty() ? worker : report.worker;
    bool const goes_on = !shares.empty() && shares.back().worker == id;
    auto const place =
        goes_on ? shares.size() - 1 : places.try_emplace(id, shares.size()).first->second;
    if (place == shares.size()) {
      shares.push_back({id, {}});
    }
    shares[place].reports.push_back(&report);
  }
  for (auto &share : shares) {
    sort_by_time(share.reports);
  }
  return shares;
}

/// Whose each report is, or why not.
tl::expected<PositionService::Shares, protocol::Problem>
PositionService::assign(model::Principal const &principal,
                        model::PositionBatch const &batch) const {
  bool const names_own = std::any_of(batch.reports.begin(), batch.reports.end(),
                                     [](auto const &report) { return !report.worker.empty(); });
  if (!names_own) {
    auto const worker = worker_of(principal, batch.worker);
    if (!worker) {
      return tl::unexpected(worker.error());
    }
    return shares_of(batch, *worker);
  }
  if (principal.role != model::Role::gateway) {
    return tl::unexpected(protocol::Problem{
        403, "Not allowed", "only role gateway may name another worker than its own", {}});
  }
  if (batch.worker.empty() && std::any_of(batch.reports.begin(), batch.reports.end(),
                                          [](auto const &r) { return r.worker.empty(); })) {
    return tl::unexpected(protocol::Problem{
        400, "Malformed message", "\"worker\" is missing, of the message or of a report", {}});
  }
  return shares_of(batch, batch.worker);
}

/// When a worker comes on duty who is heard of for the first time; nullopt: not by reporting.
std::optional<model::Time> PositionService::implied_duty(model::Principal const &principal,
                                                         Share const &share,
                                                         model::Time now) const {
  auto const &state = city_.state();
  auto const *const known = city_.find_worker(share.worker);
  if (principal.role != model::Role::gateway || (known != nullptr && !known->duty.empty()) ||
      state.users.contains(share.worker) || state.staff.find_person(share.worker) != nullptr ||
      state.shifts.contains(share.worker)) {
    return std::nullopt;
  }
  auto const first =
      std::find_if(share.reports.begin(), share.reports.end(),
                   [&](auto const *report) { return report->time >= now - limits_.history_only; });
  if (first == share.reports.end()) {
    return std::nullopt;
  }
  return std::min((*first)->time, now); // one from the future happened now
}

void PositionService::report(model::Principal const &principal, model::PositionBatch const &batch,
                             model::Time now, Done<model::Acknowledgement> const &done) {
  auto const shares = assign(principal, batch);
  if (!shares) {
    done(tl::unexpected(shares.error()));
    return;
  }
  auto const known = city_.state().devices.find(batch.device);
  bool const is_bound = known != city_.state().devices.end() && !known->second.user.empty();
  if (is_bound && known->second.user != principal.user) {
    done(tl::unexpected(protocol::Problem{
        403, "Not allowed", "device \"" + batch.device + "\" belongs to another user", {}}));
    return;
  }
  if (auto const closed = city_.closed_for_intake()) {
    done(tl::unexpected(*closed));
    return;
  }
  for (auto const &share : *shares) {
    roster_.bring_up_to_date(share.worker, now);
  }
  City::Transaction transaction(city_, principal.user, now);
  if (!is_bound) {
    transaction.add(model::DeviceBound{batch.device, principal.user});
  }
  transaction.expect_positions(batch.reports.size());
  auto const &device = is_bound ? known->second : city_.state().devices.at(batch.device);
  Answering answering{{}, {}};
  answering.ack.device = batch.device;
  answering.ack.boot = batch.boot;
  for (auto const &share : *shares) {
    if (auto const first = implied_duty(principal, share, now)) {
      transaction.add(model::DutyChanged{share.worker, true, *first, "gateway"}, *first);
    }
    judge(batch, share, device, now, transaction, answering);
  }
  auto &ack = answering.ack;
  if (auto const *const mark = find_mark(device, batch.boot)) {
    ack.acked_through = mark->through;
  }
  if (!ack.conflicts.empty()) {
    std::sort(ack.conflicts.begin(), ack.conflicts.end());
    transaction.add(model::ReportsConflicted{batch.device, batch.boot, ack.conflicts});
  }
  ack.accepted = ranges_of(std::move(answering.accepted));
  sort_by_number(ack.rejected);
  sort_by_number(ack.flagged);
  transaction.submit(ticket_for(done, std::move(ack)));
}

void PositionService::judge(model::PositionBatch const &batch, Share const &share,
                            model::Device const &device, model::Time now,
                            City::Transaction &transaction, Answering &answering) {
  auto &ack = answering.ack;
  auto const answer = [&](model::PositionReport const &report, model::PositionVerdict verdict) {
    if (verdict == model::PositionVerdict::accepted) {
      answering.accepted.push_back(report.seq);
    } else {
      ack.rejected.push_back({report.seq, std::string(model::to_string(verdict))});
    }
  };
  auto const *const worker = city_.find_worker(share.worker);
  rules::PositionContext const context{now, city_.base().extent(), worker, device.datum,
                                       device.radius_percent};
  for (auto const *const report : share.reports) {
    auto const *const mark = find_mark(device, batch.boot);
    if (mark != nullptr && mark->has(report->seq)) {
      auto const stored = mark->hash_of(report->seq);
      auto const verdict = verdict_in(stored.value_or(0));
      if (stored && *stored != content_hash(*report, verdict)) {
        ack.conflicts.push_back(report->seq);
      } else {
        answer(*report, verdict); // older than what is remembered counts as the same report
      }
      continue;
    }
    auto const judged = rules::judge_position(*report, context, limits_);
    answer(*report, judged.verdict);
    if (judged.flag != model::PositionFlag::none &&
        judged.verdict == model::PositionVerdict::accepted) {
      ack.flagged.push_back({report->seq, std::string(model::to_string(judged.flag))});
    }
    transaction.add(record_of(batch, *report, share.worker, judged));
    if (judged.verdict == model::PositionVerdict::accepted) {
      if (!device.datum_suspect.empty()) {
        ack.flagged.push_back({report->seq, "datum_suspect"});
      }
      std::string_view const datum = report->datum.empty() ? device.datum : report->datum;
      if (auto news = watch_.take(
              {batch.device, share.worker, {report->lon, report->lat}, datum, judged}, now)) {
        transaction.add(std::move(*news));
      }
    }
  }
  if (worker != nullptr && rules::is_presence_unsettled(*worker)) {
    unsettled_[share.worker] = std::max(model::Duration{0}, now - worker->fix->time);
  }
}

void PositionService::settle_presence(model::Time now) {
  for (auto next = unsettled_.begin(); next != unsettled_.end();) {
    auto const entry = next++;
    auto const &[id, lateness] = *entry;
    auto const *const worker = city_.find_worker(id);
    if (worker != nullptr) {
      auto change = rules::presence_step(*worker, now - lateness, city_.distance_outside());
      if (!change.is_empty()) {
        City::Transaction transaction(city_, "server", now);
        transaction.add(rules::fact_of(id, std::move(change), "position"));
        transaction.submit(nullptr);
      }
    }
    if (worker == nullptr || !rules::is_presence_unsettled(*worker)) {
      unsettled_.erase(entry);
    }
  }
}

void PositionService::change_duty(model::Principal const &principal, std::string const &named,
                                  bool is_on, std::optional<model::Time> time, model::Time now,
                                  Done<DutyState> const &done) {
  auto const worker = worker_of(principal, named);
  if (!worker) {
    done(tl::unexpected(worker.error()));
    return;
  }
  if (auto const closed = city_.closed_for_intake()) {
    done(tl::unexpected(*closed));
    return;
  }
  roster_.bring_up_to_date(*worker, now);
  auto at = std::min(time.value_or(now), now + limits_.future);
  auto const *const known = city_.find_worker(*worker);
  City::Transaction transaction(city_, principal.user, now);
  bool const is_overtaken = known != nullptr && !known->duty.empty() &&
                            at < known->duty.back().until.value_or(known->duty.back().since);
  if (known != nullptr && !known->duty.empty() && (known->is_on_duty() == is_on || is_overtaken)) {
    // Said already, or sent late: what was said or planned for a later time stands.
    auto const &newest = known->duty.back();
    is_on = known->is_on_duty();
    at = is_on ? newest.since : newest.until.value_or(at);
  } else if (is_on || known != nullptr) {
    auto left = rules::presence_ended(known != nullptr ? known->presence : model::Presence{}, at);
    transaction.add(
        model::DutyChanged{*worker, is_on, at,
                           principal.role == model::Role::gateway ? "gateway" : "person"},
        at);
    if (!is_on && !left.is_empty()) {
      transaction.add(rules::fact_of(*worker, std::move(left), "position"), at);
    }
  }
  transaction.submit(ticket_for(done, DutyState{*worker, is_on, at}));
}

} // namespace yuntu::services
