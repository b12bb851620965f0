#pragma once

#include "server/model/fact.hpp"
#include "server/store/json_fields.hpp"

// The stored fields of each kind of fact, named once. A name here is part of the log's format:
// renaming one needs a migration; one that is added later is read with `io.later`.

namespace yuntu::store {

template <typename Io>
void describe(Io &io, Either<model::AreaRef> auto &value) {
  io("level", value.level);
  io("code", value.code);
}

template <typename Io>
void describe(Io &io, Either<model::CodeSuccession::Heir> auto &value) {
  io("code", value.code);
  io("share", value.share);
}

template <typename Io>
void describe(Io &io, Either<model::CodeSuccession> auto &value) {
  io("code", value.code);
  io("heirs", value.heirs);
}

template <typename Io>
void describe(Io &io, Either<model::LayerPublished> auto &body) {
  io("layer", body.layer);
  io("version", body.version);
  io("features", body.features);
  io("effective", body.effective);
  io.later("successions", body.successions);
}

template <typename Io>
void describe(Io &io, Either<model::LayerScheduled> auto &body) {
  io("layer", body.layer);
  io("version", body.version);
  io("features", body.features);
  io("effective", body.effective);
}

template <typename Io>
void describe(Io &io, Either<model::LayerCancelled> auto &body) {
  io("layer", body.layer);
  io("version", body.version);
  io("effective", body.effective);
}

template <typename Io>
void describe(Io &io, Either<model::UserAdded> auto &body) {
  io("user", body.user);
  io("role", body.role);
  io("areas", body.areas);
  io("token_hash", body.token_hash);
  io("is_device", body.is_device);
}

template <typename Io>
void describe(Io &io, Either<model::UserRoleChanged> auto &body) {
  io("user", body.user);
  io("role", body.role);
  io("areas", body.areas);
}

template <typename Io>
void describe(Io &io, Either<model::UserRevoked> auto &body) {
  io("user", body.user);
}

template <typename Io>
void describe(Io &io, Either<model::SignInLinkIssued> auto &body) {
  io("user", body.user);
  io("code_hash", body.code_hash);
  io("expires", body.expires);
}

template <typename Io>
void describe(Io &io, Either<model::SessionOpened> auto &body) {
  io("user", body.user);
  io("code_hash", body.code_hash);
  io("session_hash", body.session_hash);
  io("expires", body.expires);
}

template <typename Io>
void describe(Io &io, Either<model::SessionClosed> auto &body) {
  io("session_hash", body.session_hash);
}

template <typename Io>
void describe(Io &io, Either<model::DeviceBound> auto &body) {
  io("device", body.device);
  io("user", body.user);
}

template <typename Io>
void describe(Io &io, Either<model::DutyChanged> auto &body) {
  io("worker", body.worker);
  io("is_on", body.is_on);
  io("time", body.time);
  io("cause", body.cause);
}

template <typename Io>
void describe(Io &io, Either<model::FenceDwell> auto &value) {
  io("code", value.code);
  io("dwell_ms", value.dwell_ms);
}

template <typename Io>
void describe(Io &io, Either<model::PresenceChanged> auto &body) {
  io("worker", body.worker);
  io("entered", body.entered);
  io("left", body.left);
  io("cause", body.cause);
  io.later("dwell_ms", body.dwell_ms);
  io.later("entered_fences", body.entered_fences);
  io.later("left_fences", body.left_fences);
}

template <typename Io>
void describe(Io &io, Either<model::AreaCandidate> auto &candidate) {
  io("level", candidate.level);
  io("code", candidate.code);
  io("probability", candidate.probability);
}

template <typename Io>
void describe(Io &io, Either<model::IncidentReported> auto &body) {
  io("id", body.id);
  io("channel", body.channel);
  io("category", body.category);
  io("severity", body.severity);
  io("position", body.position);
  io("building", body.building);
  io("areas", body.areas);
  io("time", body.time);
  io("body_hash", body.body_hash);
  io("receipt_hash", body.receipt_hash);
  io.later("ticket", body.ticket);
  io.later("candidates", body.candidates);
}

template <typename Io>
void describe(Io &io, Either<model::PlaceProof> auto &proof) {
  io("distance_m", proof.distance_m);
  io("accuracy_m", proof.accuracy_m);
  io("time", proof.time);
}

template <typename Io>
void describe(Io &io, Either<model::Routing> auto &routing) {
  io("category", routing.category);
  io("department", routing.department);
  io("post", routing.post);
  io("cause", routing.cause);
  io("rule", routing.rule);
  io("words", routing.words);
  io("runner_up", routing.runner_up);
}

template <typename Io>
void describe(Io &io, Either<model::IncidentMoved> auto &body) {
  io("id", body.id);
  io("action", body.action);
  io("from", body.from);
  io("to", body.to);
  io("version", body.version);
  io("evidence", body.evidence);
  io.later("assignee", body.assignee);
  io.later("merged_into", body.merged_into);
  io.later("proof", body.proof);
}

template <typename Io>
void describe(Io &io, Either<model::IncidentRouted> auto &body) {
  io("id", body.id);
  io("routing", body.routing);
}

template <typename Io>
void describe(Io &io, Either<model::IncidentEscalated> auto &body) {
  io("id", body.id);
  io("level", body.level);
  io("cause", body.cause);
}

template <typename Io>
void describe(Io &io, Either<model::PhotoAdded> auto &body) {
  io("id", body.id);
  io("digest", body.digest);
  io("media_type", body.media_type);
  io("bytes", body.bytes);
}

template <typename Io>
void describe(Io &io, Either<model::IncidentOverdue> auto &body) {
  io("id", body.id);
  io("milestone", body.milestone);
  io("from", body.from);
  io("due", body.due);
  io("profile", body.profile);
}

template <typename Io>
void describe(Io &io, Either<model::ClosureAdded> auto &body) {
  io("id", body.id);
  io("position", body.position);
  io("reason", body.reason);
  io("until", body.until);
  io.later("incident", body.incident);
  io.later("station", body.station);
}

template <typename Io>
void describe(Io &io, Either<model::ClosureRemoved> auto &body) {
  io("id", body.id);
  io("cause", body.cause);
}

template <typename Io>
void describe(Io &io, Either<model::PlanEdit> auto &edit) {
  io("kind", edit.kind);
  io("station", edit.station);
  io("place", edit.place);
  io("to", edit.to);
}

template <typename Io>
void describe(Io &io, Either<model::PlanSaved> auto &body) {
  io("id", body.id);
  io("owner", body.owner);
  io("role", body.role);
  io("version", body.version);
  io("minutes", body.minutes);
  io("profile", body.profile);
  io("edits", body.edits);
  io.later("at", body.stations.at);
  io.later("kind", body.stations.kind);
}

template <typename Io>
void describe(Io &io, Either<model::PlanDeleted> auto &body) {
  io("id", body.id);
}

template <typename Io>
void describe(Io &io, Either<model::ReachChanged> auto &body) {
  io("station", body.station);
  io("limit_s", body.limit_s);
  io("buildings", body.buildings);
  io("households", body.households);
  io("streets_digest", body.streets_digest);
}

template <typename Io>
void describe(Io &io, Either<model::PostAdded> auto &body) {
  io("post", body.post);
  io("kind", body.kind);
  io("area", body.area);
}

template <typename Io>
void describe(Io &io, Either<model::PostRemoved> auto &body) {
  io("post", body.post);
}

template <typename Io>
void describe(Io &io, Either<model::PersonNamed> auto &body) {
  io("person", body.person);
}

template <typename Io>
void describe(Io &io, Either<model::AssignmentMade> auto &body) {
  io("post", body.post);
  io("person", body.person);
  io("from", body.from);
  io("to", body.to);
}

template <typename Io>
void describe(Io &io, Either<model::AssignmentEnded> auto &body) {
  io("post", body.post);
  io("from", body.from);
  io("to", body.to);
}

template <typename Io>
void describe(Io &io, Either<model::AssignmentRemoved> auto &body) {
  io("post", body.post);
  io("from", body.from);
}

template <typename Io>
void describe(Io &io, Either<model::ShiftPlanned> auto &body) {
  io("worker", body.worker);
  io("from", body.from);
  io("to", body.to);
}

template <typename Io>
void describe(Io &io, Either<model::ShiftCancelled> auto &body) {
  io("worker", body.worker);
  io("from", body.from);
  io("to", body.to);
}

template <typename Io>
void describe(Io &io, Either<model::TrackSegmentSealed> auto &body) {
  io("day", body.day);
  io("segment", body.segment);
  io("offset", body.offset);
  io("bytes", body.bytes);
  io("positions", body.positions);
  io("from_tick", body.from_tick);
  io("to_tick", body.to_tick);
  io("first", body.first);
  io("last", body.last);
  io("digest", body.digest);
}

template <typename Io>
void describe(Io &io, Either<model::TrackDayExpired> auto &body) {
  io("day", body.day);
  io("segments", body.segments);
  io("positions", body.positions);
  io("digest", body.digest);
}

template <typename Io>
void describe(Io &io, Either<model::ReportsConflicted> auto &body) {
  io("device", body.device);
  io("boot", body.boot);
  io("seqs", body.seqs);
}

template <typename Io>
void describe(Io &io, Either<model::DeviceProfiled> auto &body) {
  io("device", body.device);
  io("datum", body.datum);
  io("radius_percent", body.radius_percent);
}

template <typename Io>
void describe(Io &io, Either<model::DeviceEnrolled> auto &body) {
  io("device", body.device);
  io("user", body.user);
  io("id_hash", body.id_hash);
}

template <typename Io>
void describe(Io &io, Either<model::DatumSuspected> auto &body) {
  io("device", body.device);
  io("declared", body.declared);
  io("fits", body.fits);
  io("fixes", body.fixes);
}

template <typename Io>
void describe(Io &io, Either<model::ClockSetBack> auto &body) {
  io("to", body.to);
}

template <typename Io>
void describe(Io &io, Either<model::ClockJumped> auto &body) {
  io("from", body.from);
  io("to", body.to);
  io("is_adopted", body.is_adopted);
}

} // namespace yuntu::store
