#include "tests/server/store/sample_log.hpp"

#include <memory>

namespace yuntu::testing {
namespace {

using namespace yuntu::model;

std::uint64_t below(Random &random, std::uint64_t limit) {
  return random() % limit;
}

std::string name_of(Random &random, std::string const &kind) {
  return kind + std::to_string(below(random, 5));
}

Time random_time(Random &random) {
  return from_unix_ms(sample_start_ms + static_cast<std::int64_t>(below(random, 86'400'000)));
}

std::vector<std::string> random_fences(Random &random) {
  std::vector<std::string> fences(below(random, 3));
  for (std::size_t i = 0; i < fences.size(); ++i) {
    fences[i] = name_of(random, "围" + std::to_string(i));
  }
  return fences;
}

AreaCodes random_areas(Random &random) {
  AreaCodes areas;
  areas.set(AreaLevel::grid, name_of(random, "3713-"));
  areas.set(AreaLevel::building, below(random, 2) == 0 ? "" : "楼" + name_of(random, ""));
  return AreaCodes(areas.codes(), random_fences(random));
}

template <typename Enum>
Enum any(Random &random, std::uint64_t count) {
  return static_cast<Enum>(below(random, count));
}

std::vector<AreaRef> random_refs(Random &random) {
  std::vector<AreaRef> refs(below(random, 3));
  for (auto &ref : refs) {
    ref = {any<AreaLevel>(random, area_level_count), name_of(random, "a")};
  }
  return refs;
}

std::vector<CodeSuccession> random_successions(Random &random) {
  std::vector<CodeSuccession> made(below(random, 3));
  for (auto &succession : made) {
    succession.code = name_of(random, "a");
    succession.heirs.resize(below(random, 3), {"a9", 0.25});
  }
  return made;
}

FactBody identity_body(Random &random, std::uint64_t kind) {
  auto const user = name_of(random, "u");
  auto const hash = store::to_hex(store::blake2b(user));
  switch (kind) {
  case 0:
    return LayerPublished{any<LayerKind>(random, layer_kind_names.size()), "0011223344556677", 400,
                          random_time(random), random_successions(random)};
  case 1:
    return UserAdded{user, any<Role>(random, 7), {"3713", "3714"}, hash, below(random, 2) == 0};
  case 2:
    return UserRoleChanged{user, any<Role>(random, 7), {}};
  case 3:
    return UserRevoked{user};
  case 4:
    return SignInLinkIssued{user, hash, random_time(random)};
  case 5:
    return SessionOpened{user, hash, hash + "s", random_time(random)};
  case 6:
    return SessionClosed{hash + "s"};
  case 7:
    return DeviceProfiled{name_of(random, "tablet-"), "gcj02", 95};
  case 8:
    return DeviceEnrolled{name_of(random, "tablet-"), user, hash};
  case 9:
    return ReportsConflicted{name_of(random, "tablet-"), 1, {3, 9}};
  case 10:
    return DatumSuspected{name_of(random, "tablet-"), "wgs84", below(random, 2) == 0 ? "gcj02" : "",
                          60};
  default:
    return DeviceBound{name_of(random, "tablet-"), user};
  }
}

std::vector<AreaCandidate> random_candidates(Random &random) {
  std::vector<AreaCandidate> made(below(random, 3));
  for (auto &candidate : made) {
    candidate = {any<AreaLevel>(random, area_level_count), name_of(random, "a"), 0.5};
  }
  return made;
}

IncidentMoved random_step(Random &random, std::string const &id) {
  IncidentMoved moved{id, any<Action>(random, 15), any<Stage>(random, 8), any<Stage>(random, 8),
                      below(random, 100)};
  if (below(random, 2) == 0) {
    moved.assignee = name_of(random, "u");
    moved.merged_into = name_of(random, "7b1e-");
    moved.proof = PlaceProof{3.5, 8.25, random_time(random)};
  }
  return moved;
}

IncidentRouted random_routing(Random &random, std::string const &id) {
  Routing routing{"供水",
                  "water",
                  std::nullopt,
                  any<RoutingCause>(random, 3),
                  "category 供水 everywhere",
                  {"水管", "漏水"},
                  "路灯"};
  if (below(random, 2) == 0) {
    routing.post = any<PostKind>(random, post_kind_count);
  }
  return {id, std::move(routing)};
}

FactBody event_body(Random &random, std::uint64_t kind) {
  auto const id = name_of(random, "7b1e-");
  switch (kind) {
  case 0:
  case 1: // often, so that workers are on duty
    return DutyChanged{name_of(random, "u"), kind == 1 || below(random, 3) != 0,
                       random_time(random), "person"};
  case 2:
    return PresenceChanged{name_of(random, "u"),
                           random_refs(random),
                           random_refs(random),
                           "position",
                           {},
                           random_fences(random),
                           {{name_of(random, "f"), 1'000}}};
  case 3:
    return IncidentReported{id,
                            "12345",
                            "噪音",
                            any<Severity>(random, 3),
                            random_place(random),
                            name_of(random, "b"),
                            random_areas(random),
                            random_time(random),
                            "body",
                            "receipt",
                            below(random, 2) == 0 ? "" : "12345-7",
                            random_candidates(random)};
  case 4:
    return random_step(random, id);
  case 5: {
    std::optional<Time> const until =
        below(random, 2) == 0 ? std::nullopt : std::optional(random_time(random));
    return ClosureAdded{id,
                        random_place(random),
                        "施工 \"A\"\n",
                        until,
                        below(random, 2) == 0 ? "" : id,
                        until ? "" : "T1"};
  }
  case 6:
    return ClosureRemoved{id, "opened"};
  case 7:
    return IncidentOverdue{id, any<Milestone>(random, milestone_count), random_time(random),
                           random_time(random), "3_6_24"};
  case 8:
    return random_routing(random, id);
  case 9:
    return IncidentEscalated{id, static_cast<int>(below(random, 4)), "overdue done after 24 h"};
  case 10:
    return PhotoAdded{id, "00ff", "image/webp", 1'000 + below(random, 1'000)};
  case 11:
    return PlanSaved{id,
                     name_of(random, "u"),
                     any<Role>(random, role_names.size()),
                     1 + below(random, 9),
                     12.5,
                     "standard",
                     {{any<PlanEditKind>(random, plan_edit_names.size()), name_of(random, "s"),
                       random_place(random), random_place(random)}},
                     {below(random, 2) == 0 ? std::nullopt : std::optional(random_time(random)),
                      below(random, 2) == 0 ? "" : "clinic"}};
  case 12:
    return PlanDeleted{id};
  default:
    return ReachChanged{name_of(random, "s"), 900.1, 12, 345, "digest"};
  }
}

FactBody staff_body(Random &random, std::uint64_t kind) {
  auto const post = name_of(random, "W");
  auto const person = name_of(random, "p");
  auto const from = random_time(random);
  auto const to = from + std::chrono::hours{8};
  switch (kind) {
  case 0:
    return PostAdded{post,
                     any<PostKind>(random, post_kind_count),
                     {any<AreaLevel>(random, area_level_count), name_of(random, "a")}};
  case 1:
    return PostRemoved{post};
  case 2:
    return PersonNamed{person};
  case 3:
    return AssignmentMade{post, person, from,
                          below(random, 2) == 0 ? std::nullopt : std::optional(to)};
  case 4:
    return AssignmentEnded{post, from, to};
  case 5:
    return AssignmentRemoved{post, from};
  case 6:
    return ShiftPlanned{person, from, to};
  default:
    return ShiftCancelled{person, from, to};
  }
}

} // namespace

store::SaltSource counting_salts() {
  auto const count = std::make_shared<int>(0);
  return [count] {
    auto const text = "salt" + std::to_string((*count)++);
    return text + std::string(store::salt_bytes - text.size(), '.');
  };
}

geo::LonLat random_place(Random &random) {
  auto const lon = 1'183'000'000 + static_cast<std::int32_t>(below(random, 1'000'000));
  auto const lat = 350'000'000 + static_cast<std::int32_t>(below(random, 1'000'000));
  return *geo::LonLat::from_units(lon, lat);
}

PositionRecord random_position(Random &random) {
  auto const worker = name_of(random, "u");
  return {worker,
          "tablet-" + worker,
          1 + below(random, 3),
          1 + below(random, 500),
          random(),
          below(random, 5) == 0 ? any<PositionVerdict>(random, 7) : PositionVerdict::accepted,
          any<PositionFlag>(random, 4),
          random_time(random),
          random_place(random),
          static_cast<std::uint32_t>(below(random, 2'000))};
}

static FactBody random_track_body(Random &random) {
  if (below(random, 4) == 0) {
    return ClockSetBack{random_time(random)};
  }
  if (below(random, 4) == 0) {
    return ClockJumped{random_time(random), random_time(random), below(random, 2) == 0};
  }
  if (below(random, 3) == 0) {
    return LayerScheduled{any<LayerKind>(random, layer_kind_names.size()), "8899aabbccddeeff", 40,
                          random_time(random)};
  }
  if (below(random, 4) == 0) {
    return LayerCancelled{any<LayerKind>(random, layer_kind_names.size()), "8899aabbccddeeff",
                          random_time(random)};
  }
  if (below(random, 2) == 0) {
    return TrackDayExpired{"2026-11-20", 1 + below(random, 9), below(random, 99), "digest"};
  }
  return TrackSegmentSealed{"2026-11-20",           1 + below(random, 9),
                            below(random, 9'000),   below(random, 9'000),
                            below(random, 9'000),   below(random, 50),
                            50 + below(random, 50), random_time(random),
                            random_time(random),    "digest"};
}

static FactBody random_city_body(Random &random) {
  switch (below(random, 3)) {
  case 0:
    return identity_body(random, below(random, 12));
  case 1:
    return event_body(random, below(random, 14));
  default:
    return staff_body(random, below(random, 8));
  }
}

FactBody random_body(Random &random) {
  return below(random, 12) == 0 ? random_track_body(random) : random_city_body(random);
}

CommitGroup random_group(Random &random, store::LogHead const &head) {
  CommitGroup group;
  group.tick = head.tick + 1;
  group.time = from_unix_ms(sample_start_ms + static_cast<std::int64_t>(group.tick) * 100);
  auto const facts = below(random, 5);
  for (std::uint64_t i = 0; i < facts; ++i) {
    auto const text = below(random, 2) == 0 ? "" : "夜间施工扰民 " + std::to_string(random());
    group.facts.push_back({head.seq + i + 1, head.tick, random_time(random), random_time(random),
                           name_of(random, "u"), random_city_body(random), text});
  }
  auto const positions = facts == 0 ? 1 + below(random, 6) : below(random, 7);
  for (std::uint64_t i = 0; i < positions; ++i) {
    group.positions.push_back(random_position(random));
  }
  return group;
}

std::vector<CommitGroup> append_random(store::EventLog &log, Random &random, std::size_t count) {
  std::vector<CommitGroup> groups;
  for (std::size_t i = 0; i < count; ++i) {
    groups.push_back(random_group(random, log.head()));
    log.append(groups.back());
  }
  return groups;
}

CommitGroup small_group(store::LogHead const &head) {
  CommitGroup group;
  group.tick = head.tick + 1;
  group.time = from_unix_ms(sample_start_ms);
  group.facts.push_back({head.seq + 1, head.tick, group.time, group.time, "u1",
                         DutyChanged{"u1", true, group.time, "person"}, "note"});
  return group;
}

AreaCodes sample_areas(geo::LonLat place) {
  AreaCodes areas;
  areas.set(AreaLevel::grid, "g" + std::to_string(place.lon_e7() % 7));
  return areas;
}

std::vector<CommitGroup> read_all(store::EventLog &log, std::uint64_t after_tick) {
  std::vector<CommitGroup> groups;
  log.for_each_commit(after_tick, [&](CommitGroup const &group) { groups.push_back(group); });
  return groups;
}

} // namespace yuntu::testing
