#pragma once

#include "geo/envelope.hpp"
#include "geo/lon_lat.hpp"
#include "geo/predicates.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace yuntu::geo {

/// Numbered places in a uniform grid of about two a cell.
class VertexGrid {
public:
  struct Entry {
    LonLat place;
    std::uint32_t vertex = 0;
  };

  explicit VertexGrid(std::span<Entry const> entries) {
    for (auto const &entry : entries) {
      extent_.expand(entry.place);
    }
    if (entries.empty()) {
      return;
    }
    side_ = std::max<std::size_t>(
        1, static_cast<std::size_t>(std::sqrt(static_cast<double>(entries.size()) / 2)));
    width_ = (double{1} * extent_.east - extent_.west + 1) / static_cast<double>(side_);
    height_ = (double{1} * extent_.north - extent_.south + 1) / static_cast<double>(side_);
    first_.assign(side_ * side_ + 1, 0);
    for (auto const &entry : entries) {
      ++first_[cell_of(entry.place) + 1];
    }
    for (std::size_t i = 1; i < first_.size(); ++i) {
      first_[i] += first_[i - 1];
    }
    entries_.resize(entries.size());
    auto next = first_;
    for (auto const &entry : entries) {
      entries_[next[cell_of(entry.place)]++] = entry;
    }
  }

  /// Is `test(Entry)` true for any place in the box, borders included?
  template <typename Test>
  [[nodiscard]] bool any_in(Envelope const &box, Test test) const {
    if (!box.intersects(extent_)) {
      return false;
    }
    for (auto row = row_of(box.south); row <= row_of(box.north); ++row) {
      auto const begin = first_[row * side_ + column_of(box.west)];
      auto const end = first_[row * side_ + column_of(box.east) + 1];
      for (auto i = begin; i < end; ++i) {
        if (box.covers(entries_[i].place) && test(entries_[i])) {
          return true;
        }
      }
    }
    return false;
  }

  /// Does a place of which `counts(vertex)` is true lie in the closed triangle?
  template <typename Counts>
  [[nodiscard]] bool any_in_triangle(LonLat p, LonLat q, LonLat r, Counts counts) const {
    Envelope box;
    box.expand(p);
    box.expand(q);
    box.expand(r);
    return any_in(box, [&](Entry const &entry) {
      if (!counts(entry.vertex)) {
        return false;
      }
      auto const turns =
          std::minmax({orientation(p, q, entry.place), orientation(q, r, entry.place),
                       orientation(r, p, entry.place)});
      return turns.first != Turn::clockwise || turns.second != Turn::counter_clockwise;
    });
  }

private:
  [[nodiscard]] std::size_t slot(double position) const {
    return position <= 0 ? 0 : std::min(static_cast<std::size_t>(position), side_ - 1);
  }
  [[nodiscard]] std::size_t column_of(std::int32_t lon_e7) const {
    return slot((double{1} * lon_e7 - extent_.west) / width_);
  }
  [[nodiscard]] std::size_t row_of(std::int32_t lat_e7) const {
    return slot((double{1} * lat_e7 - extent_.south) / height_);
  }
  [[nodiscard]] std::size_t cell_of(LonLat place) const {
    return row_of(place.lat_e7()) * side_ + column_of(place.lon_e7());
  }

  Envelope extent_;
  std::size_t side_ = 0;
  double width_ = 1; ///< of a cell, in units of 1e-7 degree
  double height_ = 1;
  std::vector<std::uint32_t> first_;
  std::vector<Entry> entries_;
};

} // namespace yuntu::geo
