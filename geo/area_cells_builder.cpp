#include "geo/area_cells_builder.hpp"

#include "geo/cell_words.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <future>
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
/// Dealt out together: little enough that two threads end at about the same time.
constexpr std::size_t edges_a_piece = 500'000;
/// Of a Placed that the cell's combination knows of.
constexpr std::uint32_t in_combination = UINT32_MAX - 1;

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

/// Does work(0) to work(count - 1), the calling thread and another.
template <typename Work>
void on_two_threads(std::size_t count, Work const &work) {
  std::atomic<std::size_t> next = 0;
  auto const take = [&] {
    for (auto i = next++; i < count; i = next++) {
      work(i);
    }
  };
  if (count < 2) {
    take();
    return;
  }
  auto other = std::async(std::launch::async, take);
  take();
  other.get();
}

} // namespace

std::uint32_t Combinations::with(std::uint32_t number, std::size_t layer, std::uint32_t payload) {
  Step const step{number, payload};
  if (layer == last_layer_ && step == last_step_) {
    return last_number_;
  }
  auto const [entry, is_new] =
      steps_[layer].try_emplace(step, static_cast<std::uint32_t>(owners_.size()));
  if (is_new) {
    owners_.push_back(owners_[number]);
    owners_.back()[layer] = payload;
  }
  last_layer_ = layer;
  last_step_ = step;
  last_number_ = entry->second;
  return last_number_;
}

WordVector Combinations::take(std::vector<std::uint32_t> &numbers) const {
  constexpr auto unused = UINT32_MAX;
  std::vector<std::uint32_t> new_numbers(owners_.size(), unused);
  WordVector words(owners_[0].begin(), owners_[0].end());
  new_numbers[0] = 0;
  for (auto &number : numbers) {
    auto &renamed = new_numbers[number];
    if (renamed == unused) {
      renamed = static_cast<std::uint32_t>(words.size() / AreaCells::layer_count);
      words.insert(words.end(), owners_[number].begin(), owners_[number].end());
    }
    number = renamed;
  }
  return words;
}

AreaCells::AreaCells(std::span<Member const> members, Keep keep) {
  AreaCellsBuilder(*this, keep).build(members);
}

void AreaCellsBuilder::build(std::span<Member const> members) {
  auto const wanted = take_members(members);
  if (cells_.is_empty()) {
    return;
  }
  for (auto cells = wanted;; cells /= 4) {
    measure(cells);
    bool const may_coarsen = keep_ == AreaCells::Keep::all && cells / 4 >= fewest_cells;
    if (place_all(members, may_coarsen ? most_overlaps : SIZE_MAX)) {
      break;
    }
  }
  fill();
}

/// Returns the number of cells wanted: what the layer that wants the most does.
std::size_t AreaCellsBuilder::take_members(std::span<Member const> members) {
  std::size_t wanted = fewest_cells;
  for (auto first = members.begin(); first != members.end();) {
    auto const end = std::find_if(first, members.end(),
                                  [&](auto const &member) { return member.layer != first->layer; });
    std::size_t edges = 0;
    for (auto const &member : std::span(first, end)) {
      if (member.payload > AreaCells::largest_payload) {
        throw std::length_error("more areas than an index can hold");
      }
      cells_.measures_.extent.expand(envelope_of(*member.polygon));
      edges += edges_of(*member.polygon);
    }
    cells_.measures_.layers |= 1U << first->layer;
    wanted = std::max(wanted, wanted_cells(edges, static_cast<std::size_t>(end - first)));
    first = end;
  }
  return wanted;
}

void AreaCellsBuilder::measure(std::size_t most_cells) {
  auto &measures = cells_.measures_;
  measures.shift = smallest_shift - 1;
  do {
    ++measures.shift;
    measures.columns = cells_.column_of(measures.extent.east) + 1;
    measures.rows = cells_.row_of(measures.extent.north) + 1;
  } while (std::size_t{measures.columns} * measures.rows > most_cells);
}

