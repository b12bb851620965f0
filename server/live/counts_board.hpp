#pragma once

#include "server/live/audience_ids.hpp"
#include "server/live/cell.hpp"
#include "server/live/rights_classes.hpp"
#include "server/live/worker_slots.hpp"
#include "server/model/incident.hpp"
#include "server/protocol/live_values.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace yuntu::live {

/// An area that is counted: a subdistrict, community or grid of the base map.
struct CountArea {
  model::AreaLevel level = model::AreaLevel::grid;
  std::string code;
  geo::LonLat label;        ///< where its name stands
  model::Audience audience; ///< the areas it lies in, itself included
  friend bool operator==(CountArea const &, CountArea const &) = default;
};

/// How many workers and open incidents each area holds, kept up to date thing by thing. Live thread
/// only.
class CountsBoard {
public:
  /// `audiences` is kept by reference.
  explicit CountsBoard(AudienceIds &audiences) : audiences_(audiences) {}

  /// Other areas: every count starts from nothing, so count everything anew.
  void use_areas(std::vector<CountArea> areas, std::uint64_t tick);
  /// nullptr: not shown any more.
  void count_worker(SlotId worker, model::AreaCodes const *areas, std::uint64_t tick);
  void count_incident(model::Incident const &incident, std::uint64_t tick);

  [[nodiscard]] std::size_t size() const { return tallies_.size(); }
  /// Tick of the newest change of any count.
  [[nodiscard]] std::uint64_t changed() const { return changed_; }

  /// Calls `visit(area, may_see)` for the areas of a level that changed after `since`; `may_see`
  /// says whether who has these rights may see everything that is counted there. Areas that have
  /// nothing to do with the rights are left out.
  template <typename Visit>
  void visit_changed(model::AreaLevel level, std::uint64_t since, RightsClasses &rights,
                     RightsId whose, Visit const &visit) {
    auto const [first, last] = of_level(level);
    for (auto i = first; i < last; ++i) {
      if (tallies_[i].changed > since && is_within(i, rights, whose)) {
        visit(i, holds_only_seen(i, rights, whose));
      }
    }
  }
  /// Whether who has these rights may see everything that is counted there.
  [[nodiscard]] bool may_see(std::size_t area, RightsClasses &rights, RightsId whose) const {
    return is_within(area, rights, whose) && holds_only_seen(area, rights, whose);
  }
  [[nodiscard]] std::uint64_t changed_of(std::size_t area) const { return tallies_[area].changed; }
  [[nodiscard]] Cell cell_of(std::size_t area) const { return tallies_[area].cell; }
  [[nodiscard]] std::string const &code_of(std::size_t area) const {
    return tallies_[area].count.area;
  }
  /// Encoded once a change.
  protocol::Shared<protocol::CountUpsert> const &upsert_of(std::size_t area);

private:
  enum class Kind : std::uint8_t { worker, routine, urgent, critical };
  static constexpr std::uint32_t nowhere = UINT32_MAX;
  /// Where a thing is counted.
  struct Counted {
    Kind kind = Kind::worker;
    AudienceId audience = 0;
    std::array<std::uint32_t, 3> areas{nowhere, nowhere, nowhere}; ///< in tallies_
  };
  struct Tally {
    protocol::CountUpsert count;
    Cell cell;
    AudienceId audience = 0;
    std::uint64_t changed = 0;
    /// How many things of which audience are counted: one audience a grid, where areas nest.
    std::vector<std::pair<AudienceId, std::uint32_t>> holds;
    protocol::Shared<protocol::CountUpsert> encoded; ///< nullptr: changed since
  };

  [[nodiscard]] std::pair<std::size_t, std::size_t> of_level(model::AreaLevel level) const;
  [[nodiscard]] Counted place(Kind kind, model::AreaCodes const &areas);
  /// From nowhere or to nowhere: nullptr.
  void move(Counted const *from, Counted const *to, std::uint64_t tick);
  void put(Counted const &thing, std::size_t level, std::uint64_t tick);
  void take(Counted const &thing, std::size_t level, std::uint64_t tick);
  static bool hold(Tally &tally, AudienceId audience);
  static bool let_go(Tally &tally, AudienceId audience);
  void change(std::uint32_t area, std::uint64_t tick);
  static std::uint32_t &figure(protocol::CountUpsert &count, Kind kind);
  bool is_within(std::size_t area, RightsClasses &rights, RightsId whose) const;
  bool holds_only_seen(std::size_t area, RightsClasses &rights, RightsId whose) const;

  AudienceIds &audiences_;
  std::vector<Tally> tallies_; ///< by level
  std::array<std::size_t, model::area_level_count + 1> first_{};
  std::array<std::unordered_map<std::string, std::uint32_t>, model::area_level_count> by_code_;
  std::vector<std::optional<Counted>> workers_; ///< by slot
  std::unordered_map<std::string, Counted> incidents_;
  std::uint64_t changed_ = 0;
};

} // namespace yuntu::live
