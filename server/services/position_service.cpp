#include "server/services/position_service.hpp"

#include "server/rules/presence_tracker.hpp"
#include "server/services/secret.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace yuntu::services {
namespace {

/// Of everything in the report, 32 bits: one changed report in 500 million would pass for a repeat,
/// and a track keeps it for every fix. The verdict takes the low 3 bits, so that a repeat gets the
/// answer the first one got.
std::uint32_t identity_hash(model::PositionReport const &report, model::PositionVerdict verdict) {
  std::string bytes = std::to_string(model::to_unix_ms(report.time)) + "|" + report.datum;
  for (double const value :
       {report.lon, report.lat, report.accuracy_m, report.speed_mps.value_or(-1),
        report.heading_deg.value_or(-1), report.battery.value_or(-1)}) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "|%.17g", value);
    bytes += buffer;
  }
  return (static_cast<std::uint32_t>(short_digest(bytes)) & ~7U) |
         static_cast<std::uint32_t>(verdict);
}

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

model::DeviceMark const *find_mark(model::CityState const &state,
                                   model::PositionBatch const &batch) {
  auto const device = state.devices.find(batch.device);
  if (device == state.devices.end()) {
    return nullptr;
  }
  auto const boot = device->second.boots.find(batch.boot);
  return boot == device->second.boots.end() ? nullptr : &boot->second;
}

} // namespace

PositionService::PositionService(City &city, rules::PositionLimits limits)
    : city_(city), roster_(city), limits_(limits) {}

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

/// When a worker comes on duty who is heard of for the first time; nullopt: not by reporting.
std::optional<model::Time> PositionService::implied_duty(model::Principal const &principal,
                                                         std::string const &worker,
                                                         model::PositionBatch const &batch,
                                                         model::Time now) const {
  auto const &state = city_.state();
  auto const *const known = city_.find_worker(worker);
  if (principal.role != model::Role::gateway || (known != nullptr && !known->duty.empty()) ||
      state.users.contains(worker) || state.staff.find_person(worker) != nullptr ||
      state.shifts.contains(worker)) {
    return std::nullopt;
  }
  std::optional<model::Time> first;
  for (auto const &report : batch.reports) {
    auto const time = std::min(report.time, now); // one from the future happened now
    if (time >= now - limits_.history_only) {
      first = std::min(first.value_or(time), time);
    }
  }
  return first;
}

void PositionService::report(model::Principal const &principal, model::PositionBatch const &batch,
                             model::Time now, Done<model::Acknowledgement> const &done) {
  auto const worker = worker_of(principal, batch.worker);
  if (!worker) {
    done(tl::unexpected(worker.error()));
    return;
  }
  auto const device = city_.state().devices.find(batch.device);
  bool const is_known = device != city_.state().devices.end() && !device->second.user.empty();
  if (is_known && device->second.user != principal.user) {
    done(tl::unexpected(protocol::Problem{
        403, "Not allowed", "device \"" + batch.device + "\" belongs to another user", {}}));
    return;
  }
  if (auto const closed = city_.closed_for_intake()) {
    done(tl::unexpected(*closed));
    return;
  }
  roster_.bring_up_to_date(*worker, now);
  City::Transaction transaction(city_, principal.user, now);
  if (!is_known) {
    transaction.add(model::DeviceBound{batch.device, principal.user});
  }
  if (auto const first = implied_duty(principal, *worker, batch, now)) {
    transaction.add(model::DutyChanged{*worker, true, *first, "gateway"}, *first);
  }
  model::Acknowledgement ack;
  ack.device = batch.device;
  ack.boot = batch.boot;
  for (auto const &report : batch.reports) {
    judge(batch, report, *worker, now, transaction, ack);
  }
  if (auto const *const mark = find_mark(city_.state(), batch)) {
    ack.acked_through = mark->through;
  }
  std::vector<std::uint64_t> accepted;
  for (auto const &[from, to] : ack.accepted) {
    accepted.push_back(from);
  }
  ack.accepted = ranges_of(std::move(accepted));
  transaction.submit(ticket_for(done, std::move(ack)));
}

void PositionService::judge(model::PositionBatch const &batch, model::PositionReport const &report,
                            std::string const &worker, model::Time now,
                            City::Transaction &transaction, model::Acknowledgement &ack) {
  auto const answer = [&](model::PositionVerdict verdict) {
    if (verdict == model::PositionVerdict::accepted) {
      ack.accepted.emplace_back(report.seq, report.seq);
    } else {
      ack.rejected.push_back({report.seq, std::string(model::to_string(verdict))});
    }
  };
  if (auto const *const mark = find_mark(city_.state(), batch); mark && mark->has(report.seq)) {
    auto const stored = mark->hash_of(report.seq);
    auto const verdict = static_cast<model::PositionVerdict>(stored.value_or(0) & 7U);
    // Older logs hold 64 bits.
    if (stored && static_cast<std::uint32_t>(*stored) != identity_hash(report, verdict)) {
      ack.conflicts.push_back(report.seq);
    } else {
      answer(verdict); // older than what is remembered counts as the same report
    }
    return;
  }
  auto const judged = rules::judge_position(
      report, {now, city_.base().extent(), city_.find_worker(worker)}, limits_);
  answer(judged.verdict);
  if (judged.flag != model::PositionFlag::none &&
      judged.verdict == model::PositionVerdict::accepted) {
    ack.flagged.push_back({report.seq, std::string(model::to_string(judged.flag))});
  }
  model::PositionRecord record;
  record.worker = worker;
  record.device = batch.device;
  record.boot = batch.boot;
  record.seq = report.seq;
  record.content_hash = identity_hash(report, judged.verdict);
  record.verdict = judged.verdict;
  if (judged.verdict == model::PositionVerdict::accepted) {
    record.flag = judged.flag;
    record.time = judged.time;
    record.position = judged.position;
    record.accuracy_dm = judged.accuracy_dm;
  }
  transaction.add(std::move(record));
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
    auto const left = known != nullptr && known->fix ? rules::presence_change(known->fix->areas, {})
                                                     : rules::PresenceChange{};
    transaction.add(
        model::DutyChanged{*worker, is_on, at,
                           principal.role == model::Role::gateway ? "gateway" : "person"},
        at);
    if (!is_on && !left.is_empty()) {
      transaction.add(model::PresenceChanged{*worker, {}, left.left, "position"}, at);
    }
  }
  transaction.submit(ticket_for(done, DutyState{*worker, is_on, at}));
}

} // namespace yuntu::services
