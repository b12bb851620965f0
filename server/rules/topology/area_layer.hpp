#pragma once

#include "geo/area_cells.hpp"
#include "geo/box_index.hpp"
#include "server/model/layer.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace yuntu::rules::topology {

/// The areas of one layer as the check sees them: its rows, parts of one row taken together. The
/// version must outlive it.
class AreaLayer {
public:
  static constexpr std::uint32_t none = UINT32_MAX;

  explicit AreaLayer(model::LayerVersion const &version);

  [[nodiscard]] model::LayerKind kind() const { return version_->layer; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(first_.size() - 1); }
  [[nodiscard]] std::size_t parts() const { return version_->features.size(); }
  /// One or more; they share code, name and parent.
  [[nodiscard]] std::span<model::LayerFeature const> parts_of(std::uint32_t area) const;
  [[nodiscard]] model::LayerFeature const &row_of(std::uint32_t area) const {
    return version_->features[first_[area]];
  }
  [[nodiscard]] std::string const &code_of(std::uint32_t area) const { return row_of(area).code; }
  [[nodiscard]] model::LayerFeature const &part_at(std::uint32_t part) const {
    return version_->features[part];
  }
  [[nodiscard]] std::uint32_t area_of_part(std::uint32_t part) const { return area_of_[part]; }
  /// Inside the largest part.
  [[nodiscard]] geo::LonLat place_of(std::uint32_t area) const;

  /// The areas with this code: more than one when it is given twice. Ascending.
  [[nodiscard]] std::span<std::uint32_t const> with_code(std::string const &code) const;
  /// Areas that share their code with others, by code.
  [[nodiscard]] std::vector<std::span<std::uint32_t const>> with_repeated_codes() const;

private:
  [[nodiscard]] bool is_next_part(std::uint32_t part) const;
  void sort_by_code();

  model::LayerVersion const *version_;
  std::vector<std::uint32_t> first_; ///< part of each area; one more than there are areas
  std::vector<std::uint32_t> area_of_;
  std::vector<std::uint32_t> by_code_; ///< areas, ascending where codes are equal
};

[[nodiscard]] inline geo::Polygon const &polygon_of(model::LayerFeature const &part) {
  return std::get<geo::Polygon>(part.geometry);
}

/// Which areas of a layer cover a place. The layer must outlive it.
class AreaLookup {
public:
  explicit AreaLookup(AreaLayer const &layer);

  /// The one with the lowest code, border included.
  [[nodiscard]] std::uint32_t first_at(geo::LonLat place) const;
  /// All of them, ascending.
  [[nodiscard]] std::vector<std::uint32_t> all_at(geo::LonLat place) const;
  /// Those whose box touches the box, ascending.
  [[nodiscard]] std::vector<std::uint32_t> near(geo::Envelope const &box) const;

private:
  AreaLayer const *layer_;
  geo::AreaCells cells_; ///< payload: the area
  geo::BoxIndex boxes_;
};

} // namespace yuntu::rules::topology
