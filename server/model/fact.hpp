#pragma once

#include "geo/lon_lat.hpp"
#include "server/model/area.hpp"
#include "server/model/incident.hpp"
#include "server/model/layer.hpp"
#include "server/model/plan.hpp"
#include "server/model/position_report.hpp"
#include "server/model/post.hpp"
#include "server/model/principal.hpp"
#include "server/model/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace yuntu::model {

// One struct a kind of fact. Personal text never stands in them: it is Fact::text, of which the
// hash chain holds the digest only, so that it can be erased.

/// An area's code in the version before, and which areas have its land now: all whose land went, by
/// a hundredth or more, to another code or to none.
struct CodeSuccession {
  struct Heir {
    std::string code;
    double share = 0; ///< of the old area's land
    friend bool operator==(Heir const &, Heir const &) = default;
  };
  std::string code;
  std::vector<Heir> heirs; ///< the largest first; the code itself when it goes on
  friend bool operator==(CodeSuccession const &, CodeSuccession const &) = default;
};
/// A layer's version becomes the one in use.
struct LayerPublished {
  LayerKind layer = LayerKind::grid;
  std::string version;
  std::int64_t features = 0;
  Time effective;
  std::vector<CodeSuccession> successions = {}; ///< of areas but buildings, by code
  friend bool operator==(LayerPublished const &, LayerPublished const &) = default;
};
/// A version that will be in use from `effective` on: a LayerPublished follows then. Takes the
/// place of one that was to take effect at the same time.
struct LayerScheduled {
  LayerKind layer = LayerKind::grid;
  std::string version;
  std::int64_t features = 0;
  Time effective;
  friend bool operator==(LayerScheduled const &, LayerScheduled const &) = default;
};
/// A version that was to be in use from `effective` on will not be.
struct LayerCancelled {
  LayerKind layer = LayerKind::grid;
  std::string version;
  Time effective;
  friend bool operator==(LayerCancelled const &, LayerCancelled const &) = default;
};
/// text = the person's name.
struct UserAdded {
  std::string user;
  Role role = Role::resident;
  std::vector<std::string> areas;
  std::string token_hash;
  bool is_device = false;
  friend bool operator==(UserAdded const &, UserAdded const &) = default;
};
struct UserRoleChanged {
  std::string user;
  Role role = Role::resident;
  std::vector<std::string> areas;
  friend bool operator==(UserRoleChanged const &, UserRoleChanged const &) = default;
};
struct UserRevoked {
  std::string user;
  friend bool operator==(UserRevoked const &, UserRevoked const &) = default;
};
struct SignInLinkIssued {
  std::string user;
  std::string code_hash;
  Time expires;
  friend bool operator==(SignInLinkIssued const &, SignInLinkIssued const &) = default;
};
/// Uses the link up.
struct SessionOpened {
  std::string user;
  std::string code_hash;
  std::string session_hash;
  Time expires;
  friend bool operator==(SessionOpened const &, SessionOpened const &) = default;
};
struct SessionClosed {
  std::string session_hash;
  friend bool operator==(SessionClosed const &, SessionClosed const &) = default;
};
/// The device belongs to the first token that used it.
struct DeviceBound {
  std::string device;
  std::string user;
  friend bool operator==(DeviceBound const &, DeviceBound const &) = default;
};
struct DutyChanged {
  std::string worker;
  bool is_on = false;
  Time time;
  std::string cause; ///< "person", "gateway", "roster" or "operator"
  friend bool operator==(DutyChanged const &, DutyChanged const &) = default;
};
struct FenceDwell {
  std::string code;
  std::int64_t dwell_ms = 0;
  friend bool operator==(FenceDwell const &, FenceDwell const &) = default;
};
struct PresenceChanged {
  std::string worker;
  std::vector<AreaRef> entered;
  std::vector<AreaRef> left;
  std::string cause; ///< "position", "boundary" or "operator"
  /// How long the worker was in each area of `left`, in its order; logs before it have none.
  std::vector<std::int64_t> dwell_ms = {};
  std::vector<std::string> entered_fences = {};
  std::vector<FenceDwell> left_fences = {};
  friend bool operator==(PresenceChanged const &, PresenceChanged const &) = default;
};
/// text = what was reported.
struct IncidentReported {
  std::string id;
  std::string channel;
  std::string category;
  Severity severity = Severity::routine;
  geo::LonLat position;
  std::string building;
  AreaCodes areas;
  Time time;
  std::string body_hash;
  std::string receipt_hash;
  std::string ticket = {};
  std::vector<AreaCandidate> candidates = {}; ///< of levels in doubt
  friend bool operator==(IncidentReported const &, IncidentReported const &) = default;
};
/// text = the note.
struct IncidentMoved {
  std::string id;
  Action action = Action::classify;
  Stage from = Stage::received;
  Stage to = Stage::received;
  std::uint64_t version = 0; ///< after it
  std::string evidence =
      {}; ///< what proves it, as the actor names it: a photo's id, a call's number
  std::string assignee = {};            ///< user who has it to do now; empty: as before, or nobody
                                        ///< after transfer and reject
  std::string merged_into = {};         ///< with Action::merge
  std::optional<PlaceProof> proof = {}; ///< with Action::arrive
  friend bool operator==(IncidentMoved const &, IncidentMoved const &) = default;
};
/// A milestone's time was over; once for each, at the due time.
struct IncidentOverdue {
  std::string id;
  Milestone milestone = Milestone::contact;
  Time from; ///< where its clock began
  Time due;
  std::string profile; ///< by which it was due
  friend bool operator==(IncidentOverdue const &, IncidentOverdue const &) = default;
};
/// What an incident is about and whose it is, by whom or what found so.
struct IncidentRouted {
  std::string id;
  Routing routing;
  friend bool operator==(IncidentRouted const &, IncidentRouted const &) = default;
};
/// Up the county's ladder, by a rule of it or by a person; text = that person's note.
struct IncidentEscalated {
  std::string id;
  int level = 0; ///< after it
  std::string cause;
  friend bool operator==(IncidentEscalated const &, IncidentEscalated const &) = default;
};
/// The photo's bytes are in the photo store since before this.
struct PhotoAdded {
  std::string id; ///< of the incident
  std::string digest;
  std::string media_type;
  std::uint64_t bytes = 0;
  friend bool operator==(PhotoAdded const &, PhotoAdded const &) = default;
};
struct ClosureAdded {
  std::string id;
  geo::LonLat position;
  std::string reason;
  std::optional<Time> until;
  std::string incident = {}; ///< that it is for; empty: none
  std::string station = {};  ///< what is closed, its code; empty: the street at `position`
  friend bool operator==(ClosureAdded const &, ClosureAdded const &) = default;
};
struct ClosureRemoved {
  std::string id;
  std::string cause; ///< "opened", "expired" or "incident_closed"
  friend bool operator==(ClosureRemoved const &, ClosureRemoved const &) = default;
};
/// A plan is kept, as it is in this version; text = its name.
struct PlanSaved {
  std::string id;
  std::string owner;
  Role role = Role::planner;
  std::uint64_t version = 1;
  double minutes = 15;
  std::string profile;
  std::vector<PlanEdit> edits;
  StationFilter stations = {};
  friend bool operator==(PlanSaved const &, PlanSaved const &) = default;
};
/// A plan is kept no longer.
struct PlanDeleted {
  std::string id;
  friend bool operator==(PlanDeleted const &, PlanDeleted const &) = default;
};
/// What a station reaches on foot has changed; the streets are derived and lie outside the log.
/// limit_s = 0: there is no such station any more.
struct ReachChanged {
  std::string station;
  double limit_s = 0;
  std::uint32_t buildings = 0;
  std::uint32_t households = 0;
  std::string streets_digest;
  friend bool operator==(ReachChanged const &, ReachChanged const &) = default;
};
/// A post is there from now on, or has another kind or area.
struct PostAdded {
  std::string post;
  PostKind kind = PostKind::grid_worker;
  AreaRef area;
  friend bool operator==(PostAdded const &, PostAdded const &) = default;
};
/// Ended at the fact's event time, with the assignment that was running.
struct PostRemoved {
  std::string post;
  friend bool operator==(PostRemoved const &, PostRemoved const &) = default;
};
/// A person who is new or has another name or phone; text = personal_text.
struct PersonNamed {
  std::string person;
  friend bool operator==(PersonNamed const &, PersonNamed const &) = default;
};
/// Replaces the assignment of this post with the same `from`.
struct AssignmentMade {
  std::string post;
  std::string person;
  Time from;
  std::optional<Time> to;
  friend bool operator==(AssignmentMade const &, AssignmentMade const &) = default;
};
struct AssignmentEnded {
  std::string post;
  Time from; ///< of the assignment
  Time to;
  friend bool operator==(AssignmentEnded const &, AssignmentEnded const &) = default;
};
/// It never was: entered by mistake, or not begun.
struct AssignmentRemoved {
  std::string post;
  Time from;
  friend bool operator==(AssignmentRemoved const &, AssignmentRemoved const &) = default;
};
struct ShiftPlanned {
  std::string worker;
  Time from;
  Time to;
  friend bool operator==(ShiftPlanned const &, ShiftPlanned const &) = default;
};
struct ShiftCancelled {
  std::string worker;
  Time from;
  Time to;
  friend bool operator==(ShiftCancelled const &, ShiftCancelled const &) = default;
};

