#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace yuntu::geo {

/// Memory in pages of 2 MiB, where the system has them and so much is asked for: what is read here
/// and there all over it then does not wait for the tables of small pages first.
[[nodiscard]] void *take_large_pages(std::size_t bytes);
void give_large_pages(void *memory, std::size_t bytes) noexcept;

template <typename Number>
struct LargePages {
  using value_type = Number;

  LargePages() = default;
  template <typename Other>
  LargePages(LargePages<Other> const & /*other*/) {}

  [[nodiscard]] Number *allocate(std::size_t count) {
    return static_cast<Number *>(take_large_pages(count * sizeof(Number)));
  }
  void deallocate(Number *memory, std::size_t count) noexcept {
    give_large_pages(memory, count * sizeof(Number));
  }

  friend bool operator==(LargePages const &, LargePages const &) { return true; }
};

/// Numbers in the making.
using WordVector = std::vector<std::uint32_t, LargePages<std::uint32_t>>;

/// Numbers in a row that never change: its own, or such that lie in memory somebody keeps (a mapped
/// file), which stays as long as one copy of this does. Copies share.
class Words {
public:
  Words() = default;
  explicit Words(WordVector own) {
    auto const kept = std::make_shared<WordVector const>(std::move(own));
    words_ = *kept;
    keeper_ = kept;
  }
  Words(std::span<std::uint32_t const> borrowed, std::shared_ptr<void const> keeper)
      : words_(borrowed), keeper_(std::move(keeper)) {}

  [[nodiscard]] std::uint32_t const &operator[](std::size_t i) const { return words_[i]; }
  [[nodiscard]] std::uint32_t const *data() const { return words_.data(); }
  [[nodiscard]] std::size_t size() const { return words_.size(); }
  [[nodiscard]] std::size_t bytes() const { return words_.size_bytes(); }
  [[nodiscard]] std::span<std::uint32_t const> all() const { return words_; }

private:
  std::span<std::uint32_t const> words_;
  std::shared_ptr<void const> keeper_;
};

} // namespace yuntu::geo