std::vector<AreaCellsBuilder::Piece>
AreaCellsBuilder::pieces_of(std::span<Member const> members) const {
  std::vector<Piece> pieces;
  for (auto first = members.begin(); first != members.end();) {
    std::size_t edges = 0;
    auto const end = std::find_if(first, members.end(), [&](Member const &member) {
      edges += edges_of(*member.polygon);
      return member.layer != first->layer ||
             (edges > edges_a_piece && keep_ == AreaCells::Keep::first && &member != &*first);
    });
    pieces.push_back({std::span(first, end), std::make_unique<CellPlacer>(cells_, keep_)});
    first = end;
  }
  return pieces;
}

/// False: there are more than that.
bool AreaCellsBuilder::place_all(std::span<Member const> members, std::size_t most_placed) {
  pieces_ = pieces_of(members);
  std::atomic<bool> has_room = true;
  on_two_threads(pieces_.size(), [&](std::size_t i) {
    auto const &piece = pieces_[i];
    if (!piece.placer->place_all(piece.members, most_placed)) {
      has_room = false;
    }
  });
  return has_room;
}

/// Of one layer: an area that alone has to do with a cell, and covers it, goes into the cell's
/// combination; anything else will be in its run.
void AreaCellsBuilder::combine(std::span<Piece> layer) {
  enum Meant : std::uint8_t { nothing, one_area, many_or_border };
  std::vector<std::uint8_t> meant(combination_of_.size(), nothing);
  for (auto const &piece : layer) {
    for (auto const &placed : piece.placer->placed()) {
      auto &cell = meant[placed.cell];
      cell = placed.words == CellPlacer::whole && cell == nothing ? one_area : many_or_border;
    }
  }
  for (auto const &piece : layer) {
    auto const number = piece.members.front().layer;
    for (auto &placed : piece.placer->placed()) {
      if (meant[placed.cell] == one_area) {
        auto &combination = combination_of_[placed.cell];
        combination = combinations_.with(combination, number, placed.payload);
        placed.words = in_combination;
      } else {
        run_words_[placed.cell] += static_cast<std::uint32_t>(piece.placer->words_of(placed));
      }
    }
  }
}

/// Counts and deals out.
void AreaCellsBuilder::fill() {
  auto const count = std::size_t{cells_.measures_.columns} * cells_.measures_.rows;
  combination_of_.assign(count, 0);
  run_words_.assign(count, 0);
  for (auto first = pieces_.begin(); first != pieces_.end();) {
    auto const end = std::find_if(first, pieces_.end(), [&](Piece const &piece) {
      return piece.members.front().layer != first->members.front().layer;
    });
    combine(std::span(first, end));
    first = end;
  }
  auto combinations = combinations_.take(combination_of_);
  WordVector cells(2 * count);
  std::size_t next = 1;
  for (std::size_t cell = 0; cell < count; ++cell) {
    cells[2 * cell] = combination_of_[cell];
    if (run_words_[cell] > 0) {
      cells[2 * cell + 1] = static_cast<std::uint32_t>(next);
      next += run_words_[cell];
    }
  }
  if (next > UINT32_MAX) {
    throw std::length_error("more borders than an index can hold");
  }
  WordVector runs(next);
  write_runs(cells, runs);
  cells_.numbers_ = {Words(std::move(cells)), Words(std::move(runs)),
                     Words(std::move(combinations))};
}

void AreaCellsBuilder::write_runs(WordVector const &cells, WordVector &runs) {
  auto &written = combination_of_; // from here on: words of the run
  std::fill(written.begin(), written.end(), 0U);
  for (auto const &piece : pieces_) {
    auto const layer = piece.members.front().layer;
    for (auto const &placed : piece.placer->placed()) {
      if (placed.words == in_combination) {
        continue;
      }
      auto const at = runs.begin() + cells[2 * placed.cell + 1] + written[placed.cell];
      auto const words = piece.placer->words_of(placed);
      if (placed.words == CellPlacer::whole) {
        at[0] = placed.payload * 2;
        at[1] = candidate_kind(0, layer, false, true);
      } else {
        std::copy_n(piece.placer->staged().begin() + placed.words, words, at);
      }
      written[placed.cell] += static_cast<std::uint32_t>(words);
      if (written[placed.cell] == run_words_[placed.cell]) {
        at[0] |= 1U;
      }
    }
  }
}

} // namespace yuntu::geo
