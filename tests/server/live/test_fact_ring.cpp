#include "server/live/fact_ring.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using live::FactChange;
using live::FactRing;

namespace {

FactChange shown(std::uint64_t seq, double second = 0) {
  FactChange change;
  change.seq = seq;
  change.time = test::at_s(second);
  change.remove = protocol::Remove{protocol::LiveLayer::reach, "T1"};
  return change;
}

FactChange silent(std::uint64_t seq, double second = 0) {
  FactChange change;
  change.seq = seq;
  change.time = test::at_s(second);
  return change;
}

} // namespace

TEST_CASE("facts that show nothing take no place") {
  FactRing ring;
  ring.add(silent(1));
  ring.add(shown(2));
  REQUIRE(ring.changes().size() == 1);
  CHECK(ring.changes().front().seq == 2);
  CHECK(ring.covers(0));
}

TEST_CASE("the ring covers what lies after the last fact it lost") {
  FactRing ring;
  for (std::uint64_t seq = 1; seq <= FactRing::most_facts + 1; ++seq) {
    ring.add(shown(seq));
  }
  CHECK(ring.changes().size() == FactRing::most_facts);
  CHECK_FALSE(ring.covers(0));
  CHECK(ring.covers(1));
}

TEST_CASE("a fact that shows nothing pushes old ones out all the same") {
  FactRing ring;
  ring.add(shown(1));
  ring.add(silent(FactRing::most_facts + 1));
  CHECK(ring.changes().empty());
  CHECK_FALSE(ring.covers(0));
  CHECK(ring.covers(1));
}

TEST_CASE("facts of fifteen minutes are kept") {
  FactRing ring;
  ring.add(shown(1, 0));
  ring.add(shown(2, 900));
  CHECK(ring.covers(0));
  ring.add(shown(3, 900.001));
  CHECK_FALSE(ring.covers(0));
  CHECK(ring.covers(1));
}

TEST_CASE("what lies before the beginning of the ring is not covered") {
  FactRing ring;
  ring.start_after(50);
  CHECK_FALSE(ring.covers(49));
  CHECK(ring.covers(50));
}
