#pragma once

#include "server/protocol/server_messages.hpp"
#include "server/protocol/worker_block.hpp"
#include "tests/support/samples.hpp"

namespace yuntu::test {

// The messages behind golden/*.hex. web/src/protocol/golden.test.ts says the same values again.

[[nodiscard]] inline protocol::ServerMessage golden_hello() {
  return protocol::Hello{{"9f3a", 12, 900}, at_s(0.123), "u1", "command"};
}

[[nodiscard]] inline protocol::ServerMessage golden_snapshot() {
  protocol::WorkerBlock block;
  block.cell = (std::uint64_t{14} << 56U) | (std::uint64_t{13577} << 28U) | 6493U;
  block.audience = "G1";
  block.version = 900;
  block.previous = 0;
  block.rows.push_back(
      {"w1", place(118.3512345, 35.0512345), 60, at_s(0), areas_of("S1", "C1", "G1")});
  block.rows.push_back(
      {"w2", place(118.3512, 35.0513), 155, at_s(-1.5), areas_of("S1", "C1", "G1")});
  block.rows.push_back({"网格员三", place(118.3498765, 35.0499999), 0, at_s(3600), {}});
  protocol::Snapshot snapshot;
  snapshot.seq = 12;
  snapshot.tick = 900;
  snapshot.upserts.workers.push_back(protocol::encode_block(std::move(block)));
  return snapshot;
}

[[nodiscard]] inline protocol::ServerMessage golden_changes() {
  protocol::Changes changes;
  changes.seq = 13;
  changes.tick = 901;
  changes.upserts.incidents.push_back(protocol::encode_incident(
      {"123e4567-e89b-42d3-a456-426614174000", "classified", "critical", "water",
       place(-123.1234567, 49.25), areas_of("S1", "", "G2"), 2, at_s(-60), "水管爆裂"}));
  changes.upserts.reaches.push_back(
      protocol::encode_reach({"T1",
                              900,
                              12,
                              288,
                              {{place(118.35, 35.05), place(118.3500001, 35.0499999)},
                               {place(-123.1, 49.25), place(-123.2, 49.25)}}}));
  changes.removes = {{protocol::LiveLayer::worker, "w2"}, {protocol::LiveLayer::reach, "T9"}};
  return changes;
}

/// As the fan-out core puts it together: three workers go on, one of them in other areas, and in
/// another block none.
[[nodiscard]] inline std::string golden_moves() {
  std::vector<protocol::WorkerRow> const rows{
      {"w1", place(118.3512346, 35.0512345), 60, at_s(1), areas_of("S1", "C1", "G1")},
      {"w2", place(118.3512, 35.0513), 155, at_s(0.5), areas_of("S1", "C1", "G1")},
      {"w3", place(118.35, 35.05), 10, at_s(1), {}}};
  auto const cell = (std::uint64_t{14} << 56U) | (std::uint64_t{13577} << 28U) | 6493U;
  protocol::WorkerBlockEncoder encoder;
  auto const some = encoder.encode({cell, "G1", 904, 900},
                                   {{&rows[0], false}, {&rows[1], true}, {&rows[2], false}});
  auto const none = encoder.encode({cell + 1, "", 904, 899}, {{&rows[2], false}});
  return protocol::join_changes(std::nullopt, 904, {some, none});
}

[[nodiscard]] inline protocol::ServerMessage golden_counts() {
  using model::AreaLevel;
  protocol::Changes changes;
  changes.tick = 902;
  changes.upserts.counts.push_back(protocol::encode_count(
      {"G1", AreaLevel::grid, place(118.3512345, 35.0512345), 300, 12, 1, 2}));
  changes.upserts.counts.push_back(protocol::encode_count(
      {"371301", AreaLevel::subdistrict, place(-123.1, -49.25), 0, 0, 0, 0}));
  changes.removes = {{protocol::LiveLayer::count, "G2"}};
  return changes;
}

[[nodiscard]] inline protocol::PlanUpsert golden_plan() {
  using model::PlanEditKind;
  protocol::PlanUpsert upsert;
  upsert.plan = {"p1",
                 "河东加站",
                 "u1",
                 model::Role::planner,
                 7,
                 15,
                 "elder",
                 {{PlanEditKind::move_station, "T1", place(118.3512345, 35.0512345), {}},
                  {PlanEditKind::remove_station, "T2", {}, {}},
                  {PlanEditKind::add_link, {}, place(-123.1, -49.25), place(-123.1, 49.25)}}};
  upsert.owner_name = "陈立";
  upsert.editor = "u2";
  upsert.saved_version = 3;
  protocol::WhatIfAnswer answer;
  answer.limit_s = 900;
  answer.profile = "elder";
  answer.tells_older = true;
  answer.before = {12, 300, 70};
  answer.after = {13, 310, 72};
  answer.gained = {{2, 40, 9}, {"b1", "b2"}};
  answer.lost = {{1, 30, 7}, {"b9"}};
  answer.lost_with_street = 1;
  answer.shorter = 5;
  answer.longer = 6;
  answer.saved_household_s = 1200.5;
  answer.lengthened_household_s = 2;
  upsert.answer = answer;
  return upsert;
}

[[nodiscard]] inline protocol::ServerMessage golden_plans() {
  protocol::Changes changes;
  protocol::PlanUpsert unfit;
  unfit.plan = {"p2", "x", "u3", model::Role::command, 1, 7.5, "standard", {}};
  unfit.editor = "u3";
  unfit.editor_name = "desk";
  unfit.problem = "edits[0]: there is no station \"T9\"";
  changes.upserts.plans = {protocol::encode_plan(golden_plan()), protocol::encode_plan(unfit)};
  changes.removes = {{protocol::LiveLayer::plan, "p3"}};
  return changes;
}

[[nodiscard]] inline protocol::ServerMessage golden_ack() {
  model::Acknowledgement ack;
  ack.device = "tablet-7";
  ack.boot = 3;
  ack.accepted = {{1, 4}, {6, 6}};
  ack.rejected = {{5, "too_fast"}};
  ack.flagged = {{6, "late"}};
  ack.conflicts = {2, 300};
  ack.acked_through = 6;
  return ack;
}

[[nodiscard]] inline protocol::ServerMessage golden_forget() {
  return protocol::Forget{
      {{protocol::LiveLayer::worker, "w1"}, {protocol::LiveLayer::incident, "i1"}}};
}

[[nodiscard]] inline protocol::ServerMessage golden_deadlines() {
  protocol::Changes changes;
  changes.seq = 15;
  protocol::IncidentUpsert burning{"i1", "in_progress", "urgent",  "供水", place(118.35, 35.05), {},
                                   4,    at_s(0),       "水管爆裂"};
  burning.due = {"on_site", at_s(21'600), at_s(0)};
  burning.overdue = {"contact"};
  burning.department = "water";
  burning.level = 2;
  burning.assignee = "w1";
  protocol::IncidentUpsert paused{"i2", "assigned", "routine", "路灯",  place(118.35, 35.05),
                                  {},   3,          at_s(0),   "灯不亮"};
  paused.is_paused = true;
  changes.upserts.incidents = {protocol::encode_incident(std::move(burning)),
                               protocol::encode_incident(std::move(paused))};
  return changes;
}

[[nodiscard]] inline protocol::ServerMessage golden_resync() {
  return protocol::Resync{"too_old"};
}

[[nodiscard]] inline protocol::ServerMessage golden_problem() {
  return protocol::Problem{400, "Malformed message", "\"zoom\" is missing", {}};
}

} // namespace yuntu::test
