#pragma once

#include "server/live/cell.hpp"
#include "server/live/worker_slots.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace yuntu::live {

/// Which blocks lie in which cell, and when a cell last changed. Whoever watches a rectangle finds
/// what has changed in it by reading its ticks row by row, so no viewer keeps a list of its own.
/// Pages of 32x32 cells, made where something has been. Live thread only.
class CellGrid {
public:
  static constexpr std::uint32_t page_side = 32;

  struct Page;
  /// Where a cell's tick is kept; good for ever.
  struct Spot {
    Page *page = nullptr;
    std::uint32_t place = 0;
  };

  Spot add(Cell cell, BlockId block);
  static void touch(Spot spot, std::uint64_t tick);
  /// A number that `visit_cells` answers for the cell.
  static void set_entry(Spot spot, std::uint32_t entry);
  [[nodiscard]] std::size_t pages() const { return pages_.size(); }

  /// Calls `visit(block)` for every block in the cells of the range that changed after `since`.
  template <typename Visit>
  void visit_changed(CellRange const &range, std::uint64_t since, Visit const &visit) const {
    visit_places(range, since, [&](Page const &page, std::size_t place) {
      for (auto const block : page.blocks[place]) {
        visit(block);
      }
    });
  }
  /// Calls `visit(entry)` for every cell of the range that changed after `since`.
  template <typename Visit>
  void visit_cells(CellRange const &range, std::uint64_t since, Visit const &visit) const {
    visit_places(range, since,
                 [&](Page const &page, std::size_t place) { visit(page.entry[place]); });
  }

  struct Page {
    Cell first; ///< its north-west cell
    std::uint64_t changed = 0;
    std::array<std::uint64_t, page_side * page_side> cell_changed{};
    std::array<std::uint32_t, page_side * page_side> entry{};
    std::array<std::vector<BlockId>, page_side * page_side> blocks;
  };

private:
  template <typename Visit>
  void visit_places(CellRange const &range, std::uint64_t since, Visit const &visit) const {
    auto const left = range.first.x / page_side;
    auto const right = range.last.x / page_side;
    auto const top = range.first.y / page_side;
    auto const bottom = range.last.y / page_side;
    if (std::uint64_t{right - left + 1} * (bottom - top + 1) > pages_.size()) {
      for (auto const &page : pages_) {
        visit_page(*page, range, since, visit);
      }
      return;
    }
    for (auto y = top; y <= bottom; ++y) {
      for (auto x = left; x <= right; ++x) {
        if (auto const page = directory_[place_in_directory(x, y)]; page != 0) {
          visit_page(*pages_[page - 1], range, since, visit);
        }
      }
    }
  }

  static constexpr std::uint32_t pages_a_side = cells_a_side / page_side;

  static std::size_t place_in_directory(std::uint32_t page_x, std::uint32_t page_y) {
    return std::size_t{page_y} * pages_a_side + page_x;
  }
  static std::size_t place_of(Cell cell) {
    return std::size_t{cell.y % page_side} * page_side + cell.x % page_side;
  }

  template <typename Visit>
  static void visit_page(Page const &page, CellRange const &range, std::uint64_t since,
                         Visit const &visit) {
    if (page.changed <= since || range.first.x >= page.first.x + page_side ||
        range.first.y >= page.first.y + page_side || range.last.x < page.first.x ||
        range.last.y < page.first.y) {
      return;
    }
    auto const west = std::max(range.first.x, page.first.x) - page.first.x;
    auto const east = std::min(range.last.x - page.first.x, page_side - 1);
    auto const north = std::max(range.first.y, page.first.y) - page.first.y;
    auto const south = std::min(range.last.y - page.first.y, page_side - 1);
    for (auto row = north; row <= south; ++row) {
      auto const *const ticks = page.cell_changed.data() + std::size_t{row} * page_side;
      for (auto column = west; column <= east; ++column) {
        if (ticks[column] > since) {
          visit(page, std::size_t{row} * page_side + column);
        }
      }
    }
  }

  Page &page_of(Cell cell);

  std::vector<std::unique_ptr<Page>> pages_;
  /// Of every page that there could be its number from 1; 0: not made.
  std::vector<std::uint32_t> directory_ =
      std::vector<std::uint32_t>(std::size_t{pages_a_side} * pages_a_side);
};

} // namespace yuntu::live
