#include "geo/area_cells_builder.hpp"

#include "geo/cell_words.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace yuntu::geo {
namespace {

/// Fine enough that most cells of a jagged layer touch no border, and no finer than a part of a
/// small and simple area, such as a building, needs.
constexpr std::size_t cells_per_edge = 8;
constexpr std::size_t fewest_cells = 64;
constexpr std::size_t most_cells = std::size_t{1} << 20U;
/// Where many large areas lie over each other: some 20 MB, then the cells get larger.
constexpr std::size_t most_overlaps = std::size_t{1} << 21U;
constexpr unsigned smallest_shift = 4; ///< an anchor must find a place beside the edges
/// An edge is kept for a cell that it passes within a unit of, and one more for rounding: then the
/// way from one anchor to the next meets no edge that neither cell knows.
constexpr std::int64_t margin = 2;

std::size_t edges_of(Polygon const &polygon) {
  std::size_t edges = polygon.outer.size();
  for (auto const &hole : polygon.holes) {
    edges += hole.size();
  }
  return edges;
}

std::size_t wanted_cells(std::size_t edges, std::size_t members) {
  auto const by_shape = static_cast<std::size_t>(std::pow(static_cast<double>(edges), 2) / 16 /
                                                 static_cast<double>(members));
  return std::max(fewest_cells,
                  std::min({edges * cells_per_edge, by_shape, std::max(most_cells, 2 * members)}));
}

} // namespace

AreaCells::AreaCells(std::span<Member const> members, Keep keep) {
  AreaCellsBuilder(*this, keep).build(members);
}

void AreaCellsBuilder::build(std::span<Member const> members) {
  auto const edges = take_extent(members);
  if (cells_.is_empty()) {
    return;
  }
  for (auto cells = wanted_cells(edges, members.size());; cells /= 4) {
    measure(cells);
    bool const may_coarsen = keep_ == AreaCells::Keep::all && cells / 4 >= fewest_cells;
    if (place_all(members, may_coarsen ? most_overlaps : SIZE_MAX)) {
      break;
    }
  }
  fill();
}

/// Returns the number of edges.
std::size_t AreaCellsBuilder::take_extent(std::span<Member const> members) {
  std::size_t edges = 0;
  for (auto const &member : members) {
    if (member.payload > AreaCells::largest_payload) {
      throw std::length_error("more areas than an index can hold");
    }
    cells_.extent_.expand(envelope_of(*member.polygon));
    edges += edges_of(*member.polygon);
  }
  return edges;
}

void AreaCellsBuilder::measure(std::size_t most_cells) {
  cells_.shift_ = smallest_shift - 1;
  do {
    ++cells_.shift_;
    cells_.columns_ = cells_.column_of(cells_.extent_.east) + 1;
    cells_.rows_ = cells_.row_of(cells_.extent_.north) + 1;
  } while (std::size_t{cells_.columns_} * cells_.rows_ > most_cells);
}

/// False: there are more than that.
bool AreaCellsBuilder::place_all(std::span<Member const> members, std::size_t most_placed) {
  placed_.clear();
  staged_.clear();
  settled_.assign(std::size_t{cells_.columns_} * cells_.rows_, false);
  placed_.reserve(3 * members.size());
  staged_.reserve(24 * members.size());
  for (auto const &member : members) {
    place(member);
    if (placed_.size() > most_placed) {
      return false;
    }
  }
  return true;
}

void AreaCellsBuilder::take_ring(Ring const &ring) {
  for (std::size_t i = 0; i < ring.size(); ++i) {
    if (i > 0) {
      edges_.push_back(static_cast<std::uint32_t>(corners_.size()));
    }
    corners_.push_back({ring[i].lon_e7(), ring[i].lat_e7()});
  }
}

void AreaCellsBuilder::place(Member const &member) {
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
void AreaCellsBuilder::touch(Window const &window, std::uint32_t edge) {
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
    auto const cell = (std::max<std::int64_t>(units, 0) >> cells_.shift_) - first;
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(cell, 0, count - 1));
  };
  auto const ax = low.x - cells_.extent_.west;
  auto const ay = low.y - cells_.extent_.south;
  auto const bx = high.x - cells_.extent_.west;
  auto const by = high.y - cells_.extent_.south;
  auto const first_row = place(ay - margin, window.south, window.height);
  auto const last_row = place(by + margin, window.south, window.height);
  auto const size = std::int64_t{1} << cells_.shift_;
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

