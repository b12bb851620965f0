#include "server/services/barrier_service.hpp"

#include "server/services/station_places.hpp"
#include "server/services/street_edits.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>
#include <variant>

namespace yuntu::services {
namespace {

/// Of a compound: of all its streets.
double length_m(WalkMap const &walk, geo::Opening const &opening) {
  auto const &graph = walk.graph();
  if (auto const *const compound = std::get_if<geo::OpenedCompound>(&opening.edit)) {
    auto const edges = graph.edges_in(compound->compound);
    return std::accumulate(edges.begin(), edges.end(), 0.0, [&](double sum_m, geo::EdgeId edge) {
      return sum_m + graph.edge(edge).length_mm / 1000.0;
    });
  }
  auto const *const gate = std::get_if<geo::OpenedStreet>(&opening.edit);
  auto const length_mm = gate != nullptr ? graph.edge(gate->edge).length_mm
                                         : std::get<geo::AddedLink>(opening.edit).length_mm;
  return length_mm / 1000.0;
}

protocol::BarrierKind kind_of(geo::Opening const &found) {
  if (found.is_gate()) {
    return protocol::BarrierKind::gate;
  }
  return found.is_link() ? protocol::BarrierKind::link : protocol::BarrierKind::compound;
}

protocol::BarrierOpening opening_of(WalkMap const &walk, geo::Opening const &found,
                                    geo::WalkProfile const &profile) {
  protocol::BarrierOpening opening;
  opening.kind = kind_of(found);
  opening.from = found.from;
  opening.to = found.to;
  opening.place = found.place;
  opening.length_m = length_m(walk, found);
  opening.gained.buildings = static_cast<std::int64_t>(found.gained);
  opening.shorter = static_cast<std::int64_t>(found.shorter);
  if (walk.households() > 0) {
    opening.gained.households = found.gained_weight;
    opening.saved_household_s = static_cast<double>(found.saved_mm) / (profile.speed_mps * 1000);
  }
  return opening;
}

std::vector<geo::Opening> find_openings(WhatIfShelf &shelf, WalkView const &view,
                                        std::int32_t limit_mm) {
  auto const &city = view.city;
  geo::BarrierOptions options;
  options.most = BarrierService::most_openings;
  auto const closed = city->closed().edges();
  auto const opened = [&](geo::WhatIf const &what_if) {
    return [&](geo::EdgeId gate) {
      std::vector<geo::EdgeId> others;
      std::copy_if(closed.begin(), closed.end(), std::back_inserter(others),
                   [&](geo::EdgeId edge) { return edge != gate; });
      auto question = turned_with(view, what_if.town(), geo::ClosedEdges(others));
      question.edits.insert(question.edits.begin(), geo::OpenedStreet{gate});
      return question;
    };
  };
  std::vector<geo::Opening> openings;
  if (city->walk().households() > 0) {
    shelf.use(view, limit_mm, [&](geo::WhatIf &what_if, auto const &) {
      openings = geo::find_openings(what_if, closed, options, opened(what_if));
    });
    return openings;
  }
  std::vector<geo::Target> each_once;
  for (geo::TargetId id = 0; id < city->targets().size(); ++id) {
    each_once.push_back({city->targets().target(id).at, 1});
  }
  geo::TargetSet const buildings(city->walk().graph(), std::move(each_once));
  auto town = served_town(view, limit_mm);
  town.targets = &buildings;
  geo::WhatIf what_if(std::move(town));
  return geo::find_openings(what_if, closed, options, opened(what_if));
}

} // namespace

std::optional<protocol::BarriersAnswer>
BarrierService::find(std::shared_ptr<WalkCity const> const &city, Walker const &walker,
                     double limit_s, model::StationFilter const &stations) const {
  auto const limit_mm = geo::cost_within_mm(walker.profile, limit_s);
  auto const counted = counted_stations(*city, stations);
  std::lock_guard const lock(mutex_);
  auto const found = std::find_if(looked_.begin(), looked_.end(), [&](Looked const &looked) {
    return looked.city.lock() == city && looked.walker == walker && looked.limit_mm == limit_mm &&
           looked.stations == counted;
  });
  if (found == looked_.end()) {
    return std::nullopt;
  }
  auto answer = found->answer;
  answer.limit_s = limit_s;
  return answer;
}

protocol::BarriersAnswer BarrierService::look(std::shared_ptr<WalkCity const> const &city,
                                              Walker const &walker, double limit_s,
                                              model::StationFilter const &stations) {
  if (auto known = find(city, walker, limit_s, stations)) {
    return std::move(*known);
  }
  auto const view = view_of(city, walker, stations);
  protocol::BarriersAnswer answer{limit_s, walker.name, {}};
  auto const limit_mm = geo::cost_within_mm(walker.profile, limit_s);
  for (auto const &found : find_openings(shelf_, view, limit_mm)) {
    answer.openings.push_back(opening_of(view.city->walk(), found, walker.profile));
  }
  std::lock_guard const lock(mutex_);
  std::erase_if(looked_, [](Looked const &old) { return old.city.expired(); });
  looked_.push_front({city, walker, limit_mm, counted_stations(*city, stations), answer});
  if (looked_.size() > most_kept) {
    looked_.pop_back();
  }
  return answer;
}

} // namespace yuntu::services
