#pragma once

#include "geo/envelope.hpp"
#include "geo/polygon.hpp"
#include "geo/words.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace yuntu::geo {

/// Which areas cover a point, one of each layer: a grid of square cells for all layers. A cell
/// knows the areas that it lies in wholly, by the number of their combination. Of a layer whose
/// borders touch the cell it holds, for each area that may be meant, the edges in the cell and
/// whether one point of it, the anchor, lies inside: how often the way from there to the point
/// crosses those edges tells the rest. In whole numbers, so the answer is exact (see predicates).
/// Immutable, any thread. It keeps nothing of what it was made from.
class AreaCells {
public:
  static constexpr std::size_t layer_count = 6;
  static constexpr std::uint32_t nowhere = UINT32_MAX;
  static constexpr std::uint32_t largest_payload = UINT32_MAX / 2 - 1;
  /// Per layer the payload of an area, or nowhere.
  using Owners = std::array<std::uint32_t, layer_count>;

  struct Member {
    Polygon const *polygon; ///< valid
    std::uint32_t payload;  ///< what find() says; at most largest_payload
    std::uint8_t layer = 0; ///< below layer_count
  };

  /// Of those that cover a point: `all` takes room for each, and larger cells where that is much.
  enum class Keep : std::uint8_t { first, all };

  AreaCells() = default; ///< of nothing
  /// Members in order of their layers. Works on two threads where there is much to do.
  explicit AreaCells(std::span<Member const> members, Keep keep = Keep::first);

  /// How its cells lie. With its numbers this is all that it holds.
  struct Measures {
    Envelope extent;
    std::uint32_t shift = 0; ///< cells are 2^shift units wide and high
    std::uint32_t columns = 0;
    std::uint32_t rows = 0;
    std::uint32_t layers = 0; ///< a bit for each that has members

    friend bool operator==(Measures const &, Measures const &) = default;
  };
  struct Numbers {
    Words cells;
    Words runs;
    Words combinations;
  };
  /// As another's measures() and numbers() say.
  AreaCells(Measures const &measures, Numbers numbers)
      : measures_(measures), numbers_(std::move(numbers)) {}
  [[nodiscard]] Measures const &measures() const { return measures_; }
  [[nodiscard]] Numbers const &numbers() const { return numbers_; }

  /// Of each layer the first member that covers p, border included.
  [[nodiscard]] Owners owners_of(LonLat p) const;
  /// The same for many at once. `owners` as long as `points`.
  void find_owners(std::span<LonLat const> points, std::span<Owners> owners) const;
  /// Of the first layer; nowhere: none does.
  [[nodiscard]] std::uint32_t find(LonLat p) const { return owners_of(p)[0]; }
  /// Adds the payload of each that covers p, in the members' order. Kept all, of one layer.
  void find_all(LonLat p, std::vector<std::uint32_t> &payloads) const;
  /// By layer: does a border pass within the radius? `radius_m` finite and above 0, good to 100 km.
  [[nodiscard]] std::array<bool, layer_count> borders_within(LonLat p, double radius_m) const;
  /// The same of the first layer.
  [[nodiscard]] bool has_border_within(LonLat p, double radius_m) const {
    return borders_within(p, radius_m)[0];
  }

  [[nodiscard]] bool is_empty() const { return measures_.extent.is_empty(); }
  [[nodiscard]] std::size_t bytes() const; ///< that it holds

private:
  friend class AreaCellsBuilder;
  friend class CellPlacer;

  static constexpr std::size_t no_cell = SIZE_MAX;
  struct Cell {
    std::uint32_t combination = 0;
    std::uint32_t run = 0;
  };

  // A cell is the number of a combination and the place in `runs` where its run starts, 0 when it
  // has none: two words. A combination is the payload of each layer, or nowhere; the first is
  // nowhere at all.
  //
  // A run is one candidate after another; where the combination says nowhere the first candidate of
  // the layer that covers wins:
  //   payload * 2 + (1 in the last)
  //   words of points * 32 + layer * 4 + (2 when wide) + (1 when the anchor is inside)
  // and, unless there are no points (then all of the cell is as the anchor),
  //   the box of the candidate in 1/256 of the cell: west, south, east, north, a byte each
  //   the anchor as a narrow point
  //   chains of points, each chain ended by a break
  // A narrow point is x, y as 16 bits each from the cell's middle; a wide one two words, 1e-7
  // degrees.

  [[nodiscard]] std::size_t cell_of(LonLat p) const;
  [[nodiscard]] std::uint32_t const *combination(std::uint32_t number) const {
    return numbers_.combinations.data() + std::size_t{number} * layer_count;
  }
  [[nodiscard]] Cell cell_at(std::size_t cell) const {
    auto const *const words = numbers_.cells.data() + 2 * cell;
    return {words[0], words[1]};
  }
  void ask_for_run(std::uint32_t run) const;
  [[nodiscard]] Owners owners_at(std::size_t number, Cell cell, LonLat p) const;
  /// Calls visit(layer, payload) for each candidate of the run that covers p; those of which
  /// wants(layer) says false are not looked at.
  template <typename Wants, typename Visit>
  void visit_run(std::size_t number, std::uint32_t run, LonLat p, Wants const &wants,
                 Visit const &visit) const;
  [[nodiscard]] std::uint32_t column_of(std::int64_t lon_e7) const {
    return static_cast<std::uint32_t>(lon_e7 - measures_.extent.west) >> measures_.shift;
  }
  [[nodiscard]] std::uint32_t row_of(std::int64_t lat_e7) const {
    return static_cast<std::uint32_t>(lat_e7 - measures_.extent.south) >> measures_.shift;
  }
  [[nodiscard]] std::int64_t middle_x(std::size_t cell) const;
  [[nodiscard]] std::int64_t middle_y(std::size_t cell) const;

  Measures measures_;
  Numbers numbers_;
};

} // namespace yuntu::geo