CellPoint AreaCellsBuilder::middle_of(std::uint32_t column, std::uint32_t row) const {
  auto const cell = std::size_t{row} * cells_.columns_ + column;
  return {cells_.middle_x(cell), cells_.middle_y(cell)};
}

bool AreaCellsBuilder::is_on_edge(CellPoint p, Touches edges) const {
  return std::any_of(edges.begin(), edges.end(), [&](Touch const &touch) {
    auto const a = corners_[touch.edge - 1];
    auto const b = corners_[touch.edge];
    return is_between(a, b, p) && turn(a, b, p) == 0;
  });
}

/// The point nearest the middle, ring by ring, that no edge passes through.
CellPoint AreaCellsBuilder::anchor_in(CellPoint middle, Touches edges) const {
  auto const half = std::min((std::int64_t{1} << cells_.shift_) / 2, narrow_reach + 1);
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
bool AreaCellsBuilder::is_inside(Stand const &from, CellPoint anchor, Touches edges) const {
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

void AreaCellsBuilder::follow_row(Window const &window, std::uint32_t row, Touches touches,
                                  Envelope const &box, std::uint32_t payload) {
  auto const cell_size = std::int64_t{1} << cells_.shift_;
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
    auto const cell = (window.south + row) * cells_.columns_ + window.west + column;
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

void AreaCellsBuilder::stage(Stand const &stand, CellPoint middle, Envelope const &box,
                             std::uint32_t payload) {
  auto const from_middle = [&](CellPoint p) { return CellPoint{p.x - middle.x, p.y - middle.y}; };
  auto const low = CellBox::of_point(from_middle({box.west, box.south}), cells_.shift_);
  auto const high = CellBox::of_point(from_middle({box.east, box.north}), cells_.shift_);
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
  staged_[count] =
      static_cast<std::uint32_t>(points * 4 + (is_wide ? 2 : 0) + (stand.is_inside ? 1 : 0));
  if (staged_.size() > AreaCells::largest_payload) {
    throw std::length_error("more borders than an index can hold");
  }
}

/// Counts and deals out.
void AreaCellsBuilder::fill() {
  struct Room {
    std::uint32_t words = 0;
    std::uint32_t entries = 0;
    bool has_borders = false;
  };
  std::vector<Room> rooms(std::size_t{cells_.columns_} * cells_.rows_);
  auto const size_of = [&](Placed const &placed) {
    return placed.words == whole
               ? CandidateWords::short_words
               : CandidateWords::head_words + CandidateWords(&staged_[placed.words]).point_words();
  };
  for (auto const &placed : placed_) {
    auto &room = rooms[placed.cell];
    room.words += static_cast<std::uint32_t>(size_of(placed));
    ++room.entries;
    room.has_borders = room.has_borders || placed.words != whole;
  }
  cells_.cells_.assign(rooms.size(), 0);
  std::size_t next = 1;
  for (std::size_t cell = 0; cell < rooms.size(); ++cell) {
    if (rooms[cell].entries > 1 || rooms[cell].has_borders) {
      cells_.cells_[cell] = static_cast<std::uint32_t>(2 * next);
      next += rooms[cell].words;
    }
  }
  cells_.words_.resize(next);
  auto &words = cells_.words_;
  for (auto &room : rooms) {
    room.words = 0; // from here on: written
  }
  for (auto const &placed : placed_) {
    auto &room = rooms[placed.cell];
    auto &cell = cells_.cells_[placed.cell];
    if (cell == 0) {
      cell = placed.payload * 2 + 1;
      continue;
    }
    auto const at = words.begin() + cell / 2 + room.words;
    if (placed.words == whole) {
      at[0] = placed.payload * 2;
      at[1] = 1;
    } else {
      std::copy_n(staged_.begin() + placed.words, size_of(placed), at);
    }
    room.words += static_cast<std::uint32_t>(size_of(placed));
    if (--room.entries == 0) {
      at[0] |= 1U;
    }
  }
}

} // namespace yuntu::geo
