#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace yuntu::geo::io {

using MvtValue = std::variant<std::string, std::int64_t>;
using MvtAttributes = std::vector<std::pair<std::string, MvtValue>>; // UTF-8

/// The keys and values of a layer's attributes as they stand in a tile, encoded once for all tiles.
/// Immutable once made, any thread.
class MvtDictionary {
public:
  /// Of values that one feature alone has; they need no place to be found again.
  static constexpr std::uint32_t no_slot = 0xFFFF'FFFF;
  struct Value {
    std::uint64_t begin = 0; ///< in the bytes of all
    std::uint32_t size = 0;
    std::uint32_t slot = no_slot;
  };

  /// Key and value numbers by turns, appended to `tags`.
  void append_tags(MvtAttributes const &attributes, std::vector<std::uint32_t> &tags);
  /// No more attributes will come: lets go of what only finding them again needed.
  void close();

  [[nodiscard]] std::vector<std::string> const &keys() const { return keys_; }
  [[nodiscard]] Value value(std::uint32_t number) const { return values_[number]; }
  /// As a field of the layer, its tag and length included.
  [[nodiscard]] std::string_view bytes_of(Value const &value) const {
    return std::string_view(bytes_).substr(value.begin, value.size);
  }
  /// How many slots the values that come more than once have.
  [[nodiscard]] std::uint32_t slots() const { return slots_; }
  /// What those values take together.
  [[nodiscard]] std::size_t shared_bytes() const { return shared_bytes_; }
  /// Bytes held, roughly.
  [[nodiscard]] std::size_t memory() const {
    return values_.capacity() * sizeof(Value) + bytes_.capacity();
  }

private:
  std::uint32_t key_number(std::string const &key);
  std::uint32_t value_number(MvtValue const &value);

  std::vector<std::string> keys_;
  std::vector<Value> values_;
  std::string bytes_;
  std::uint32_t slots_ = 0;
  std::size_t shared_bytes_ = 0;
  std::map<MvtValue, std::uint32_t> numbers_;
};

} // namespace yuntu::geo::io
