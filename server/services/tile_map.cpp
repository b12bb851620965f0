#include "server/services/tile_map.hpp"

#include "geo/stopped.hpp"

#include <array>
#include <charconv>
#include <mutex>
#include <utility>

namespace yuntu::services {

using model::LayerKind;

namespace {

/// FNV-1a: the same on every machine, which an address that browsers keep must be.
std::string hash_of(std::string const &text) {
  std::uint64_t hash = 14695981039346656037U;
  for (auto const c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  }
  std::array<char, 16> digits{};
  auto const *const end = std::to_chars(digits.data(), digits.data() + digits.size(), hash, 16).ptr;
  return std::string(static_cast<char const *>(digits.data()), end);
}

/// To be raised when tiles of the same layers come out differently: what browsers keep is then old.
constexpr char const *tile_revision = "tiles=2;";

/// Streets and the walking network are drawn apart and thinned apart.
std::pair<TileGroup, int> group_key(LayerKind kind) {
  auto const group = tile_group_of(kind);
  bool const is_alone = group == TileGroup::lines || group == TileGroup::points;
  return {group, is_alone ? static_cast<int>(kind) : 0};
}

} // namespace

struct TileMap::Group {
  TileGroup kind = TileGroup::points;
  std::map<LayerKind, MapLayer const *> sources;
  mutable std::once_flag once;
  mutable std::map<LayerKind, TileLayer> layers;

  void prepare(std::stop_token const &stop) const {
    std::vector<geo::Chain> chains;
    for (auto const &[layer, source] : sources) {
      append_chains(*source->version, chains);
    }
    geo::VertexZooms const zooms(chains, simplify_scale_of(kind), stop);
    std::map<LayerKind, TileLayer> made;
    for (auto const &[layer, source] : sources) {
      made.emplace(layer, prepare_tile_layer(*source, zooms, stop));
    }
    layers = std::move(made);
  }
};

TileMap::TileMap(std::map<LayerKind, MapLayer> const &layers) {
  std::map<std::pair<TileGroup, int>, Group *> by_key;
  for (auto const &[kind, layer] : layers) {
    auto &group = by_key[group_key(kind)];
    if (group == nullptr) {
      groups_.push_back(std::make_unique<Group>());
      group = groups_.back().get();
      group->kind = tile_group_of(kind);
    }
    group->sources[kind] = &layer;
    places_[kind].group = group;
  }
  for (auto &[kind, place] : places_) {
    std::string made_of = tile_revision;
    for (auto const &[other, source] : place.group->sources) {
      made_of += std::string(model::to_string(other)) + '=' + source->version->version + ';';
    }
    place.version = layers.at(kind).version->version + '-' + hash_of(made_of);
  }
}

TileMap::~TileMap() = default;
TileMap::TileMap(TileMap &&other) noexcept = default;
TileMap &TileMap::operator=(TileMap &&other) noexcept = default;

void TileMap::prepare() const {
  try {
    for (auto const &[kind, place] : places_) {
      static_cast<void>(layer(kind));
    }
  } catch (geo::Stopped const &) {
    return; // the program ends
  }
}

TileLayer const &TileMap::layer(LayerKind kind) const {
  auto const &group = *places_.at(kind).group;
  std::call_once(group.once, [&] { group.prepare(stop_.get_token()); });
  return group.layers.at(kind);
}

std::string const &TileMap::version(LayerKind kind) const {
  return places_.at(kind).version;
}

} // namespace yuntu::services
