#pragma once

#include "geo/area_shape.hpp"
#include "geo/envelope.hpp"
#include "geo/predicates.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace yuntu::geo {

/// Which of many areas covers a point, by a raster of small cells: a cell that no border touches
/// knows its area, the others know the few that may be meant and ask the exact predicate.
/// The answer is exact either way. Immutable, any thread.
class AreaRaster {
public:
  /// `first`: what lies behind a member that holds a whole cell is never asked for there.
  enum class Keep : bool { first, all };

  AreaRaster() = default; ///< of nothing
  /// `members` are indices into `shapes`, the one that wins first. Polygons valid.
  AreaRaster(std::vector<AreaShape> const &shapes, std::vector<std::uint32_t> const &members,
             Keep keep = Keep::first);

  /// The first member that covers p, border included; `shapes` as given to the constructor.
  [[nodiscard]] std::optional<std::uint32_t>
  first_covering(LonLat p, std::vector<AreaShape> const &shapes) const;
  /// Calls `visit(member)` for every one that covers p, in the members' order. Of a raster that
  /// keeps all.
  template <typename Visit>
  void for_each_covering(LonLat p, std::vector<AreaShape> const &shapes, Visit const &visit) const {
    for (auto const entry : entries_at(p)) {
      if (entry.is_whole() || covers(shapes[entry.shape()].polygon, p)) {
        visit(entry.shape());
      }
    }
  }

private:
  /// An index into `shapes`, and whether the cell lies wholly inside that area.
  class Entry {
  public:
    Entry() = default;
    Entry(std::uint32_t shape, bool is_whole) : bits_(shape << 1U | (is_whole ? 1U : 0U)) {}
    [[nodiscard]] std::uint32_t shape() const { return bits_ >> 1U; }
    [[nodiscard]] bool is_whole() const { return (bits_ & 1U) != 0; }

  private:
    std::uint32_t bits_ = 0;
  };
  struct Placed {
    std::uint32_t cell;
    Entry entry;
  };

  void measure(std::size_t most_cells);
  [[nodiscard]] std::vector<Placed> place_all(std::vector<AreaShape> const &shapes,
                                              std::vector<std::uint32_t> const &members,
                                              std::size_t most_placed) const;
  void place(AreaShape const &shape, std::uint32_t index, std::vector<Placed> &placed) const;
  void fill(std::vector<Placed> const &placed, Keep keep);
  [[nodiscard]] std::span<Entry const> entries_at(LonLat p) const;
  [[nodiscard]] std::uint32_t column_of(std::int64_t lon_e7) const;
  [[nodiscard]] std::uint32_t row_of(std::int64_t lat_e7) const;

  Envelope extent_;
  unsigned shift_ = 0; ///< cells are 2^shift units wide and high
  std::uint32_t columns_ = 0;
  std::uint32_t rows_ = 0;
  std::vector<std::uint32_t> first_; ///< of a cell's entries; one more than there are cells
  std::vector<Entry> entries_;       ///< by cell, then in the members' order
};

} // namespace yuntu::geo
