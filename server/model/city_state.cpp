#include "server/model/city_state.hpp"

#include "server/model/clock_step.hpp"
#include "server/model/position_fold.hpp"

#include <algorithm>
#include <functional>

namespace yuntu::model {
namespace {

constexpr std::size_t duty_spells_kept = 32;
constexpr std::chrono::hours shift_kept{24}; ///< after its end, when no duty fact has used it up

template <typename Map>
void drop_expired(Map &map, Time now) {
  std::erase_if(map, [&](auto const &entry) { return entry.second.expires <= now; });
}

void drop_shifts(CityState &state, std::string const &worker, Time ended_by) {
  auto const found = state.shifts.find(worker);
  if (found == state.shifts.end()) {
    return;
  }
  std::erase_if(found->second, [&](Shift const &shift) { return shift.to <= ended_by; });
  if (found->second.empty()) {
    state.shifts.erase(found);
  }
}

void drop_coming(CityState &state, LayerKind layer,
                 std::function<bool(LayerScheduled const &)> const &is_over) {
  auto const found = state.coming.find(layer);
  if (found == state.coming.end()) {
    return;
  }
  std::erase_if(found->second, is_over);
  if (found->second.empty()) {
    state.coming.erase(found);
  }
}

/// One overload a kind of fact.
struct FoldFact {
  CityState &state;
  Fact const &fact;
  std::uint64_t tick;

