#include "server/live/cell_grid.hpp"

namespace yuntu::live {

CellGrid::Page &CellGrid::page_of(Cell cell) {
  auto const x = cell.x / page_side;
  auto const y = cell.y / page_side;
  auto &number = directory_[place_in_directory(x, y)];
  if (number == 0) {
    pages_.push_back(std::make_unique<Page>());
    pages_.back()->first = {x * page_side, y * page_side};
    number = static_cast<std::uint32_t>(pages_.size());
  }
  return *pages_[number - 1];
}

CellGrid::Spot CellGrid::add(Cell cell, BlockId block) {
  auto &page = page_of(cell);
  auto const place = static_cast<std::uint32_t>(place_of(cell));
  page.blocks[place].push_back(block);
  return {&page, place};
}

void CellGrid::touch(Spot spot, std::uint64_t tick) {
  spot.page->changed = std::max(spot.page->changed, tick);
  spot.page->cell_changed[spot.place] = tick;
}

void CellGrid::set_entry(Spot spot, std::uint32_t entry) {
  spot.page->entry[spot.place] = entry;
}

} // namespace yuntu::live
