#pragma once

#include "geo/reach.hpp"
#include "geo/siting.hpp"
#include "server/protocol/siting_messages.hpp"
#include "server/services/walk_view.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace yuntu::services {

/// How much a building weighs in a siting; 0 or more.
[[nodiscard]] std::int64_t weight_of(WalkBuilding const &building, protocol::SitingWeight weight);

/// A question made ready for choosing.
struct SitingGround {
  geo::SitingCase sites;
  std::vector<std::uint32_t> near_stations; ///< targets within a walk of a station in use
  std::vector<std::string> limited;         ///< codes of the stations in sites.standing
  std::vector<std::size_t> off_street;      ///< candidates
  bool is_capacity_ignored = false;         ///< that of some station
};

/// Looks who lives within a walk of whom, until there is too much of it or somebody asks to stop.
/// Keeps references to all it is made from.
class SitingSurvey {
public:
  SitingSurvey(WalkView const &view, protocol::SitingQuestion const &question,
               geo::SitingProgress const &progress, std::size_t most_pairs);

  /// One that can take all who would come is as good as one without a limit. What stations say
  /// they can take is households: where something else is weighed, it is left out.
  void add_stations();
  void add_candidates();

  [[nodiscard]] bool is_stopped() const { return is_stopped_; }
  [[nodiscard]] bool is_too_large() const { return pairs_ > most_pairs_; }
  [[nodiscard]] SitingGround const &ground() const { return ground_; }

private:
  bool goes_on(double done);
  std::vector<std::uint32_t> targets_of(std::vector<geo::StreetPoint> const &origins);
  void add_near(std::vector<std::uint32_t> const &targets);
  /// False: nobody would be left out there.
  bool add_limited(std::string const &code, geo::StreetPoint const &at, std::int64_t capacity);

  WalkCity const &city_;
  protocol::SitingQuestion const &question_;
  geo::SitingProgress const &progress_;
  std::size_t most_pairs_;
  geo::ReachSearch search_;
  std::int32_t limit_mm_;
  SitingGround ground_;
  std::size_t pairs_ = 0; ///< of a site and a building within its walk
  bool is_stopped_ = false;
};

} // namespace yuntu::services
