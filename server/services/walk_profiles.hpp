#pragma once

#include "geo/walk_profile.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::services {

/// How somebody walks, and what a question calls it: "elder", or at another speed "elder@0.65".
struct Walker {
  std::string name;
  geo::WalkProfile profile;

  friend bool operator==(Walker const &, Walker const &) = default;
};

/// The ways of walking that a county distinguishes. Immutable, any thread.
class WalkProfiles {
public:
  static constexpr double slowest_mps = 0.2;
  static constexpr double fastest_mps = 3;

  struct Entry {
    std::string name;  ///< of small letters, digits and "_"
    std::string title; ///< for people; empty: they know it by the name
    geo::WalkProfile profile;

    friend bool operator==(Entry const &, Entry const &) = default;
  };

  /// The shipped ones: standard, elder, wheelchair.
  WalkProfiles();
  explicit WalkProfiles(std::vector<Entry> entries) : entries_(std::move(entries)) {}

  /// In the order in which they are offered.
  [[nodiscard]] std::vector<Entry> const &entries() const { return entries_; }
  /// What is wrong with them, for whoever wrote them; there must be one called "standard".
  [[nodiscard]] std::vector<std::string> faults() const;

  /// NAME, or NAME@SPEED with a speed in m/s from slowest_mps to fastest_mps and at most two
  /// decimals; nullopt: no such name, or no such speed.
  [[nodiscard]] std::optional<Walker> find(std::string_view text) const;
  /// To be said where something else was given: "standard, elder or wheelchair, ...".
  [[nodiscard]] std::string choices() const;
  /// Whom the city itself reckons with: the reach of stations, the way of who is sent.
  [[nodiscard]] geo::WalkProfile const &standard() const;

private:
  [[nodiscard]] Entry const *entry_of(std::string_view name) const;

  std::vector<Entry> entries_;
};

} // namespace yuntu::services
