#include "geo/cell_placer.hpp"

#include "geo/cell_words.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace yuntu::geo {
namespace {

/// An edge is kept for a cell that it passes within a unit of, and one more for rounding: then the
/// way from one anchor to the next meets no edge that neither cell knows.
constexpr std::int64_t margin = 2;

} // namespace

bool CellPlacer::place_all(std::span<Member const> members, std::size_t most_placed) {
  settled_.assign(std::size_t{measures().columns} * measures().rows, false);
  placed_.reserve(3 * members.size());
  staged_.reserve(24 * members.size());
  for (auto const &member : members) {
    layer_ = member.layer;
    place(member);
    if (placed_.size() > most_placed) {
      return false;
    }
  }
  settled_ = {};
  return true;
}

std::size_t CellPlacer::words_of(Placed const &placed) const {
  return placed.words == whole
             ? CandidateWords::short_words
             : CandidateWords::head_words + CandidateWords(&staged_[placed.words]).point_words();
}

void CellPlacer::take_ring(Ring const &ring) {
  for (std::size_t i = 0; i < ring.size(); ++i) {
    if (i > 0) {
      edges_.push_back(static_cast<std::uint32_t>(corners_.size()));
    }
    corners_.push_back({ring[i].lon_e7(), ring[i].lat_e7()});
  }
}

void CellPlacer::place(Member const &member) {
  auto const box = envelope_of(*member.polygon);
  if (box.is_empty()) {
    return;
  }
  corners_.clear();
  edges_.clear();
  touches_.clear();
  take_ring(member.polygon->outer);
  for (auto const &hole : member.polygon->holes) {
    take_ring(hole);
  }
  Window const window{cells_.column_of(box.west), cells_.row_of(box.south),
                      cells_.column_of(box.east) - cells_.column_of(box.west) + 1,
                      cells_.row_of(box.north) - cells_.row_of(box.south) + 1};
  for (auto const edge : edges_) {
    touch(window, edge);
  }
  if (window.width * window.height > 1) {
    std::sort(touches_.begin(), touches_.end());
  }
  auto next = touches_.begin();
  for (std::uint32_t row = 0; row < window.height; ++row) {
    auto const start = next;
    while (next != touches_.end() && next->cell < (row + 1) * window.width) {
      ++next;
    }
    follow_row(window, row, Touches(start, next), box, member.payload);
  }
}

/// The cells that the edge passes, row by row.
void CellPlacer::touch(Window const &window, std::uint32_t edge) {
  if (window.width * window.height == 1) {
    touches_.push_back({0, edge});
    return;
  }
  auto low = corners_[edge - 1];
  auto high = corners_[edge];
  if (low.y > high.y) {
    std::swap(low, high);
  }
  // Of the window, from units east or north of the grid's corner.
  auto const place = [&](std::int64_t units, std::uint32_t first, std::uint32_t count) {
    auto const cell = (std::max<std::int64_t>(units, 0) >> measures().shift) - first;
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(cell, 0, count - 1));
  };
  auto const ax = low.x - measures().extent.west;
  auto const ay = low.y - measures().extent.south;
  auto const bx = high.x - measures().extent.west;
  auto const by = high.y - measures().extent.south;
  auto const first_row = place(ay - margin, window.south, window.height);
  auto const last_row = place(by + margin, window.south, window.height);
  auto const size = std::int64_t{1} << measures().shift;
  double const slope = by > ay ? static_cast<double>(bx - ax) / static_cast<double>(by - ay) : 0;
  auto const x_at = [&](std::int64_t y) {
    return ax + static_cast<std::int64_t>(static_cast<double>(y - ay) * slope);
  };
  for (auto row = first_row; row <= last_row; ++row) {
    auto x1 = ax;
    auto x2 = bx;
    if (first_row != last_row && by > ay) {
      auto const bottom = (std::int64_t{row} + window.south) * size - margin;
      x1 = x_at(std::clamp(bottom, ay, by));
      x2 = x_at(std::clamp(bottom + size + 2 * margin, ay, by));
    }
    auto const last = place(std::max(x1, x2) + margin, window.west, window.width);
    for (auto column = place(std::min(x1, x2) - margin, window.west, window.width); column <= last;
         ++column) {
      touches_.push_back({row * window.width + column, edge});
    }
  }
}

CellPoint CellPlacer::middle_of(std::uint32_t column, std::uint32_t row) const {
  auto const cell = std::size_t{row} * measures().columns + column;
  return {cells_.middle_x(cell), cells_.middle_y(cell)};
}

bool CellPlacer::is_on_edge(CellPoint p, Touches edges) const {
  return std::any_of(edges.begin(), edges.end(), [&](Touch const &touch) {
    auto const a = corners_[touch.edge - 1];
    auto const b = corners_[touch.edge];
    return is_between(a, b, p) && turn(a, b, p) == 0;
  });
}