  void operator()(LayerPublished const &body) const {
    state.layers[body.layer] = {body.layer, body.version, body.features, body.effective, {}};
    drop_coming(state, body.layer,
                [&](LayerScheduled const &next) { return next.effective <= body.effective; });
  }
  void operator()(LayerCancelled const &body) const {
    drop_coming(state, body.layer, [&](LayerScheduled const &next) {
      return next.version == body.version && next.effective == body.effective;
    });
  }
  void operator()(LayerScheduled const &body) const {
    auto &coming = state.coming[body.layer];
    auto const place = std::lower_bound(coming.begin(), coming.end(), body,
                                        [](LayerScheduled const &one, LayerScheduled const &other) {
                                          return one.effective < other.effective;
                                        });
    if (place != coming.end() && place->effective == body.effective) {
      *place = body;
    } else {
      coming.insert(place, body);
    }
  }
  void operator()(UserAdded const &body) const {
    state.users[body.user] = {body.user,       fact.text,      body.role, body.areas,
                              body.token_hash, body.is_device, false};
  }
  void operator()(UserRoleChanged const &body) const {
    auto &user = state.users[body.user];
    user.role = body.role;
    user.areas = body.areas;
  }
  void operator()(UserRevoked const &body) const {
    state.users[body.user].is_revoked = true;
    std::erase_if(state.sessions, [&](auto const &s) { return s.second.user == body.user; });
    std::erase_if(state.links, [&](auto const &l) { return l.second.user == body.user; });
  }
  void operator()(SignInLinkIssued const &body) const {
    drop_expired(state.links, fact.ingest_time);
    state.links[body.code_hash] = {body.user, body.expires};
  }
  void operator()(SessionOpened const &body) const {
    drop_expired(state.sessions, fact.ingest_time);
    state.links.erase(body.code_hash);
    state.sessions[body.session_hash] = {body.user, body.expires};
  }
  void operator()(SessionClosed const &body) const { state.sessions.erase(body.session_hash); }
  void operator()(DeviceBound const &body) const { state.devices[body.device].user = body.user; }
  void operator()(DutyChanged const &body) const {
    auto &worker = state.workers[body.worker];
    worker.id = body.worker;
    worker.tick = tick;
    if (body.is_on) {
      worker.duty.push_back({body.time, std::nullopt});
      if (worker.duty.size() > duty_spells_kept) {
        worker.duty.erase(worker.duty.begin());
      }
    } else if (worker.is_on_duty()) {
      worker.duty.back().until = std::max(body.time, worker.duty.back().since);
      worker.fix.reset(); // off duty: not in the data
      worker.presence = {};
    }
    if (!body.is_on && body.cause == "roster") {
      drop_shifts(state, body.worker, body.time);
    }
  }
  void operator()(PresenceChanged const &body) const {
    auto const found = state.workers.find(body.worker);
    if (found == state.workers.end()) {
      return;
    }
    for (auto const &area : body.left) {
      found->second.presence.leave(area);
    }
    for (auto const &area : body.entered) {
      found->second.presence.enter(area, fact.event_time);
    }
    for (auto const &fence : body.left_fences) {
      found->second.presence.leave_fence(fence.code);
    }
    for (auto const &fence : body.entered_fences) {
      found->second.presence.enter_fence(fence, fact.event_time);
    }
  }
  void operator()(ReportsConflicted const &) const {} // for the record only
  void operator()(DeviceProfiled const &body) const {
    auto &device = state.devices[body.device];
    device.datum = body.datum;
    device.radius_percent = body.radius_percent;
    device.datum_suspect.clear(); // an answer to it, or a new start
  }
  void operator()(ClockSetBack const &body) const { date_back(state, body.to, tick); }
  void operator()(ClockJumped const &body) const {
    if (body.is_adopted) {
      state.clock_ahead = ahead_after(state.clock_ahead, body);
    }
  }
  void operator()(DatumSuspected const &body) const {
    state.devices[body.device].datum_suspect = body.fits;
  }
  void operator()(DeviceEnrolled const &body) const {
    auto &device = state.devices[body.device];
    state.enrolments.erase(device.enrolment);
    device.user = body.user;
    device.enrolment = body.id_hash;
    state.enrolments[body.id_hash] = body.device;
  }
  // Where positions are kept is the store's affair.
  void operator()(TrackSegmentSealed const &) const {}
  void operator()(TrackDayExpired const &) const {}
  void operator()(IncidentReported const &body) const {
    Incident incident;
    incident.id = body.id;
    incident.channel = body.channel;
    incident.category = body.category;
    incident.text = fact.text;
    incident.severity = body.severity;
    incident.position = body.position;
    incident.building = body.building;
    incident.areas = body.areas;
    incident.time = body.time;
    incident.reporter = fact.actor;
    incident.body_hash = body.body_hash;
    incident.receipt_hash = body.receipt_hash;
    incident.ticket = body.ticket;
    incident.candidates = body.candidates;
    incident.heard = fact.ingest_time;
    state.incidents[body.id] = std::move(incident);
  }
  void operator()(IncidentMoved const &body) const {
    auto &incident = state.incidents[body.id];
    incident.stage = body.to;
    incident.version = body.version;
    incident.heard = fact.ingest_time;
    incident.history.push_back({body.action, body.from, body.to, fact.actor, fact.event_time,
                                fact.text, body.evidence, body.assignee, body.merged_into,
                                body.proof});
    incident.assignee = assignee_after(std::move(incident.assignee), body.action, body.assignee);
    if (!body.merged_into.empty() || body.action == Action::reopen) {
      incident.merged_into = body.merged_into;
    }
  }
  void operator()(IncidentRouted const &body) const {
    if (auto const found = state.incidents.find(body.id); found != state.incidents.end()) {
      found->second.category = body.routing.category;
      found->second.routings.push_back(body.routing);
    }
  }
  void operator()(IncidentEscalated const &body) const {
    if (auto const found = state.incidents.find(body.id); found != state.incidents.end()) {
      found->second.escalations.push_back({body.level, body.cause, fact.event_time});
      if (body.cause == escalated_by_person) {
        found->second.heard = fact.ingest_time;
      }
    }
  }
  void operator()(PhotoAdded const &body) const {
    if (auto const found = state.incidents.find(body.id); found != state.incidents.end()) {
      found->second.photos.push_back(
          {body.digest, body.media_type, body.bytes, fact.actor, fact.event_time});
    }
  }
  void operator()(IncidentOverdue const &body) const {
    if (auto const found = state.incidents.find(body.id); found != state.incidents.end()) {
      found->second.overdue.push_back({body.milestone, body.from, body.due});
    }
  }
  void operator()(ClosureAdded const &body) const {
    state.closures[body.id] = {body.id,    body.position, body.reason,
                               body.until, body.incident, body.station};
  }
  void operator()(ClosureRemoved const &body) const { state.closures.erase(body.id); }
  void operator()(PlanSaved const &body) const {
    state.plans[body.id] = {body.id,      fact.text,    body.owner, body.role,    body.version,
                            body.minutes, body.profile, body.edits, body.stations};
  }
  void operator()(PlanDeleted const &body) const { state.plans.erase(body.id); }
  void operator()(ReachChanged const &body) const {
    if (body.limit_s == 0) {
      state.reaches.erase(body.station); // the station is gone
    } else {
      state.reaches[body.station] = body;
    }
  }
  void operator()(PostAdded const &body) const {
    state.staff.put_post(body.post, body.kind, body.area);
  }
  void operator()(PostRemoved const &body) const {
    state.staff.close_post(body.post, fact.event_time);
  }
  void operator()(PersonNamed const &body) const {
    state.staff.put_person(person_of(body.person, fact.text));
  }
  void operator()(AssignmentMade const &body) const {
    state.staff.put_assignment(body.post, {body.person, body.from, body.to});
  }
  void operator()(AssignmentEnded const &body) const {
    state.staff.end_assignment(body.post, body.from, body.to);
  }
  void operator()(AssignmentRemoved const &body) const {
    state.staff.remove_assignment(body.post, body.from);
  }
  void operator()(ShiftPlanned const &body) const {
    drop_shifts(state, body.worker, fact.ingest_time - shift_kept);
    auto &shifts = state.shifts[body.worker];
    Shift const shift{body.from, body.to};
    auto const place = std::lower_bound(shifts.begin(), shifts.end(), shift);
    if (place == shifts.end() || *place != shift) {
      shifts.insert(place, shift);
    }
  }
  void operator()(ShiftCancelled const &body) const {
    auto const found = state.shifts.find(body.worker);
    if (found == state.shifts.end()) {
      return;
    }
    std::erase(found->second, Shift{body.from, body.to});
    if (found->second.empty()) {
      state.shifts.erase(found);
    }
  }
};

bool publishes_areas(Fact const &fact) {
  auto const *const body = std::get_if<LayerPublished>(&fact.body);
  return body != nullptr && holds_areas(body->layer);
}

} // namespace

void fold_fact(CityState &state, Fact const &fact, std::uint64_t tick) {
  std::visit(FoldFact{state, fact, tick}, fact.body);
  state.seq = fact.seq;
}

void fold(CityState &state, CommitGroup const &group, Locate const &locate) {
  for (auto const &fact : group.facts) {
    fold_fact(state, fact, group.tick);
  }
  PositionFold fold_position(state, group.tick, locate);
  for (auto const &record : group.positions) {
    fold_position(record);
  }
  state.tick = group.tick;
  if (std::any_of(group.facts.begin(), group.facts.end(), publishes_areas)) {
    relocate_workers(state, locate);
  }
}

void relocate_workers(CityState &state, Locate const &locate) {
  for (auto &[id, worker] : state.workers) {
    if (!worker.fix) {
      continue;
    }
    if (worker.fix->accuracy_dm <= inaccurate_dm) { // else it says nothing about areas
      worker.fix->areas = locate(worker.fix->position);
    }
    worker.tick = state.tick;
  }
}

} // namespace yuntu::model