/// The positions of these commits that belong to `day` now stand in that day's track file and
/// nowhere else. One a day for each range of commits; the ranges follow each other without a gap.
struct TrackSegmentSealed {
  std::string day;           ///< local, "2026-11-20"
  std::uint64_t segment = 0; ///< from 1, within the day
  std::uint64_t offset = 0;  ///< in the day's file
  std::uint64_t bytes = 0;
  std::uint64_t positions = 0;
  std::uint64_t from_tick = 0;
  std::uint64_t to_tick = 0; ///< inclusive
  Time first;                ///< of the fixes in it, by their own time
  Time last;
  std::string digest; ///< hex, of the segment's bytes and their salt
  friend bool operator==(TrackSegmentSealed const &, TrackSegmentSealed const &) = default;
};
/// The day's track is past retention: its file is unlinked, this much is kept of it.
struct TrackDayExpired {
  std::string day;
  std::uint64_t segments = 0; ///< 1 to this one
  std::uint64_t positions = 0;
  std::string digest; ///< hex, of the segments' digests in order
  friend bool operator==(TrackDayExpired const &, TrackDayExpired const &) = default;
};
/// Numbers of a device that came again with another content and were refused.
struct ReportsConflicted {
  std::string device;
  std::uint64_t boot = 0;
  std::vector<std::uint64_t> seqs;
  friend bool operator==(ReportsConflicted const &, ReportsConflicted const &) = default;
};
/// What a device's fixes refer to when it does not say: datum, and the share of fixes within the
/// radius it reports, 68 or 95 %.
struct DeviceProfiled {
  std::string device;
  std::string datum;
  std::uint32_t radius_percent = 68;
  friend bool operator==(DeviceProfiled const &, DeviceProfiled const &) = default;
};
/// A device that names itself by a secret id; replaces the id it had.
struct DeviceEnrolled {
  std::string device;
  std::string user;
  std::string id_hash;
  friend bool operator==(DeviceEnrolled const &, DeviceEnrolled const &) = default;
};

