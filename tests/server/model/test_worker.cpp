#include "server/model/worker.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::model;
using yuntu::test::at_s;

TEST_CASE("numbers in order move the contiguous mark") {
  DeviceMark mark;
  for (std::uint64_t seq = 1; seq <= 5; ++seq) {
    mark.add(seq, seq * 10);
  }
  CHECK(mark.through == 5);
  CHECK(mark.beyond.empty());
  CHECK(mark.has(5));
  CHECK_FALSE(mark.has(6));
}

TEST_CASE("a gap holds the mark back until it is filled") {
  DeviceMark mark;
  for (std::uint64_t const seq : {1, 5, 3, 6}) {
    mark.add(seq, seq);
  }
  CHECK(mark.through == 1);
  CHECK(mark.beyond == std::vector<std::uint64_t>{3, 5, 6});
  CHECK_FALSE(mark.has(2));
  mark.add(2, 2);
  CHECK(mark.through == 3);
  CHECK(mark.beyond == std::vector<std::uint64_t>{5, 6});
  mark.add(4, 4);
  CHECK(mark.through == 6);
  CHECK(mark.beyond.empty());
}

TEST_CASE("a number added twice keeps its first hash") {
  DeviceMark mark;
  mark.add(1, 111);
  mark.add(1, 222);
  mark.add(7, 777);
  mark.add(7, 888);
  CHECK(mark.hash_of(1) == 111U);
  CHECK(mark.hash_of(7) == 777U);
  CHECK(mark.hashes.size() == 2);
}

TEST_CASE("the newest 1,024 hashes are remembered") {
  DeviceMark mark;
  for (std::uint64_t seq = 1; seq <= 1025; ++seq) {
    mark.add(seq, seq);
  }
  CHECK(mark.through == 1025);
  CHECK_FALSE(mark.hash_of(1));
  CHECK(mark.hash_of(2) == 2U);
  CHECK(mark.hash_of(1025) == 1025U);
  CHECK_FALSE(mark.hash_of(1026));
}

TEST_CASE("a gap that stays open counts as decided after 4,096 numbers beyond it") {
  DeviceMark mark;
  for (std::uint64_t seq = 2; seq <= 4097; ++seq) {
    mark.add(seq, seq);
  }
  CHECK(mark.through == 0);
  CHECK(mark.beyond.size() == 4096);
  mark.add(4098, 4098);
  CHECK(mark.through == 4098);
  CHECK(mark.beyond.empty());
  CHECK(mark.has(1));
}

TEST_CASE("a worker without a spell was never on duty") {
  Worker const worker;
  CHECK_FALSE(worker.is_on_duty());
  CHECK_FALSE(worker.was_on_duty(at_s(0)));
}

TEST_CASE("a spell counts from its beginning up to but not with its end") {
  Worker worker;
  worker.duty = {{at_s(10), at_s(20)}, {at_s(30), std::nullopt}};
  CHECK(worker.is_on_duty());
  CHECK_FALSE(worker.was_on_duty(at_s(9.999)));
  CHECK(worker.was_on_duty(at_s(10)));
  CHECK(worker.was_on_duty(at_s(19.999)));
  CHECK_FALSE(worker.was_on_duty(at_s(20)));
  CHECK_FALSE(worker.was_on_duty(at_s(29)));
  CHECK(worker.was_on_duty(at_s(30)));
  CHECK(worker.was_on_duty(at_s(1e6)));
}

TEST_CASE("after the last spell's end a worker is off duty") {
  Worker worker;
  worker.duty = {{at_s(10), at_s(20)}};
  CHECK_FALSE(worker.is_on_duty());
}
