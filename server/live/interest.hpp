#pragma once

#include "geo/envelope.hpp"
#include "server/live/cell.hpp"
#include "server/model/area.hpp"
#include "server/model/incident.hpp"
#include "server/protocol/client_messages.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace yuntu::live {

/// Some of the layers of the stream.
class LayerSet {
public:
  LayerSet() = default;
  explicit LayerSet(std::vector<protocol::LiveLayer> const &layers) {
    for (auto const layer : layers) {
      bits_ = static_cast<std::uint8_t>(bits_ | bit(layer));
    }
  }
  [[nodiscard]] bool has(protocol::LiveLayer layer) const { return (bits_ & bit(layer)) != 0; }
  friend bool operator==(LayerSet const &, LayerSet const &) = default;

private:
  static std::uint8_t bit(protocol::LiveLayer layer) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(layer));
  }
  std::uint8_t bits_ = 0;
};

/// Zooms between which a subscription with counts is answered in the same way.
enum class ZoomClass : std::uint8_t {
  county,   ///< below 9.5: counts of subdistricts
  town,     ///< from 9.5: of communities
  district, ///< from 11: of grids; critical incidents singly
  streets,  ///< from 12.5: urgent incidents and workers singly
  houses    ///< from 14: everything singly
};
[[nodiscard]] ZoomClass zoom_class_of(double zoom);

/// A subscription in the terms of the hub.
struct Interest {
  CellRange cells;
  geo::Envelope box;
  LayerSet layers;
  LayerSet everywhere;
  ZoomClass zoom = ZoomClass::houses; ///< `houses` without counts: points at every zoom

  [[nodiscard]] bool wants(protocol::LiveLayer layer) const { return layers.has(layer); }
  [[nodiscard]] bool covers(protocol::LiveLayer layer, Cell cell) const {
    return everywhere.has(layer) || cells.covers(cell);
  }
  /// The cells whose workers are sent singly.
  [[nodiscard]] std::optional<CellRange> worker_cells() const;
  [[nodiscard]] bool shows_worker(Cell cell) const {
    auto const range = worker_cells();
    return range && range->covers(cell);
  }
  [[nodiscard]] bool shows_incident(Cell cell, model::Severity severity) const;
  /// nullopt: no counts.
  [[nodiscard]] std::optional<model::AreaLevel> count_level() const;

  /// Differs at most in where it looks.
  [[nodiscard]] bool is_pan_of(Interest const &other) const {
    return layers == other.layers && everywhere == other.everywhere && zoom == other.zoom;
  }
};

[[nodiscard]] Interest interest_of(protocol::Subscribe const &subscribe);

} // namespace yuntu::live
