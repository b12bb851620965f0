#include "server/store/packed_column.hpp"

#include <algorithm>
#include <bit>

namespace yuntu::store {
namespace {

constexpr std::size_t block_size = 128;
constexpr std::uint8_t all_zero = 0xff;
constexpr unsigned most_ones = 20; ///< a longer quotient is written plainly instead
constexpr unsigned length_bits = 6;

/// Bits from the lowest of each byte upwards.
class BitWriter {
public:
  explicit BitWriter(ByteWriter &out) : out_(out) {}
  /// `count` at most 32.
  void put(std::uint64_t bits, unsigned count) {
    pending_ |= bits << used_;
    used_ += count;
    while (used_ >= 8) {
      out_.put_byte(static_cast<std::uint8_t>(pending_));
      pending_ >>= 8;
      used_ -= 8;
    }
  }
  void finish() {
    if (used_ > 0) {
      out_.put_byte(static_cast<std::uint8_t>(pending_));
    }
    pending_ = 0;
    used_ = 0;
  }

private:
  ByteWriter &out_;
  std::uint64_t pending_ = 0;
  unsigned used_ = 0;
};

class BitReader {
public:
  explicit BitReader(ByteReader &in) : in_(in) {}
  std::uint64_t take(unsigned count) {
    fill(count);
    auto const bits = pending_ & ((std::uint64_t{1} << count) - 1);
    pending_ >>= count;
    held_ -= count;
    return bits;
  }
  /// How many ones come before the zero, which is taken too; stops after `most`, without a zero.
  unsigned take_ones(unsigned most) {
    fill(1);
    unsigned ones = 0;
    while (ones < most) {
      if (held_ == 0) {
        fill(1);
      }
      auto const run =
          std::min({static_cast<unsigned>(std::countr_one(pending_)), held_, most - ones});
      pending_ >>= run;
      held_ -= run;
      ones += run;
      if (held_ > 0 && ones < most) {
        take(1);
        return ones;
      }
    }
    return ones;
  }

private:
  void fill(unsigned count) {
    while (held_ < count) {
      pending_ |= static_cast<std::uint64_t>(in_.take_byte()) << held_;
      held_ += 8;
    }
  }

  ByteReader &in_;
  std::uint64_t pending_ = 0;
  unsigned held_ = 0;
};

unsigned width_of(std::uint64_t value) {
  return static_cast<unsigned>(std::bit_width(value));
}

std::uint64_t cost_of(std::uint64_t value, unsigned k) {
  auto const quotient = value >> k;
  return quotient < most_ones ? quotient + 1 + k
                              : most_ones + length_bits + std::uint64_t{width_of(value)};
}

void put_value(BitWriter &bits, std::uint64_t value, unsigned k) {
  auto const quotient = value >> k;
  if (quotient < most_ones) {
    bits.put((std::uint64_t{1} << quotient) - 1, static_cast<unsigned>(quotient) + 1);
    bits.put(value & ((std::uint64_t{1} << k) - 1), k);
    return;
  }
  bits.put((std::uint64_t{1} << most_ones) - 1, most_ones);
  auto const width = width_of(value); // 1 to 64
  bits.put(width - 1, length_bits);
  auto const low = std::min(width, 32U);
  bits.put(value & 0xffff'ffff, low);
  bits.put(value >> 32, width - low);
}

std::uint64_t take_value(BitReader &bits, unsigned k) {
  auto const quotient = bits.take_ones(most_ones);
  if (quotient < most_ones) {
    return (std::uint64_t{quotient} << k) | bits.take(k);
  }
  auto const width = static_cast<unsigned>(bits.take(length_bits)) + 1;
  auto const low = std::min(width, 32U);
  auto value = bits.take(low);
  value |= bits.take(width - low) << 32;
  return value;
}

/// The parameter that takes the fewest bits; the mean says about where it lies.
unsigned best_parameter(std::uint64_t const *values, std::size_t count) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    sum += std::min<std::uint64_t>(values[i], std::uint64_t{1} << 40);
  }
  auto const guess = std::min(width_of(sum / count), 31U);
  unsigned best = 0;
  auto best_cost = ~std::uint64_t{0};
  for (unsigned k = guess > 6 ? guess - 6 : 0; k <= std::min(guess + 1, 31U); ++k) {
    std::uint64_t cost = 0;
    for (std::size_t i = 0; i < count; ++i) {
      cost += cost_of(values[i], k);
    }
    if (cost < best_cost) {
      best = k;
      best_cost = cost;
    }
  }
  return best;
}

} // namespace

void put_packed(ByteWriter &out, std::vector<std::uint64_t> const &values) {
  BitWriter bits(out);
  for (std::size_t start = 0; start < values.size(); start += block_size) {
    auto const *const block = values.data() + start;
    auto const count = std::min(block_size, values.size() - start);
    if (std::all_of(block, block + count, [](std::uint64_t value) { return value == 0; })) {
      out.put_byte(all_zero);
      continue;
    }
    auto const k = best_parameter(block, count);
    out.put_byte(static_cast<std::uint8_t>(k));
    for (std::size_t i = 0; i < count; ++i) {
      put_value(bits, block[i], k);
    }
    bits.finish();
  }
}

std::vector<std::uint64_t> take_packed(ByteReader &in, std::size_t count) {
  // A block of zeros is the least there can be: a byte for 128 numbers.
  in.expect_room((count + block_size - 1) / block_size, 1);
  std::vector<std::uint64_t> values(count, 0);
  for (std::size_t start = 0; start < count; start += block_size) {
    auto const k = in.take_byte();
    if (k == all_zero) {
      continue;
    }
    if (k > 31) {
      throw MalformedBytes("holds a column with an unknown parameter");
    }
    BitReader bits(in);
    auto const end = std::min(count, start + block_size);
    for (std::size_t i = start; i < end; ++i) {
      values[i] = take_value(bits, k);
    }
  }
  return values;
}

} // namespace yuntu::store
