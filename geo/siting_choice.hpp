#pragma once

#include "geo/cover_case.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace yuntu::geo {

/// Which candidates are open, what they serve, and what each would add or take away, kept up to
/// date with every opening and closing. Keeps a reference to the case.
class SitingChoice {
public:
  explicit SitingChoice(CoverCase const &cover);

  void open(std::uint32_t candidate);
  void close(std::uint32_t candidate);

  [[nodiscard]] CoverCase const &cover() const { return *cover_; }
  [[nodiscard]] std::int64_t weight() const { return weight_; }
  [[nodiscard]] bool is_open(std::uint32_t candidate) const { return is_open_[candidate]; }
  /// Of how many open candidates a target has.
  [[nodiscard]] std::uint32_t servers(std::uint32_t target) const { return servers_[target]; }
  /// What opening it would add; of an open one 0.
  [[nodiscard]] std::int64_t gain(std::uint32_t candidate) const { return gains_[candidate]; }
  /// The closed one that would add most, of equals the first; nullopt: all are open.
  [[nodiscard]] std::optional<std::uint32_t> best_to_open() const;
  /// Takes up these when they, improved for as long as it goes on, serve more.
  void try_choice(std::span<std::uint32_t const> picks, std::function<bool()> const &goes_on);
  /// In order.
  [[nodiscard]] std::vector<std::uint32_t> picks() const;
  /// No choice of as many as the case allows serves more: each of its candidates adds to these at
  /// most its gain.
  [[nodiscard]] std::int64_t bound_by_gains() const;

private:
  CoverCase const *cover_;
  std::int64_t weight_ = 0;
  std::vector<bool> is_open_;
  std::vector<std::uint32_t> servers_;
  std::vector<std::int64_t> gains_;
};

/// Each time the one that adds most, as many as the case allows.
[[nodiscard]] SitingChoice choose_greedily(CoverCase const &cover);

/// Closes one and opens another as long as that serves more and `goes_on` says so.
void swap_while_better(SitingChoice &choice, std::function<bool()> const &goes_on);

/// So many times: closes a few, opens one at random, lets greed and swaps mend it, and keeps what
/// is not worse, while `goes_on` says so. Random numbers are the same every time.
void shake(SitingChoice &best, std::size_t times, std::function<bool()> const &goes_on);

} // namespace yuntu::geo
