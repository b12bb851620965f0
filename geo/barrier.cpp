#include "geo/barrier.hpp"

#include "geo/local_frame.hpp"
#include "geo/street_place.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <variant>

namespace yuntu::geo {
namespace {

auto rank(Opening const &opening) {
  auto const *gate = std::get_if<OpenedStreet>(&opening.edit);
  auto const *compound = std::get_if<OpenedCompound>(&opening.edit);
  auto const link = gate != nullptr       ? AddedLink{{gate->edge, 0, 0}, {}, 0}
                    : compound != nullptr ? AddedLink{{compound->compound, 0, 0}, {}, 0}
                                          : std::get<AddedLink>(opening.edit);
  int const kind = gate != nullptr ? 0 : compound != nullptr ? 1 : 2;
  return std::tuple(-opening.gained_weight, -opening.saved_mm, kind, link.length_mm, link.from.edge,
                    link.from.offset_mm, link.to.edge, link.to.offset_mm);
}

LonLat middle(Opening const &opening) {
  auto const frame = LocalFrame(opening.from);
  auto const to = frame.to_metric(opening.to);
  return frame.to_lon_lat({to.easting / 2, to.northing / 2});
}

/// Asks about openings and keeps those that change somebody's walk.
class Trial {
public:
  explicit Trial(WhatIf &what_if) : what_if_(what_if) {}

  void ask(Opening const &opening) { keep(opening, what_if_.answer(opening.edit)); }
  void ask(Opening const &opening, WhatIfQuestion const &question) {
    keep(opening, what_if_.answer(question));
  }

  std::vector<Opening> ranked() {
    std::sort(openings_.begin(), openings_.end(),
              [](Opening const &a, Opening const &b) { return rank(a) < rank(b); });
    return std::move(openings_);
  }

private:
  void keep(Opening opening, WhatIfAnswer const &answer) {
    if (answer.gained.empty() && answer.shorter == 0) {
      return;
    }
    opening.gained = answer.gained.size();
    opening.gained_weight = answer.gained_weight;
    opening.shorter = answer.shorter;
    opening.saved_mm = answer.saved_mm;
    openings_.push_back(opening);
  }

  WhatIf &what_if_;
  std::vector<Opening> openings_;
};

/// The first of every neighbourhood, up to `most`.
std::vector<Opening> thinned(std::vector<Opening> const &ranked, BarrierOptions const &options) {
  std::vector<Opening> kept;
  std::vector<LonLat> middles;
  for (auto const &opening : ranked) {
    if (kept.size() == options.most) {
      break;
    }
    auto const here = middle(opening);
    bool const is_crowded =
        opening.is_link() && std::any_of(middles.begin(), middles.end(), [&](LonLat other) {
          return distance_m(here, other) <= options.neighbourhood_m;
        });
    if (!is_crowded) {
      kept.push_back(opening);
      middles.push_back(here);
    }
  }
  return kept;
}

/// Whether public streets come to it at two places, so that somebody could pass through.
bool has_way_through(WalkGraph const &graph, CompoundId compound) {
  std::optional<VertexId> first;
  for (auto const edge : graph.edges_in(compound)) {
    auto const ends = graph.ends(edge, WalkPart::street);
    for (auto const vertex : {ends.from, ends.to}) {
      auto const arcs = graph.arcs(vertex);
      bool const is_public = std::any_of(
          arcs.begin(), arcs.end(), [&](WalkArc const &arc) { return !graph.is_gate(arc.edge); });
      if (is_public && first && *first != vertex) {
        return true;
      }
      first = is_public && !first ? vertex : first;
    }
  }
  return false;
}

/// The first of its streets that no closure closes; nullopt: all of them are.
std::optional<EdgeId> open_edge(ServedTown const &town, CompoundId compound) {
  auto const edges = town.graph->edges_in(compound);
  auto const found = std::find_if(edges.begin(), edges.end(),
                                  [&](EdgeId edge) { return !town.closed.contains(edge); });
  return found == edges.end() ? std::nullopt : std::optional(*found);
}

LonLat middle(WalkGraph const &graph, EdgeId edge) {
  return street_place(graph, {edge, graph.edge(edge).length_mm / 2, 0});
}

void ask_compounds(Trial &trial, ServedTown const &town) {
  auto const &graph = *town.graph;
  for (CompoundId compound = 0; compound < graph.compound_count(); ++compound) {
    auto const edge = open_edge(town, compound);
    if (edge && has_way_through(graph, compound)) {
      Opening opening;
      opening.edit = OpenedCompound{compound};
      opening.place = middle(graph, *edge);
      opening.from = opening.to = *opening.place;
      trial.ask(opening);
    }
  }
}

} // namespace

std::vector<Opening> find_openings(WhatIf &what_if, std::span<EdgeId const> gates,
                                   BarrierOptions const &options, GateOpened const &opened) {
  auto const &graph = *what_if.town().graph;
  auto trial = Trial(what_if);
  std::vector<EdgeId> each_gate(gates.begin(), gates.end());
  std::sort(each_gate.begin(), each_gate.end());
  each_gate.erase(std::unique(each_gate.begin(), each_gate.end()), each_gate.end());
  for (auto const gate : each_gate) {
    Opening opening;
    opening.edit = OpenedStreet{gate};
    if (gate < graph.edge_count()) { // others are refused when asked about
      opening.from = graph.points(gate).front();
      opening.to = graph.points(gate).back();
      opening.place = middle(graph, gate);
    }
    if (opened && gate < graph.edge_count()) {
      trial.ask(opening, opened(gate));
    } else {
      trial.ask(opening);
    }
  }
  ask_compounds(trial, what_if.town());
  auto links = missing_links(what_if, options.links);
  links.resize(std::min(links.size(), options.most_tried));
  for (auto const &missing : links) {
    Opening opening;
    opening.edit = missing.link;
    opening.from = missing.from;
    opening.to = missing.to;
    trial.ask(opening);
  }
  return thinned(trial.ranked(), options);
}

} // namespace yuntu::geo
