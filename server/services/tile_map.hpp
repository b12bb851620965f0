#pragma once

#include "server/services/tile_layer.hpp"
#include "server/services/tile_rules.hpp"

#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace yuntu::services {

/// The layers of a base map made ready for tiles, each when it is first asked for: layers that
/// share borders (TileGroup) are thinned together, so a new version of one of them means new tiles
/// of all. Immutable but for that; any thread.
class TileMap {
public:
  /// The layers must outlive this.
  explicit TileMap(std::map<model::LayerKind, MapLayer> const &layers);
  ~TileMap();
  TileMap(TileMap &&other) noexcept;
  TileMap &operator=(TileMap &&other) noexcept;

  /// Makes all layers ready, so that nobody waits: a minute for a million buildings. Ends early
  /// when it is given up.
  void prepare() const;
  /// A layer that is loaded. The first to ask waits until its group is ready; geo::Stopped when it
  /// is not and was given up.
  [[nodiscard]] TileLayer const &layer(model::LayerKind kind) const;
  /// Names what the layer's tiles are made of: its own version and a hash of those that share its
  /// borders and of the way tiles are made.
  [[nodiscard]] std::string const &version(model::LayerKind kind) const;
  /// Nothing is made ready any more, what is just being made neither: the program ends.
  void give_up() const { stop_.request_stop(); }

private:
  struct Group;
  struct Place {
    Group const *group = nullptr;
    std::string version;
  };
  std::vector<std::unique_ptr<Group>> groups_;
  std::map<model::LayerKind, Place> places_;
  mutable std::stop_source stop_;
};

} // namespace yuntu::services
