#pragma once

#include "geo/cell_placer.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

namespace yuntu::geo {

/// The combinations of areas that cells lie in, by their numbers.
class Combinations {
public:
  Combinations() : owners_(1) { owners_[0].fill(AreaCells::nowhere); }

  /// The number of the combination `number` with this area in it.
  [[nodiscard]] std::uint32_t with(std::uint32_t number, std::size_t layer, std::uint32_t payload);
  /// In a row, without those that no `number` is of; these get their new numbers.
  [[nodiscard]] WordVector take(std::vector<std::uint32_t> &numbers) const;

private:
  struct Step {
    std::uint32_t from;
    std::uint32_t payload;
    friend bool operator==(Step const &, Step const &) = default;
  };
  struct HashStep {
    std::size_t operator()(Step const &step) const {
      auto const both = (std::uint64_t{step.from} << 32U | step.payload) * 0x9E37'79B9'7F4A'7C15;
      return both ^ both >> 32U;
    }
  };

  std::vector<AreaCells::Owners> owners_;
  std::array<std::unordered_map<Step, std::uint32_t, HashStep>, AreaCells::layer_count> steps_;
  std::size_t last_layer_ = AreaCells::layer_count; ///< of the step asked for last
  Step last_step_{};
  std::uint32_t last_number_ = 0;
};

/// Makes AreaCells.
class AreaCellsBuilder {
public:
  using Member = AreaCells::Member;

  AreaCellsBuilder(AreaCells &cells, AreaCells::Keep keep) : cells_(cells), keep_(keep) {}
  void build(std::span<Member const> members);

private:
  /// Some of a layer's members, in the order of all, and who places them.
  struct Piece {
    std::span<Member const> members;
    std::unique_ptr<CellPlacer> placer;
  };

  [[nodiscard]] std::size_t take_members(std::span<Member const> members);
  void measure(std::size_t most_cells);
  [[nodiscard]] std::vector<Piece> pieces_of(std::span<Member const> members) const;
  bool place_all(std::span<Member const> members, std::size_t most_placed);
  void combine(std::span<Piece> layer);
  void fill();
  void write_runs(WordVector const &cells, WordVector &runs);

  AreaCells &cells_;
  AreaCells::Keep keep_;
  std::vector<Piece> pieces_;
  Combinations combinations_;
  std::vector<std::uint32_t> combination_of_; ///< by cell
  std::vector<std::uint32_t> run_words_;      ///< by cell: of candidates
};

} // namespace yuntu::geo
