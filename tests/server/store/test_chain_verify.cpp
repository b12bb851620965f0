// An edited log: every change is found, and found where it was made.
#include "server/store/log_store.hpp"
#include "server/store/memory_log.hpp"
#include "tests/server/store/raw_sqlite.hpp"
#include "tests/server/store/sample_log.hpp"
#include "tests/server/store/temp_directory.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace yuntu;
using namespace yuntu::testing;
using store::LogStore;

namespace {

constexpr std::array tables{"facts", "texts", "commits", "position_blocks"};

/// A log without triggers and with copies of its tables, so that it can be spoiled and mended.
struct Laboratory {
  TempDirectory folder;
  LogStore log{folder / "log.sqlite"};
  RawSqlite raw{folder / "log.sqlite"};
  std::vector<model::CommitGroup> groups;

  Laboratory() {
    Random random(21);
    groups = append_random(log, random, 60);
    raw.drop_triggers();
    raw.run("PRAGMA synchronous = OFF"); // of this connection: it may lose what it spoils
    for (std::string const table : tables) {
      raw.run("CREATE TABLE " + table + "_kept AS SELECT * FROM " + table);
    }
  }
  void mend() {
    std::string sql = "BEGIN;";
    for (std::string const table : tables) {
      sql +=
          "DELETE FROM " + table + "; INSERT INTO " + table + " SELECT * FROM " + table + "_kept;";
    }
    raw.run(sql + "COMMIT");
  }
};

struct Mutation {
  std::string name;
  std::string sql;
  std::uint64_t first = 0; ///< the fault may be reported at these seqs
  std::uint64_t last = 0;
};

struct Place {
  std::uint64_t seq;       ///< of a fact
  std::uint64_t other;     ///< of a fact that is not it
  std::uint64_t tick;      ///< of a commit
  std::uint64_t first_seq; ///< of that commit
  std::uint64_t last_seq;
};

Place random_place_in(Laboratory const &lab, Random &random) {
  auto const facts = lab.log.head().seq;
  auto const seq = 1 + random() % facts;
  auto const other = 1 + (seq + random() % (facts - 1)) % facts;
  auto const index = random() % (lab.groups.size() - 1); // not the last: its loss is another test
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < index; ++i) {
    before += lab.groups[i].facts.size();
  }
  return {seq, other, index + 1, before + 1, before + lab.groups[index].facts.size()};
}

Mutation edited_fact(Random &random, Place const &at) {
  constexpr std::array edits{"tick = tick + 1",        "event_ms = event_ms + 1",
                             "ingest_ms = 0",          "actor = actor || 'x'",
                             "kind = 'user_revoked2'", "body = body || ' '",
                             "text_digest = x'00'",    "hash = zeroblob(32)",
                             "body = x'00ff'",         "actor = ''"};
  std::string const edit = edits[random() % edits.size()];
  auto const where = std::to_string(at.seq);
  return {"fact edited: " + edit, "UPDATE facts SET " + edit + " WHERE seq = " + where, at.seq,
          at.seq};
}

Mutation deleted_fact(Place const &at) {
  return {"fact deleted",
          "PRAGMA foreign_keys = OFF; DELETE FROM facts WHERE seq = " + std::to_string(at.seq),
          at.seq, at.seq};
}

Mutation swapped_facts(Place const &at) {
  auto const a = std::to_string(at.seq);
  auto const b = std::to_string(at.other);
  auto const first = std::min(at.seq, at.other);
  return {"facts reordered",
          "BEGIN; UPDATE facts SET seq = -1 WHERE seq = " + a + "; UPDATE facts SET seq = " + a +
              " WHERE seq = " + b + "; UPDATE facts SET seq = " + b + " WHERE seq = -1; COMMIT",
          first, first};
}

Mutation edited_commit(Random &random, Place const &at) {
  constexpr std::array edits{"time_ms = time_ms - 1", "hash = zeroblob(32)",
                             "first_seq = first_seq + 1", "last_seq = last_seq + 1",
                             "positions_digest = x'0102'"};
  std::string const edit = edits[random() % edits.size()];
  return {"commit edited: " + edit,
          "UPDATE commits SET " + edit + " WHERE tick = " + std::to_string(at.tick), at.first_seq,
          at.last_seq + 1};
}

Mutation deleted_commit(Place const &at) {
  return {"commit deleted", "DELETE FROM commits WHERE tick = " + std::to_string(at.tick),
          at.first_seq, at.first_seq};
}

