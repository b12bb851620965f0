#include "server/protocol/server_messages.hpp"
#include "tests/server/protocol/golden_messages.hpp"
#include "tools/checkout.hpp"

#include <catch2/catch.hpp>

#include <cctype>
#include <fstream>
#include <string>

using namespace yuntu;

namespace {

/// The bytes as hex, 32 a line, as the files hold them.
std::string hex_of(std::string const &bytes) {
  constexpr char const *digits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto const byte = static_cast<unsigned char>(bytes[i]);
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
    if (i % 32 == 31 || i + 1 == bytes.size()) {
      text += '\n';
    }
  }
  return text;
}

std::string golden(std::string const &name) {
  std::ifstream file(yuntu::checkout() + "/tests/server/protocol/golden/" + name + ".hex");
  return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

TEST_CASE("the bytes of every server message are those that the browser's tests decode") {
  struct Row {
    char const *name;
    protocol::ServerMessage message;
  };
  std::vector<Row> const rows{
      {"hello", test::golden_hello()},         {"snapshot", test::golden_snapshot()},
      {"changes", test::golden_changes()},     {"ack", test::golden_ack()},
      {"forget", test::golden_forget()},       {"resync", test::golden_resync()},
      {"problem", test::golden_problem()},     {"counts", test::golden_counts()},
      {"deadlines", test::golden_deadlines()}, {"plans", test::golden_plans()},
  };
  for (auto const &row : rows) {
    CAPTURE(row.name);
    CHECK(hex_of(protocol::encode_binary(row.message)) == golden(row.name));
  }
}

TEST_CASE("areas that did not change stay out of the bytes") {
  CHECK(hex_of(test::golden_moves()) == golden("moves"));
}

TEST_CASE("a message joined from fields that are encoded already is the message") {
  auto const changes = std::get<protocol::Changes>(test::golden_counts());
  std::vector<std::string> removes;
  std::vector<std::string_view> fields;
  for (auto const &count : changes.upserts.counts) {
    fields.push_back(count->bytes);
  }
  for (auto const &remove : changes.removes) {
    removes.push_back(protocol::encode_remove(remove));
    fields.push_back(removes.back());
  }
  CHECK(protocol::join_changes(changes.seq, changes.tick, fields) ==
        protocol::encode_binary(changes));
  auto const snapshot = std::get<protocol::Snapshot>(test::golden_snapshot());
  CHECK(protocol::join_snapshot(snapshot.seq, snapshot.tick,
                                {snapshot.upserts.workers.at(0)->bytes}) ==
        protocol::encode_binary(snapshot));
  // A body of more than 127 bytes has a longer header.
  std::string const large(100'000, 'x');
  CHECK(protocol::join_changes(1, 2, {large}).size() == 100'000 + 4 + 4);
}

TEST_CASE("differences wrap round instead of overflowing") {
  // From 180 W to 180 E is more than an int32 of units.
  auto const upsert = protocol::encode_reach(
      {"T1", 900, 0, 0, {{test::place(-180, 0), test::place(180, 0), test::place(-180, 0)}}});
  // Packed zigzag: -1800000000, then 3600000000 - 2^32 = -694967296, then 694967296.
  auto hex = hex_of(upsert->bytes);
  std::erase(hex, '\n');
  CHECK(hex.find("ffc7ceb40dffefe2960580f0e29605") != std::string::npos);
}
