#include "geo/area_cells.hpp"

#include "geo/cell_point.hpp"
#include "geo/cell_words.hpp"
#include "geo/local_frame.hpp"
#include "geo/segment_distance.hpp"

#include <algorithm>
#include <cmath>

namespace yuntu::geo {
namespace {

void ask_for(void const *place) {
#if defined(__GNUC__)
  __builtin_prefetch(place);
#else
  (void)place;
#endif
}

/// Calls visit(corner, is_first_of_chain) for each corner; stops when it says false.
template <typename Visit>
void visit_corners(CandidateWords const &candidate, CellPoint middle, Visit const &visit) {
  auto const *word = candidate.points();
  auto const *const end = word + candidate.point_words();
  bool is_first = true;
  while (word != end) {
    if (*word == chain_break) {
      is_first = true;
      ++word;
      continue;
    }
    CellPoint corner;
    if (candidate.is_wide()) {
      corner = {static_cast<std::int32_t>(word[0]) - middle.x,
                static_cast<std::int32_t>(word[1]) - middle.y};
      word += 2;
    } else {
      corner = narrow_point(*word);
      ++word;
    }
    if (!visit(corner, is_first)) {
      return;
    }
    is_first = false;
  }
}

/// Is there one in the run of which test(candidate) says true? The rest is not asked.
template <typename Test>
bool any_candidate(std::uint32_t const *run, Test const &test) {
  for (CandidateWords candidate(run);; candidate = candidate.next()) {
    if (test(candidate)) {
      return true;
    }
    if (candidate.is_last()) {
      return false;
    }
  }
}

/// p and all corners count from the cell's middle.
bool covers(CandidateWords const &candidate, CellPoint middle, CellPoint p) {
  AnchorWay way(candidate.anchor(), p, candidate.is_anchor_inside());
  visit_corners(candidate, middle, [&](CellPoint corner, bool is_first) {
    is_first ? way.start(corner) : way.go_on(corner);
    return !way.is_on_border();
  });
  return way.is_on_border() || way.is_inside();
}

} // namespace

std::int64_t AreaCells::middle_x(std::size_t cell) const {
  return extent_.west + (static_cast<std::int64_t>(cell % columns_) << shift_) +
         (std::int64_t{1} << shift_) / 2;
}
std::int64_t AreaCells::middle_y(std::size_t cell) const {
  return extent_.south + (static_cast<std::int64_t>(cell / columns_) << shift_) +
         (std::int64_t{1} << shift_) / 2;
}

std::size_t AreaCells::cell_of(LonLat p) const {
  if (!extent_.covers(p)) {
    return no_cell;
  }
  auto const cell = std::size_t{row_of(p.lat_e7())} * columns_ + column_of(p.lon_e7());
  ask_for(&cells_[cell]);
  return cell;
}

std::uint32_t AreaCells::word_of(std::size_t cell) const {
  auto const word = cell == no_cell ? 0 : cells_[cell];
  if (word != 0 && word % 2 == 0) {
    ask_for(&words_[word / 2]);
    ask_for(&words_[std::min<std::size_t>(word / 2 + 16, words_.size() - 1)]);
  }
  return word;
}

template <typename Visit>
void AreaCells::visit_run(std::size_t cell, std::uint32_t word, LonLat p,
                          Visit const &visit) const {
  CellPoint const middle{middle_x(cell), middle_y(cell)};
  CellPoint const place{p.lon_e7() - middle.x, p.lat_e7() - middle.y};
  CellBox const spot = CellBox::of_point(place, shift_);
  (void)any_candidate(&words_[word / 2], [&](CandidateWords const &candidate) {
    bool const is_covered = candidate.point_words() == 0
                                ? candidate.is_anchor_inside()
                                : candidate.box().holds(spot) && covers(candidate, middle, place);
    return is_covered && !visit(candidate.payload());
  });
}

std::uint32_t AreaCells::find_in(std::size_t cell, std::uint32_t word, LonLat p) const {
  if (word == 0 || word % 2 == 1) {
    return word == 0 ? nowhere : word / 2;
  }
  auto found = nowhere;
  visit_run(cell, word, p, [&](std::uint32_t payload) {
    found = payload;
    return false;
  });
  return found;
}

void AreaCells::find_all(LonLat p, std::vector<std::uint32_t> &payloads) const {
  auto const cell = cell_of(p);
  auto const word = cell == no_cell ? 0 : cells_[cell];
  if (word % 2 == 1) {
    payloads.push_back(word / 2);
  } else if (word != 0) {
    visit_run(cell, word, p, [&](std::uint32_t payload) {
      payloads.push_back(payload);
      return true;
    });
  }
}

std::uint32_t AreaCells::find(LonLat p) const {
  auto const cell = cell_of(p);
  return cell == no_cell ? nowhere : find_in(cell, cells_[cell], p);
}

bool AreaCells::has_border_within(LonLat p, double radius_m) const {
  if (is_empty()) {
    return false;
  }
  LocalFrame const frame(p);
  auto const clamp_to = [](double value, std::int64_t low, std::int64_t high) {
    return static_cast<std::int64_t>(
        std::clamp(value, static_cast<double>(low), static_cast<double>(high)));
  };
  // A unit of slack; where a metre is no angle at all, at the poles, the whole row.
  auto const east = radius_m / std::max(frame.metres_per_lon_unit(), 1e-9) + 1;
  auto const north = radius_m / frame.metres_per_lat_unit() + 1;
  auto const last_column = column_of(clamp_to(p.lon_e7() + east, extent_.west, extent_.east));
  auto const last_row = row_of(clamp_to(p.lat_e7() + north, extent_.south, extent_.north));
  auto const near = [&](CandidateWords const &candidate, CellPoint middle) {
    bool is_near = false;
    MetricPoint before;
    visit_corners(candidate, middle, [&](CellPoint corner, bool is_first) {
      MetricPoint const here{
          static_cast<double>(corner.x + middle.x - p.lon_e7()) * frame.metres_per_lon_unit(),
          static_cast<double>(corner.y + middle.y - p.lat_e7()) * frame.metres_per_lat_unit()};
      is_near = !is_first && approach({}, before, here).distance_m <= radius_m;
      before = here;
      return !is_near;
    });
    return is_near;
  };
  for (auto row = row_of(clamp_to(p.lat_e7() - north, extent_.south, extent_.north));
       row <= last_row; ++row) {
    for (auto column = column_of(clamp_to(p.lon_e7() - east, extent_.west, extent_.east));
         column <= last_column; ++column) {
      auto const cell = std::size_t{row} * columns_ + column;
      if (cells_[cell] == 0 || cells_[cell] % 2 == 1) {
        continue;
      }
      CellPoint const middle{middle_x(cell), middle_y(cell)};
      if (any_candidate(&words_[cells_[cell] / 2],
                        [&](CandidateWords const &candidate) { return near(candidate, middle); })) {
        return true;
      }
    }
  }
  return false;
}

std::size_t AreaCells::bytes() const {
  return (cells_.capacity() + words_.capacity()) * sizeof(std::uint32_t);
}

} // namespace yuntu::geo
