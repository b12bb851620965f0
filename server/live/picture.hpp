#pragma once

#include "server/live/audience_ids.hpp"
#include "server/live/block_index.hpp"
#include "server/live/counts_board.hpp"
#include "server/live/fact_ring.hpp"
#include "server/live/incident_board.hpp"
#include "server/live/interest.hpp"
#include "server/live/plan_board.hpp"
#include "server/live/reach_board.hpp"
#include "server/live/rights_classes.hpp"
#include "server/model/city_state.hpp"
#include "server/protocol/server_messages.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::live {

/// What a viewer is to be told of a change.
enum class Showing : std::uint8_t { nothing, change, departure };

/// Whose view: what is asked for and what may be seen.
struct View {
  Interest const &interest;
  RightsId rights = 0;
  std::string_view user = {}; ///< whose own incidents are shown in whatever area
};

/// Puts into the message what a viewer is told of the change.
void add_shown(FactChange const &change, Showing showing, protocol::Changes &message);

/// Everything that may be shown to somebody, arranged by where it is and who may see it. Follows
/// the published state, commit by commit. Live thread only.
class Picture {
public:
  /// `published` is kept by reference and must already be loaded.
  explicit Picture(model::CityState const &published, IncidentSigns signs = {});

  /// While loading or after the published state has folded its group: what the fact shows, with
  /// what later questions need to know noted on the way.
  FactChange take_in(model::Fact const &fact);
  /// After the published state has folded the group.
  void move_workers(model::CommitGroup const &group);
  /// Everything that moved between areas by the newest commit.
  void workers_relocated();
  void stage_reach(protocol::ReachUpsert reach, std::string digest) {
    reaches.stage(std::move(reach), std::move(digest), published);
  }
  void use_areas(std::vector<CountArea> areas);

  /// departure: of an incident that is not the viewer's any more, and nothing else lets it be seen.
  [[nodiscard]] Showing showing(FactChange const &change, View const &view);
  /// By where it lies, or because it is the viewer's own.
  [[nodiscard]] bool admits_incident(View const &view, AudienceId audience,
                                     std::string_view reporter, std::string_view assignee);
  [[nodiscard]] bool shows_worker(SlotId worker, View const &view);
  [[nodiscard]] bool shows_incident(IncidentBoard::Entry const &entry, View const &view);
  [[nodiscard]] bool shows_reach(std::string const &station, View const &view);
  [[nodiscard]] bool shows_plans(View const &view) const {
    return rights[view.rights].sees_plans && view.interest.wants(protocol::LiveLayer::plan);
  }

  /// Reports of workers in view, taken after `tick`, which must not lie before the last flush.
  [[nodiscard]] std::uint64_t records_after(std::uint64_t tick, View const &view);

  model::CityState const &published;
  AudienceIds audiences;
  RightsClasses rights{audiences};
  BlockIndex blocks{audiences};
  IncidentBoard incidents;
  CountsBoard counts{audiences};
  ReachBoard reaches;
  PlanBoard plans;
  std::map<std::string, std::uint64_t> rights_changed; ///< seq of the newest change, by user
  std::uint64_t areas_changed = 0;                     ///< seq of the newest layer of areas
  std::uint64_t loaded_tick = 0;

private:
  void update(model::Worker const &worker, std::uint64_t tick, std::uint32_t records);
  /// Whether the incident was shown already by the commit of this fact; from now on it was.
  bool is_shown_again(model::Fact const &fact, std::string const &incident);

  std::uint64_t shown_tick_ = 0;     ///< of the commit that `shown_` is about
  std::set<std::string> shown_ = {}; ///< incidents

  std::vector<SlotId> moved_; ///< scratch
};

} // namespace yuntu::live