/// The fixes of a device lie where the worker's own areas and the streets say when they are read
/// otherwise than declared; nothing is moved for it. `fits` is "wgs84", "gcj02", "bd09",
/// "gcj02_twice" or "wgs84_unshifted"; empty: as declared they fit again.
struct DatumSuspected {
  std::string device;
  std::string declared;
  std::string fits;
  std::uint32_t fixes = 0; ///< that were looked at
  friend bool operator==(DatumSuspected const &, DatumSuspected const &) = default;
};

/// The wall clock was set back and has stayed so: what is dated later than `to` happened then. It
/// stands in a commit of its own.
struct ClockSetBack {
  Time to;
  friend bool operator==(ClockSetBack const &, ClockSetBack const &) = default;
};

/// The wall clock was set by more than 5 s against the steady one, either way. First as it is seen,
/// when the time still goes on as it was; adopted once the new time has stood for ten seconds and
/// counts. It stands in a commit of its own.
struct ClockJumped {
  Time from; ///< the time it would be
  Time to;   ///< what the wall clock says instead
  bool is_adopted = false;
  friend bool operator==(ClockJumped const &, ClockJumped const &) = default;
};

using FactBody =
    std::variant<LayerPublished, UserAdded, UserRoleChanged, UserRevoked, SignInLinkIssued,
                 SessionOpened, SessionClosed, DeviceBound, DutyChanged, PresenceChanged,
                 IncidentReported, IncidentMoved, ClosureAdded, ClosureRemoved, ReachChanged,
                 PostAdded, PostRemoved, PersonNamed, AssignmentMade, AssignmentEnded,
                 AssignmentRemoved, ShiftPlanned, ShiftCancelled, TrackSegmentSealed,
                 TrackDayExpired, ReportsConflicted, DeviceProfiled, DeviceEnrolled, DatumSuspected,
                 ClockSetBack, LayerScheduled, LayerCancelled, IncidentOverdue, IncidentRouted,
                 IncidentEscalated, PhotoAdded, PlanSaved, PlanDeleted, ClockJumped>;

/// Never dropped, never edited. `seq` has no gaps; `tick` is the one committed before it.
struct Fact {
  std::uint64_t seq = 0;
  std::uint64_t tick = 0;
  Time event_time;
  Time ingest_time;
  std::string actor; ///< user; "resident" or "server"
  FactBody body;
  std::string text; ///< personal; may be erased ("expired") without breaking the chain
  friend bool operator==(Fact const &, Fact const &) = default;
};

/// What one journal commit holds. Its own tick is one more than the tick its facts carry.
struct CommitGroup {
  std::uint64_t tick = 0;
  Time time;
  std::vector<Fact> facts;
  std::vector<PositionRecord> positions;
  friend bool operator==(CommitGroup const &, CommitGroup const &) = default;
};

} // namespace yuntu::model
