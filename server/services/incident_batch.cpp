// What IncidentService makes of a feed's reports.
#include "server/services/incident_identity.hpp"
#include "server/services/incident_service.hpp"

#include <utility>

namespace yuntu::services {

using protocol::RowVerdict;

RowVerdict IncidentService::take_row(City::Transaction &transaction,
                                     protocol::IncidentRow const &row, model::Time now) {
  if (!row.report) {
    return {row.number, RowVerdict::Kind::refused, {}, row.report.error()};
  }
  auto report = *row.report;
  if (report.id.empty()) {
    report.id = id_of_ticket(report.channel, report.ticket);
  }
  if (auto const *const known = find(report.id)) {
    if (known->body_hash == hash_of(report)) {
      return {row.number, RowVerdict::Kind::repeated, report.id, {}};
    }
    return {row.number, RowVerdict::Kind::conflict, report.id,
            "incident " + report.id + " exists with another content"};
  }
  if (auto const fault = fault_of_time(report, now)) {
    return {row.number, RowVerdict::Kind::refused, report.id, fault->detail};
  }
  auto const place = place_of(report);
  if (!place) {
    return {row.number, RowVerdict::Kind::refused, report.id, place.error().detail};
  }
  if (auto const unknown = unknown_category(report.category)) {
    return {row.number, RowVerdict::Kind::refused, report.id, unknown->detail};
  }
  add(transaction, report, *place, {}, now);
  return {row.number, RowVerdict::Kind::created, report.id, {}};
}

void IncidentService::report_batch(model::Principal const &principal,
                                   std::vector<protocol::IncidentRow> const &rows, model::Time now,
                                   Done<std::vector<RowVerdict>> const &done) {
  if (auto const closed = city_.closed_for_intake()) {
    done(tl::unexpected(*closed));
    return;
  }
  City::Transaction transaction(city_, principal.user, now);
  std::vector<RowVerdict> verdicts;
  verdicts.reserve(rows.size());
  for (auto const &row : rows) {
    verdicts.push_back(take_row(transaction, row, now));
  }
  std::vector<std::string> created;
  for (auto const &verdict : verdicts) {
    if (verdict.kind == RowVerdict::Kind::created) {
      created.push_back(verdict.id);
    }
  }
  // What was there already may be on its way still: the answer waits for what is queued before it.
  transaction.submit(ticket_for(done, std::move(verdicts)));
  for (auto const &id : created) {
    deadlines_.follow(id, now);
  }
}

} // namespace yuntu::services
