// The head of the log covers every field of everything in it.
#include "server/store/fact_codec.hpp"
#include "server/store/memory_log.hpp"
#include "tests/server/store/sample_log.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <optional>
#include <set>

using namespace yuntu;
using namespace yuntu::testing;
using nlohmann::json;

namespace {

std::string head_of(model::CommitGroup const &group) {
  store::MemoryLog log("epoch", counting_salts());
  log.append(group);
  return log.head().hash;
}

model::CommitGroup group_of(model::FactBody const &body) {
  auto group = small_group(store::MemoryLog("epoch").head());
  group.facts[0].body = body;
  return group;
}

/// What a leaf may be instead: any other text or number, or a word of the enumeration it is of.
std::vector<json> others_for(json const &leaf) {
  if (leaf.is_boolean()) {
    return {!leaf.get<bool>()};
  }
  if (leaf.is_number_integer() || leaf.is_number_unsigned()) {
    return {leaf.get<std::int64_t>() + 1, leaf.get<std::int64_t>() - 1};
  }
  if (leaf.is_number()) {
    return {leaf.get<double>() + 0.5};
  }
  if (leaf.is_null()) {
    return {1'795'000'000'001, "grid_worker"};
  }
  std::vector<json> words{leaf.get<std::string>() + "x"};
  for (auto const *const word : {"grid", "estate", "command", "planner", "routine", "urgent",
                                 "classify", "assign", "received", "done", "contact", "grid_worker",
                                 "enforcement", "person", "lexicon", "close_street", "add_link"}) {
    if (leaf != word) {
      words.emplace_back(word);
    }
  }
  return words;
}

/// The body with one leaf changed in a way that can still be stored.
std::optional<model::FactBody> changed(std::string_view kind, json document,
                                       json::json_pointer const &leaf) {
  for (auto const &other : others_for(document.at(leaf))) {
    document[leaf] = other;
    try {
      return store::decode_body(1, kind, document.dump());
    } catch (store::StorageFailed const &) {
      continue; // not a value of this field
    }
  }
  return std::nullopt;
}

/// "is_on", "areas/0/level" with the numbers left out: which field it is.
std::string field_of(std::string const &path) {
  std::string name;
  for (char const c : path) {
    name += c >= '0' && c <= '9' ? '#' : c;
  }
  return name;
}

} // namespace

TEST_CASE("each field of each kind of fact is in the head of the log") {
  Random random(41);
  std::map<std::string, std::set<std::string>> fields;
  for (int i = 0; i < 1'500; ++i) {
    auto const body = random_body(random);
    auto const encoded = store::encode_body(body);
    auto const before = head_of(group_of(body));
    auto const document = json::parse(encoded.json);
    auto const leaves = document.flatten();
    for (auto const &[path, leaf] : leaves.items()) {
      json::json_pointer const place(path);
      if (document.at(place).is_structured()) {
        continue; // an empty list: another sample has one with something in it
      }
      INFO(encoded.kind << " " << path << " in " << encoded.json);
      auto const other = changed(encoded.kind, document, place);
      REQUIRE(other);
      REQUIRE(*other != body);
      REQUIRE(head_of(group_of(*other)) != before);
      fields[std::string(encoded.kind)].insert(field_of(path));
    }
  }
  CHECK(fields.size() == std::variant_size_v<model::FactBody>);
}

TEST_CASE("what stands around a fact is in the head of the log") {
  using Edit = std::function<void(model::CommitGroup &)>;
  auto const usual = small_group(store::MemoryLog("epoch").head());
  auto const edit = GENERATE(values<Edit>({
      [](auto &group) { group.time += model::Duration{1}; },
      [](auto &group) { group.facts[0].event_time += model::Duration{1}; },
      [](auto &group) { group.facts[0].ingest_time += model::Duration{1}; },
      [](auto &group) { group.facts[0].actor += "x"; },
      [](auto &group) { group.facts[0].text += "x"; },
      [](auto &group) { group.facts[0].text.clear(); },
      [](auto &group) { group.facts.clear(); },
  }));
  auto other = usual;
  edit(other);
  CHECK(head_of(other) != head_of(usual));
}

TEST_CASE("seq and tick of a fact and of a commit are in their hashes") {
  store::FactRow row{7, 3, 1, 2, "u1", "duty_changed", "{}", "digest", {}};
  auto const usual = store::fact_hash("before", row);
  row.seq = 8;
  CHECK(store::fact_hash("before", row) != usual);
  row = {7, 4, 1, 2, "u1", "duty_changed", "{}", "digest", {}};
  CHECK(store::fact_hash("before", row) != usual);
  row = {7, 3, 1, 2, "u1", "duty_changed2", "{}", "digest", {}};
  CHECK(store::fact_hash("before", row) != usual);
  store::CommitRow const commit{3, 1, 7, 7, "digest", {}};
  auto later = commit;
  later.tick = 4;
  CHECK(store::commit_hash("before", commit, "fact") !=
        store::commit_hash("before", later, "fact"));
}

TEST_CASE("each field of a position is in the head of the log") {
  using Edit = std::function<void(model::PositionRecord &)>;
  Random random(42);
  auto usual = small_group(store::MemoryLog("epoch").head());
  usual.positions.push_back(random_position(random));
  auto const edit = GENERATE(values<Edit>({
      [](auto &record) { record.worker += "x"; },
      [](auto &record) { record.device += "x"; },
      [](auto &record) { ++record.boot; },
      [](auto &record) { ++record.seq; },
      [](auto &record) { ++record.content_hash; },
      [](auto &record) {
        record.verdict = record.verdict == model::PositionVerdict::off_duty
                             ? model::PositionVerdict::too_fast
                             : model::PositionVerdict::off_duty;
      },
      [](auto &record) {
        record.flag = record.flag == model::PositionFlag::late ? model::PositionFlag::none
                                                               : model::PositionFlag::late;
      },
      [](auto &record) { record.time += model::Duration{1}; },
      [](auto &record) {
        record.position =
            *geo::LonLat::from_units(record.position.lon_e7() + 1, record.position.lat_e7());
      },
      [](auto &record) {
        record.position =
            *geo::LonLat::from_units(record.position.lon_e7(), record.position.lat_e7() + 1);
      },
      [](auto &record) { ++record.accuracy_dm; },
  }));
  auto other = usual;
  edit(other.positions[0]);
  CHECK(head_of(other) != head_of(usual));
}