/// The point nearest the middle, ring by ring, that no edge passes through.
CellPoint CellPlacer::anchor_in(CellPoint middle, Touches edges) const {
  auto const half = std::min((std::int64_t{1} << measures().shift) / 2, narrow_reach + 1);
  for (std::int64_t reach = 0; reach < half; ++reach) {
    for (auto x = -reach; x <= reach; ++x) {
      for (auto y = -reach; y <= reach;
           y += std::abs(x) == reach ? 1 : std::max(2 * reach, std::int64_t{1})) {
        CellPoint const anchor{middle.x + x, middle.y + y};
        if (!is_on_edge(anchor, edges)) {
          return anchor;
        }
      }
    }
  }
  throw std::length_error("borders leave no point of a cell free");
}

/// Whether `anchor` is inside, knowing it of where the way has come to: by the edges of both cells.
bool CellPlacer::is_inside(Stand const &from, CellPoint anchor, Touches edges) const {
  AnchorWay way(from.anchor, anchor, from.is_inside);
  std::uint32_t before = 0;
  auto const cross = [&](std::uint32_t edge) {
    if (before == 0 || edge != before + 1) {
      way.start(corners_[edge - 1]);
    }
    way.go_on(corners_[edge]);
    before = edge;
  };
  auto mine = edges.begin();
  auto other = from.edges.begin();
  while (mine != edges.end() || other != from.edges.end()) {
    if (other == from.edges.end() || (mine != edges.end() && mine->edge <= other->edge)) {
      if (other != from.edges.end() && other->edge == mine->edge) {
        ++other;
      }
      cross(mine->edge);
      ++mine;
    } else {
      cross(other->edge);
      ++other;
    }
  }
  return way.is_inside();
}

void CellPlacer::follow_row(Window const &window, std::uint32_t row, Touches touches,
                            Envelope const &box, std::uint32_t payload) {
  auto const cell_size = std::int64_t{1} << measures().shift;
  auto const first_middle = middle_of(window.west, window.south + row);
  Stand stand{{first_middle.x - cell_size, first_middle.y}, false, {}};
  auto next = touches.begin();
  for (std::uint32_t column = 0; column < window.width; ++column) {
    auto const start = next;
    while (next != touches.end() && next->cell == row * window.width + column) {
      ++next;
    }
    Touches const edges(start, next);
    auto const middle = middle_of(window.west + column, window.south + row);
    if (!edges.empty() || !stand.edges.empty()) {
      auto const anchor = anchor_in(middle, edges);
      stand = {anchor, is_inside(stand, anchor, edges), edges};
    }
    auto const cell = (window.south + row) * measures().columns + window.west + column;
    if (settled_[cell]) {
      continue;
    }
    if (!edges.empty()) {
      placed_.push_back({cell, static_cast<std::uint32_t>(staged_.size()), payload});
      stage(stand, middle, box, payload);
    } else if (stand.is_inside) {
      placed_.push_back({cell, whole, payload});
      settled_[cell] = keep_ == AreaCells::Keep::first;
    }
  }
}

void CellPlacer::stage(Stand const &stand, CellPoint middle, Envelope const &box,
                       std::uint32_t payload) {
  auto const from_middle = [&](CellPoint p) { return CellPoint{p.x - middle.x, p.y - middle.y}; };
  auto const low = CellBox::of_point(from_middle({box.west, box.south}), measures().shift);
  auto const high = CellBox::of_point(from_middle({box.east, box.north}), measures().shift);
  auto const is_near = [&](std::uint32_t corner) {
    auto const p = from_middle(corners_[corner]);
    return std::max(std::abs(p.x), std::abs(p.y)) <= narrow_reach;
  };
  bool const is_wide = !std::all_of(stand.edges.begin(), stand.edges.end(), [&](auto const &touch) {
    return is_near(touch.edge - 1) && is_near(touch.edge);
  });
  staged_.push_back(payload * 2);
  auto const count = staged_.size();
  staged_.push_back(0);
  staged_.push_back(CellBox{low.west, low.south, high.east, high.north}.word());
  staged_.push_back(narrow_word(from_middle(stand.anchor)));
  auto const put = [&](std::uint32_t corner) {
    auto const p = corners_[corner];
    if (is_wide) {
      staged_.push_back(static_cast<std::uint32_t>(p.x));
      staged_.push_back(static_cast<std::uint32_t>(p.y));
    } else {
      staged_.push_back(narrow_word(from_middle(p)));
    }
  };
  std::uint32_t before = 0;
  for (auto const &touch : stand.edges) {
    if (before == 0 || touch.edge != before + 1) {
      if (before != 0) {
        staged_.push_back(chain_break);
      }
      put(touch.edge - 1);
    }
    put(touch.edge);
    before = touch.edge;
  }
  auto const points = staged_.size() - count - 3;
  staged_[count] = candidate_kind(points, layer_, is_wide, stand.is_inside);
  if (staged_.size() > AreaCells::largest_payload) {
    throw std::length_error("more borders than an index can hold");
  }
}

} // namespace yuntu::geo
