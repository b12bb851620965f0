#include "tools/yuntu/neighbourhood.hpp"

#include "server/store/base_store.hpp"
#include "tools/yuntu/operator_access.hpp"

#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace yuntu::tools {
namespace {

using model::LayerKind;

bool tells_of(LayerKind known, LayerKind layer) {
  switch (known) {
  case LayerKind::subdistrict:
  case LayerKind::community:
  case LayerKind::estate:
  case LayerKind::grid:
  case LayerKind::microgrid:
    return true;
  case LayerKind::building:
    return layer == LayerKind::building || layer == LayerKind::entrance || layer == LayerKind::shop;
  case LayerKind::walk:
  case LayerKind::street:
  case LayerKind::water:
  case LayerKind::landuse:
    return layer == LayerKind::walk || layer == LayerKind::street || layer == LayerKind::water ||
           layer == LayerKind::landuse;
  default:
    return false;
  }
}

class Gathering {
public:
  [[nodiscard]] bool has_extent() const { return !extent_.is_empty(); }
  /// Of a layer that says nothing but where the deployment lies.
  void add_place(geo::Geometry const &geometry) { extent_.expand(geo::envelope_of(geometry)); }
  void add(model::LayerVersion const &version) {
    auto const level = model::area_level_of(version.layer);
    for (auto const &feature : version.features) {
      extent_.expand(geo::envelope_of(feature.geometry));
      if (auto const *const polygon = std::get_if<geo::Polygon>(&feature.geometry)) {
        if (level) {
          areas_.push_back({static_cast<std::uint8_t>(*level), feature.code, *polygon, 0});
        } else {
          lines_.push_back(polygon->outer);
        }
      } else if (auto const *const line = std::get_if<geo::LineString>(&feature.geometry)) {
        lines_.push_back(*line);
      }
    }
  }
  [[nodiscard]] Neighbourhood made() { return {extent_, {std::move(areas_), lines_}}; }

private:
  geo::Envelope extent_;
  std::vector<geo::AreaShape> areas_;
  std::vector<geo::LineString> lines_;
};

} // namespace

Neighbourhood load_neighbourhood(std::filesystem::path const &data, LayerKind layer) {
  if (!std::filesystem::exists(data)) {
    return {};
  }
  OperatorAccess const access(data, OperatorAccess::Directory::may_be_made);
  auto const in_use = versions_of(access.read_state());
  if (in_use.empty()) {
    return {};
  }
  Gathering gathering;
  store::BaseStore const store(access.directory().base());
  for (auto const &[kind, version] : in_use) {
    if (tells_of(kind, layer)) {
      gathering.add(store.read(kind, version));
    }
  }
  if (!gathering.has_extent()) {
    for (auto const &[kind, version] : in_use) {
      store.scan(
          kind, version, [](std::string_view) { return true; },
          [&](model::LayerFeature const &feature) { gathering.add_place(feature.geometry); });
    }
  }
  return gathering.made();
}

} // namespace yuntu::tools
