#include "server/store/state_codec.hpp"

#include "server/store/base64.hpp"
#include "server/store/byte_codec.hpp"
#include "server/store/event_log.hpp"
#include "server/store/fact_fields.hpp"

#include <algorithm>

namespace yuntu::store {
namespace {

/// A device holds up to 512 of them a boot, so they are packed: 9 bytes each instead of 30.
std::string pack(model::RecentHashes const &hashes) {
  ByteWriter writer;
  std::uint64_t previous = 0;
  for (auto const &[seq, hash] : hashes.in_order()) {
    writer.put_zigzag(static_cast<std::int64_t>(seq - previous));
    writer.put_fixed64(hash);
    previous = seq;
  }
  return to_base64(writer.bytes());
}

model::RecentHashes unpack_hashes(std::string const &text) {
  auto const bytes = from_base64(text);
  if (!bytes) {
    throw FieldError("hashes", "is not base64");
  }
  model::RecentHashes hashes;
  ByteReader reader(*bytes);
  std::uint64_t previous = 0;
  try {
    while (reader.left() > 0) {
      previous += static_cast<std::uint64_t>(reader.take_zigzag());
      auto const hash = reader.take_fixed64();
      hashes.add(previous, hash);
    }
  } catch (MalformedBytes const &error) {
    throw FieldError("hashes", error.what());
  }
  return hashes;
}

std::string pack(model::RecentFixes const &fixes) {
  ByteWriter writer;
  for (auto const &fix : fixes) {
    writer.put_fixed64(static_cast<std::uint64_t>(model::to_unix_ms(fix.time)));
    writer.put_zigzag(fix.position.lon_e7());
    writer.put_zigzag(fix.position.lat_e7());
    writer.put_varint(fix.accuracy_dm);
  }
  return to_base64(writer.bytes());
}

model::TimedPlace take_fix(ByteReader &reader) {
  auto const time = model::from_unix_ms(static_cast<std::int64_t>(reader.take_fixed64()));
  auto const lon = reader.take_zigzag();
  auto const lat = reader.take_zigzag();
  auto const accuracy = reader.take_varint();
  auto const place =
      std::in_range<std::int32_t>(lon) && std::in_range<std::int32_t>(lat)
          ? geo::LonLat::from_units(static_cast<std::int32_t>(lon), static_cast<std::int32_t>(lat))
          : std::nullopt;
  if (!place || !std::in_range<std::uint32_t>(accuracy)) {
    throw MalformedBytes("holds a fix that cannot be");
  }
  return {time, *place, static_cast<std::uint32_t>(accuracy)};
}

model::RecentFixes unpack_fixes(std::string const &text, char const *field) {
  auto const bytes = from_base64(text);
  if (!bytes) {
    throw FieldError(field, "is not base64");
  }
  model::RecentFixes fixes;
  ByteReader reader(*bytes);
  try {
    while (reader.left() > 0) {
      fixes.add(take_fix(reader));
    }
  } catch (MalformedBytes const &error) {
    throw FieldError(field, error.what());
  }
  return fixes;
}

} // namespace

template <typename Io>
void describe(Io &io, Either<model::User> auto &user) {
  io("id", user.id);
  io("name", user.name);
  io("role", user.role);
  io("areas", user.areas);
  io("token_hash", user.token_hash);
  io("is_device", user.is_device);
  io("is_revoked", user.is_revoked);
}

template <typename Io>
void describe(Io &io, Either<model::SignInLink> auto &link) {
  io("user", link.user);
  io("expires", link.expires);
}

template <typename Io>
void describe(Io &io, Either<model::Session> auto &session) {
  io("user", session.user);
  io("expires", session.expires);
}

template <typename Io>
void describe(Io &io, Either<model::DeviceMark> auto &mark) {
  io("through", mark.through);
  if constexpr (Io::is_reading) {
    std::vector<std::uint64_t> ends;
    io("ranges", ends);
    for (std::size_t i = 0; i + 1 < ends.size(); i += 2) {
      mark.beyond.emplace_back(ends[i], ends[i + 1]);
    }
    std::string packed;
    io("hashes", packed);
    mark.hashes = unpack_hashes(packed);
  } else {
    std::vector<std::uint64_t> ends; // from, to, from, to...
    for (auto const &[from, to] : mark.beyond) {
      ends.insert(ends.end(), {from, to});
    }
    io("ranges", ends);
    io("hashes", pack(mark.hashes));
  }
}

template <typename Io>
void describe(Io &io, Either<model::Device> auto &device) {
  io("user", device.user);
  io("datum", device.datum);
  io("radius_percent", device.radius_percent);
  io.later("datum_suspect", device.datum_suspect);
  io("enrolment", device.enrolment);
  io("boots", device.boots);
}

template <typename Io>
void describe(Io &io, Either<model::WorkerFix> auto &fix) {
  io("position", fix.position);
  io("accuracy_dm", fix.accuracy_dm);
  io("time", fix.time);
  io("areas", fix.areas);
}

template <typename Io>
void describe(Io &io, Either<model::DutySpell> auto &spell) {
  io("since", spell.since);
  io("until", spell.until);
}

template <typename Io>
void describe(Io &io, Either<model::FenceStay> auto &stay) {
  io("code", stay.code);
  io("since", stay.since);
}

template <typename Io>
void describe(Io &io, Either<model::Presence> auto &presence) {
  io("areas", presence.areas);
  if constexpr (Io::is_reading) {
    std::vector<model::Time> since;
    io("since", since);
    if (since.size() != presence.since.size()) {
      throw FieldError("since", "is not a list of the expected length");
    }
    std::copy(since.begin(), since.end(), presence.since.begin());
  } else {
    io("since", std::vector<model::Time>(presence.since.begin(), presence.since.end()));
  }
  io.later("fences", presence.fences);
}

template <typename Io>
void describe_fixes(Io &io, char const *name, Either<model::RecentFixes> auto &fixes) {
  if constexpr (Io::is_reading) {
    std::string packed;
    io(name, packed);
    fixes = unpack_fixes(packed, name);
  } else {
    io(name, pack(fixes));
  }
}

template <typename Io>
void describe(Io &io, Either<model::Worker> auto &worker) {
  io("id", worker.id);
  io("fix", worker.fix);
  io("tick", worker.tick);
  io("duty", worker.duty);
  io("presence", worker.presence);
  describe_fixes(io, "path", worker.path);
  describe_fixes(io, "late", worker.late);
}

template <typename Io>
void describe(Io &io, Either<model::IncidentStep> auto &step) {
  io("action", step.action);
  io("from", step.from);
  io("to", step.to);
  io("actor", step.actor);
  io("time", step.time);
  io("note", step.note);
  io("evidence", step.evidence);
  io.later("assignee", step.assignee);
  io.later("merged_into", step.merged_into);
  io.later("proof", step.proof);
}

template <typename Io>
void describe(Io &io, Either<model::Escalation> auto &escalation) {
  io("level", escalation.level);
  io("cause", escalation.cause);
  io("time", escalation.time);
}

template <typename Io>
void describe(Io &io, Either<model::Photo> auto &photo) {
  io("digest", photo.digest);
  io("media_type", photo.media_type);
  io("bytes", photo.bytes);
  io("actor", photo.actor);
  io("time", photo.time);
}

template <typename Io>
void describe(Io &io, Either<model::Breach> auto &breach) {
  io("milestone", breach.milestone);
  io("from", breach.from);
  io("due", breach.due);
}

template <typename Io>
void describe(Io &io, Either<model::Incident> auto &incident) {
  io("id", incident.id);
  io("channel", incident.channel);
  io("category", incident.category);
  io("text", incident.text);
  io("severity", incident.severity);
  io("stage", incident.stage);
  io("position", incident.position);
  io("building", incident.building);
  io("areas", incident.areas);
  io("time", incident.time);
  io("version", incident.version);
  io("reporter", incident.reporter);
  io("body_hash", incident.body_hash);
  io("receipt_hash", incident.receipt_hash);
  io("history", incident.history);
  io.later("overdue", incident.overdue);
  io.later("ticket", incident.ticket);
  io.later("candidates", incident.candidates);
  io.later("assignee", incident.assignee);
  io.later("merged_into", incident.merged_into);
  io.later("routings", incident.routings);
  io.later("escalations", incident.escalations);
  io.later("photos", incident.photos);
  io.later("heard", incident.heard);
}

template <typename Io>
void describe(Io &io, Either<model::Closure> auto &closure) {
  io("id", closure.id);
  io("position", closure.position);
  io("reason", closure.reason);
  io("until", closure.until);
  io.later("incident", closure.incident);
  io.later("station", closure.station);
}

template <typename Io>
void describe(Io &io, Either<model::Plan> auto &plan) {
  io("id", plan.id);
  io("name", plan.name);
  io("owner", plan.owner);
  io("role", plan.role);
  io("version", plan.version);
  io("minutes", plan.minutes);
  io("profile", plan.profile);
  io("edits", plan.edits);
  io.later("at", plan.stations.at);
  io.later("kind", plan.stations.kind);
}

template <typename Io>
void describe(Io &io, Either<model::Assignment> auto &assignment) {
  io("person", assignment.person);
  io("from", assignment.from);
  io("to", assignment.to);
}

template <typename Io>
void describe(Io &io, Either<model::Post> auto &post) {
  io("code", post.code);
  io("kind", post.kind);
  io("area", post.area);
  io("assignments", post.assignments);
  io("closed", post.closed);
}

template <typename Io>
void describe(Io &io, Either<model::Person> auto &person) {
  io("code", person.code);
  io("name", person.name);
  io("phone", person.phone);
}

template <typename Io>
void describe(Io &io, Either<model::Staff> auto &staff) {
  if constexpr (Io::is_reading) {
    model::Staff::Posts posts;
    model::Staff::People people;
    io("posts", posts);
    io("people", people);
    staff = model::Staff(std::move(posts), std::move(people));
  } else {
    io("posts", staff.posts());
    io("people", staff.people());
  }
}

template <typename Io>
void describe(Io &io, Either<model::Shift> auto &shift) {
  io("from", shift.from);
  io("to", shift.to);
}

template <typename Io>
void describe(Io &io, Either<model::ClockAhead> auto &ahead) {
  io("from", ahead.from);
  io("to", ahead.to);
}

template <typename Io>
void describe(Io &io, Either<model::CityState> auto &state) {
  io("seq", state.seq);
  io("tick", state.tick);
  io("layers", state.layers);
  io.later("coming", state.coming);
  io("users", state.users);
  io("links", state.links);
  io("sessions", state.sessions);
  io("devices", state.devices);
  io("enrolments", state.enrolments);
  io("workers", state.workers);
  io("incidents", state.incidents);
  io("closures", state.closures);
  io("reaches", state.reaches);
  io.later("plans", state.plans);
  io("staff", state.staff);
  io("shifts", state.shifts);
  io.later("clock_ahead", state.clock_ahead);
}

std::string encode_state(model::CityState const &state) {
  return to_text(value_of(state));
}

model::CityState decode_state(std::string_view text) {
  try {
    model::CityState state;
    read_value(Json::parse(text), state);
    return state;
  } catch (FieldError const &error) {
    throw StorageFailed("checkpoint: field '" + error.field() + "' " + error.what());
  } catch (Json::exception const &error) {
    throw StorageFailed(std::string("checkpoint is not JSON: ") + error.what());
  }
}

} // namespace yuntu::store
