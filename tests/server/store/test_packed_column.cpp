#include "server/store/packed_column.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace yuntu;
using store::ByteReader;
using store::ByteWriter;

namespace {

std::vector<std::uint64_t> there_and_back(std::vector<std::uint64_t> const &values) {
  ByteWriter out;
  store::put_packed(out, values);
  ByteReader in(out.bytes());
  auto const found = store::take_packed(in, values.size());
  in.expect_end();
  return found;
}

} // namespace

TEST_CASE("a packed column gives back what was put in, whatever the sizes") {
  std::mt19937_64 random(7);
  auto const width = GENERATE(range(0U, 65U));
  auto const count = GENERATE(values<std::size_t>({0, 1, 127, 128, 129, 1'000}));
  std::vector<std::uint64_t> values(count);
  for (auto &value : values) {
    auto const bits = width == 0 ? 0 : random() % (width + 1);
    value = bits == 0 ? 0 : random() >> (64 - bits);
  }
  CHECK(there_and_back(values) == values);
}

TEST_CASE("outliers among small numbers come back") {
  std::vector<std::uint64_t> values(300, 3);
  values[5] = ~std::uint64_t{0};
  values[130] = std::uint64_t{1} << 32;
  values[131] = (std::uint64_t{1} << 32) - 1;
  CHECK(there_and_back(values) == values);
}

TEST_CASE("a hundred and twenty-eight zeros take a byte, steps of ten bits less than twelve") {
  ByteWriter zeros;
  store::put_packed(zeros, std::vector<std::uint64_t>(12'800, 0));
  CHECK(zeros.bytes().size() == 100);
  std::mt19937_64 random(1);
  std::vector<std::uint64_t> steps(12'800);
  for (auto &step : steps) {
    step = random() % 1'024;
  }
  ByteWriter out;
  store::put_packed(out, steps);
  CHECK(out.bytes().size() * 8 < steps.size() * 12);
}

TEST_CASE("cut or senseless bytes are refused, never read past") {
  ByteWriter out;
  std::vector<std::uint64_t> const values{1, 2, 3, 1'000'000, 5};
  store::put_packed(out, values);
  for (std::size_t length = 0; length < out.bytes().size(); ++length) {
    ByteReader in(std::string_view(out.bytes()).substr(0, length));
    CHECK_THROWS_AS(store::take_packed(in, values.size()), store::MalformedBytes);
  }
  ByteReader unknown("\x40\x00\x00");
  CHECK_THROWS_AS(store::take_packed(unknown, 1), store::MalformedBytes);
  ByteReader too_many("\xff");
  CHECK_THROWS_AS(store::take_packed(too_many, 1'000'000), store::MalformedBytes);
}

TEST_CASE("differences of either sign become small numbers") {
  for (std::int64_t const value :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1}, INT64_MAX, INT64_MIN}) {
    auto const bits = static_cast<std::uint64_t>(value);
    CHECK(store::unzigzag(store::zigzag(bits)) == bits);
  }
  CHECK(store::zigzag(static_cast<std::uint64_t>(-2)) == 3);
}
