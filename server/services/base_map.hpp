#pragma once

#include "geo/area_index.hpp"
#include "geo/envelope.hpp"
#include "geo/overlap_index.hpp"
#include "server/model/area.hpp"
#include "server/model/layer.hpp"
#include "server/model/opening_hours.hpp"
#include "server/protocol/resources.hpp"
#include "server/services/map_layer.hpp"
#include "server/services/walk_maps.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace yuntu::services {

class IndexShelf;
class TileMap;

struct Station {
  std::string code;
  std::string name;
  geo::LonLat place;
  std::string kind = {};       ///< empty: the layer does not say
  std::string hours_text = {}; ///< as the layer has it; empty: it does not say
  /// nullopt: not known, for the layer does not say or not in a form that can be read. Such a
  /// station counts as always open.
  std::optional<model::OpeningHours> hours = {};
  /// How much a siting may assign to it; nullopt: no limit, or none that is a whole number.
  std::optional<std::int64_t> capacity = {};

  [[nodiscard]] bool is_open(model::Time at) const { return !hours || hours->is_open(at); }
};

/// The layers in use, indexed: who owns a point, what lies in a tile, where people walk.
/// Immutable and shared by every thread; a re-import makes a new one and the pointer is swapped.
class BaseMap {
public:
  using Layers = std::map<model::LayerKind, std::shared_ptr<model::LayerVersion const>>;

  /// Attaching every building to the streets takes the longest; who does not walk leaves it out.
  enum class Walking : bool { left_out, included };
  /// `shelf`: where the index of the areas is taken from and kept; nullptr: it is made.
  explicit BaseMap(Layers layers, Walking walking = Walking::included,
                   IndexShelf const *shelf = nullptr, WalkProfiles profiles = {});
  ~BaseMap();
  BaseMap(BaseMap &&other) noexcept;
  BaseMap &operator=(BaseMap &&other) noexcept;

  /// The areas of a point, and the candidates of the levels in doubt when 68 % of such positions
  /// lie within `radius_m` of the truth.
  [[nodiscard]] protocol::Location location_of(geo::LonLat place, double radius_m) const;
  [[nodiscard]] model::AreaCodes locate(geo::LonLat place) const;
  /// The same in two steps: which areas, and their codes (see AreaLocator).
  [[nodiscard]] geo::AreaAnswer find_areas(geo::LonLat place) const { return areas_.find(place); }
  [[nodiscard]] std::vector<std::uint32_t> find_fences(geo::LonLat place) const {
    return fences_.find(place);
  }
  [[nodiscard]] model::AreaCodes codes_of(geo::AreaAnswer const &answer,
                                          std::vector<std::uint32_t> const &fences) const;
  /// Metres from the place to an area it is outside of; 0 inside, infinity: not in use.
  [[nodiscard]] double distance_outside_m(model::AreaRef const &area, geo::LonLat place) const;
  /// The same of a fence, by its code.
  [[nodiscard]] double distance_outside_fence_m(std::string const &fence, geo::LonLat place) const;
  /// Names the layers of areas and fences by their content: equal names give equal answers. Never
  /// 0.
  [[nodiscard]] std::uint64_t areas_name() const { return areas_name_; }
  /// Where to put an incident that names a building; nullopt: no such code.
  [[nodiscard]] std::optional<geo::LonLat> find_building(std::string const &code) const;
  /// Half the diagonal of its box, in metres; nullopt: no such code.
  [[nodiscard]] std::optional<double> building_radius_m(std::string const &code) const;
  /// On how many of the levels that rights can name (subdistrict, community, grid) an area has this
  /// code.
  [[nodiscard]] int governed_levels(std::string const &code) const;

  /// Of all layers but fences: these are no part of the county.
  [[nodiscard]] geo::Envelope const &extent() const { return extent_; }
  [[nodiscard]] std::vector<Station> const &stations() const { return stations_; }
  /// nullptr: there is none with this code.
  [[nodiscard]] Station const *station(std::string const &code) const;
  /// nullptr: not loaded.
  [[nodiscard]] MapLayer const *find_layer(model::LayerKind kind) const;
  [[nodiscard]] std::map<model::LayerKind, MapLayer> const &layers() const { return layers_; }
  /// Of the standard profile; nullptr: no streets.
  [[nodiscard]] WalkMap const *walk() const { return walks_ ? &walks_->standard() : nullptr; }
  /// nullptr: no streets.
  [[nodiscard]] WalkMaps const *walks() const { return walks_.get(); }
  /// How people walk in this county.
  [[nodiscard]] WalkProfiles const &profiles() const { return profiles_; }
  [[nodiscard]] TileMap const &tiles() const { return *tiles_; }

private:
  struct AreaRecord {
    model::LayerKind layer;
    std::uint32_t feature;
  };

  void index_areas(IndexShelf const *shelf);
  void index_fences();
  [[nodiscard]] model::LayerFeature const &feature_of(std::uint32_t payload) const;
  /// In the order of the layer.
  [[nodiscard]] std::span<std::uint32_t const> parts_of(model::AreaLevel level,
                                                        std::string const &code) const;

  std::map<model::LayerKind, MapLayer> layers_;
  std::vector<AreaRecord> area_records_; ///< by AreaShape::payload
  /// By level: the payloads of the parts in order of their codes.
  std::array<std::vector<std::uint32_t>, model::area_level_count> parts_by_code_;
  geo::AreaIndex areas_;
  geo::OverlapIndex fences_; ///< payload: the feature in their layer
  std::uint64_t areas_name_ = 0;
  std::vector<Station> stations_;
  geo::Envelope extent_;
  WalkProfiles profiles_;
  std::unique_ptr<WalkMaps const> walks_;
  std::unique_ptr<TileMap const> tiles_;
};

} // namespace yuntu::services