Mutation edited_text(Place const &at) {
  auto const where = " WHERE seq = " + std::to_string(at.seq);
  return {"text edited or added",
          "INSERT OR REPLACE INTO texts SELECT seq, x'00', 'forged' FROM facts" + where, at.seq,
          at.seq};
}

Mutation edited_block(Place const &at) {
  auto const where = " WHERE tick = " + std::to_string(at.tick);
  return {"position block edited or added",
          "INSERT OR REPLACE INTO position_blocks SELECT tick, x'00', x'01' FROM commits" + where,
          at.first_seq, at.last_seq + 1};
}

Mutation cut_out_middle(Place const &at) {
  return {"a whole commit cut out",
          "DELETE FROM facts WHERE seq BETWEEN " + std::to_string(at.first_seq) + " AND " +
              std::to_string(at.last_seq) +
              "; DELETE FROM commits WHERE tick = " + std::to_string(at.tick),
          at.first_seq, at.first_seq};
}

Mutation random_mutation(Laboratory const &lab, Random &random) {
  auto const at = random_place_in(lab, random);
  switch (random() % 8) {
  case 0:
    return edited_fact(random, at);
  case 1:
    return deleted_fact(at);
  case 2:
    return swapped_facts(at);
  case 3:
    return edited_commit(random, at);
  case 4:
    return deleted_commit(at);
  case 5:
    return edited_text(at);
  case 6:
    return edited_block(at);
  default:
    return cut_out_middle(at);
  }
}

} // namespace

TEST_CASE("1,000 random edits, deletions and reorderings are found and located") {
  Laboratory lab;
  REQUIRE(lab.log.verify().ok);
  Random random(22);
  for (int round = 0; round < 1'000; ++round) {
    auto const mutation = random_mutation(lab, random);
    lab.raw.run(mutation.sql);
    auto const report = lab.log.verify();
    INFO(mutation.name << ": " << mutation.sql);
    REQUIRE_FALSE(report.ok);
    REQUIRE(report.first_bad);
    INFO(report.first_bad->seq << " " << report.first_bad->reason);
    REQUIRE(report.first_bad->seq >= mutation.first);
    REQUIRE(report.first_bad->seq <= mutation.last);
    lab.mend();
  }
  CHECK(lab.log.verify().ok);
}

TEST_CASE("an edit whose own hash was mended breaks the chain behind it") {
  store::MemoryLog log;
  for (int i = 0; i < 3; ++i) {
    log.append(small_group(log.head()));
  }
  auto &row = log.stored()[1].facts[0].row;
  row.actor = "forger";
  row.hash = store::fact_hash(log.stored()[0].facts[0].row.hash, row);
  auto const report = log.verify();
  REQUIRE(report.first_bad);
  CHECK(report.first_bad->seq == 2);
  CHECK(report.first_bad->reason == "commit 2 was changed");
}

TEST_CASE("a log cut off at its end is told by the mark and by a head noted down") {
  Laboratory lab;
  auto const noted = lab.log.head().hash;
  auto const tick = std::to_string(lab.groups.size());
  auto const kept = std::to_string(lab.log.head().seq - lab.groups.back().facts.size());
  lab.raw.run("DELETE FROM facts WHERE seq > " + kept +
              "; DELETE FROM commits WHERE tick = " + tick);
  auto const report = lab.log.verify();
  REQUIRE(report.first_bad);
  CHECK_THAT(report.first_bad->reason, Catch::Contains("acknowledged commits are missing"));
  std::filesystem::remove(lab.folder / "log.head");
  CHECK(lab.log.verify().ok); // nothing left to tell it by
  CHECK_FALSE(lab.log.verify(noted).ok);
}

TEST_CASE("a fact behind the last commit is told") {
  TempDirectory folder;
  LogStore log(folder / "log.sqlite");
  for (int i = 0; i < 3; ++i) {
    log.append(small_group(log.head()));
  }
  RawSqlite raw(folder / "log.sqlite");
  raw.drop_triggers();
  raw.run("DELETE FROM commits WHERE tick = 3");
  std::filesystem::remove(folder / "log.head");
  auto const report = log.verify();
  REQUIRE(report.first_bad);
  CHECK(report.first_bad->seq == 3);
  CHECK(report.first_bad->reason == "fact 3 belongs to no commit");
}
