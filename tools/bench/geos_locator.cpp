#include "tools/bench/geos_locator.hpp"

#include <array>
#include <stdexcept>
#include <vector>

#include <geos_c.h>

namespace yuntu::bench {
namespace {

constexpr double unit = 1e-7; // degrees

/// GEOS' functions take the context first; it ends after all that was made with it.
struct Context {
  GEOSContextHandle_t handle = GEOS_init_r();
  Context() = default;
  Context(Context const &) = delete;
  Context &operator=(Context const &) = delete;
  ~Context() { GEOS_finish_r(handle); }
};

GEOSGeometry *ring_of(GEOSContextHandle_t geos, std::vector<geo::LonLat> const &corners) {
  bool const is_open = corners.front() != corners.back();
  auto const size = corners.size() + (is_open ? 1 : 0);
  auto *const sequence = GEOSCoordSeq_create_r(geos, static_cast<unsigned>(size), 2);
  for (std::size_t i = 0; i < size; ++i) {
    auto const &corner = corners[i % corners.size()];
    GEOSCoordSeq_setXY_r(geos, sequence, static_cast<unsigned>(i), corner.lon_e7() * unit,
                         corner.lat_e7() * unit);
  }
  return GEOSGeom_createLinearRing_r(geos, sequence);
}

GEOSGeometry *polygon_of(GEOSContextHandle_t geos, geo::Polygon const &polygon) {
  std::vector<GEOSGeometry *> holes;
  for (auto const &hole : polygon.holes) {
    holes.push_back(ring_of(geos, hole));
  }
  auto *const made = GEOSGeom_createPolygon_r(geos, ring_of(geos, polygon.outer), holes.data(),
                                              static_cast<unsigned>(holes.size()));
  if (made == nullptr) {
    throw std::runtime_error("GEOS refuses a polygon");
  }
  return made;
}

struct Part {
  GEOSGeometry *geometry = nullptr;
  GEOSPreparedGeometry const *prepared = nullptr;
  std::uint32_t payload = 0;
};

struct Search {
  GEOSContextHandle_t geos;
  GEOSGeometry const *point;
  std::optional<std::uint32_t> best;
};

void look_at(void *item, void *search_data) {
  auto const &part = *static_cast<Part const *>(item);
  auto &search = *static_cast<Search *>(search_data);
  if ((!search.best || part.payload < *search.best) &&
      GEOSPreparedIntersects_r(search.geos, part.prepared, search.point) == 1) {
    search.best = part.payload;
  }
}

} // namespace

struct GeosLocator::Impl {
  Context context;
  std::vector<Part> parts;
  std::array<GEOSSTRtree *, 6> trees{};

  ~Impl() {
    for (auto *const tree : trees) {
      GEOSSTRtree_destroy_r(context.handle, tree);
    }
    for (auto const &part : parts) {
      GEOSPreparedGeom_destroy_r(context.handle, part.prepared);
      GEOSGeom_destroy_r(context.handle, part.geometry);
    }
  }
};

GeosLocator::GeosLocator(LocateCity const &city) : impl_(std::make_unique<Impl>()) {
  auto *const geos = impl_->context.handle;
  for (auto *&tree : impl_->trees) {
    tree = GEOSSTRtree_create_r(geos, 10);
  }
  impl_->parts.reserve(city.shapes.size()); // the trees hold their addresses
  for (auto const &shape : city.shapes) {
    auto *const geometry = polygon_of(geos, shape.polygon);
    impl_->parts.push_back({geometry, GEOSPrepare_r(geos, geometry), shape.payload});
    GEOSSTRtree_insert_r(geos, impl_->trees[shape.layer], geometry, &impl_->parts.back());
  }
  for (std::uint8_t layer = 0; layer < impl_->trees.size(); ++layer) {
    (void)find(layer, geo::LonLat()); // a tree is built by its first query
  }
}

GeosLocator::~GeosLocator() = default;

std::optional<std::uint32_t> GeosLocator::find(std::uint8_t layer, geo::LonLat p) const {
  auto *const geos = impl_->context.handle;
  auto *const point = GEOSGeom_createPointFromXY_r(geos, p.lon_e7() * unit, p.lat_e7() * unit);
  Search search{geos, point, std::nullopt};
  GEOSSTRtree_query_r(geos, impl_->trees[layer], point, look_at, &search);
  GEOSGeom_destroy_r(geos, point);
  return search.best;
}

} // namespace yuntu::bench
