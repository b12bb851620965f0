#include "geo/projection.hpp"

#include <cmath>
#include <utility>

#include <proj.h>

namespace yuntu::geo {
namespace {

struct DestroyContext {
  void operator()(PJ_CONTEXT *context) const { proj_context_destroy(context); }
};
struct DestroyPj {
  void operator()(PJ *pj) const { proj_destroy(pj); }
};
using Context = std::unique_ptr<PJ_CONTEXT, DestroyContext>;
using Pj = std::unique_ptr<PJ, DestroyPj>;

std::string reason(PJ_CONTEXT *context) {
  int const code = proj_context_errno(context);
  return code == 0 ? "not a coordinate reference system"
                   : std::string(proj_context_errno_string(context, code));
}

bool is_geographic_type(PJ_TYPE type) {
  return type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
}

PJ_TYPE horizontal_type(PJ_CONTEXT *context, Pj const &crs) {
  auto type = proj_get_type(crs.get());
  if (type == PJ_TYPE_BOUND_CRS) {
    Pj const source(proj_get_source_crs(context, crs.get()));
    return source ? proj_get_type(source.get()) : type;
  }
  if (type == PJ_TYPE_COMPOUND_CRS) {
    Pj const part(proj_crs_get_sub_crs(context, crs.get(), 0));
    return part ? proj_get_type(part.get()) : type;
  }
  return type;
}

} // namespace

struct Projection::Impl {
  Context context; // first: it must outlive the objects made in it
  Pj transformation;
  std::string name;
  std::optional<AreaOfUse> area;
  bool is_geographic = false;
};

Projection::Projection(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Projection::Projection(Projection &&) noexcept = default;
Projection &Projection::operator=(Projection &&) noexcept = default;
Projection::~Projection() = default;

tl::expected<Projection, std::string> Projection::make(std::string const &crs) {
  auto impl = std::make_unique<Impl>();
  impl->context.reset(proj_context_create());
  auto *const context = impl->context.get();
  proj_log_level(context, PJ_LOG_NONE);
  proj_context_set_enable_network(context, 0);
  Pj const source(proj_create(context, crs.c_str()));
  if (!source || proj_is_crs(source.get()) == 0) {
    return tl::unexpected("unknown CRS \"" + crs + "\": " + reason(context) +
                          "; expected e.g. EPSG:4549");
  }
  // CGCS2000 and WGS 84 differ by centimetres and have no published shift: PROJ's plain
  // change of axis order and unit is what is wanted.
  Pj const target(proj_create(context, "EPSG:4326"));
  Pj const raw(
      proj_create_crs_to_crs_from_pj(context, source.get(), target.get(), nullptr, nullptr));
  if (raw) {
    impl->transformation.reset(proj_normalize_for_visualization(context, raw.get()));
  }
  if (!impl->transformation) {
    return tl::unexpected("no way from CRS \"" + crs + "\" to WGS 84: " + reason(context));
  }
  char const *const name = proj_get_name(source.get());
  impl->name = name == nullptr ? crs : name;
  impl->is_geographic = is_geographic_type(horizontal_type(context, source));
  AreaOfUse area;
  if (proj_get_area_of_use(context, source.get(), &area.west, &area.south, &area.east, &area.north,
                           nullptr) != 0 &&
      area.west >= -180) {
    impl->area = area;
  }
  return Projection(std::move(impl));
}

std::optional<Degrees> Projection::to_degrees(double x, double y) const {
  auto const out = proj_trans(impl_->transformation.get(), PJ_FWD, proj_coord(x, y, 0, HUGE_VAL));
  if (!std::isfinite(out.xy.x) || !std::isfinite(out.xy.y)) {
    return std::nullopt;
  }
  return Degrees{out.xy.x, out.xy.y};
}

std::optional<MetricPoint> Projection::from_degrees(Degrees place) const {
  auto const out = proj_trans(impl_->transformation.get(), PJ_INV,
                              proj_coord(place.lon, place.lat, 0, HUGE_VAL));
  if (!std::isfinite(out.xy.x) || !std::isfinite(out.xy.y)) {
    return std::nullopt;
  }
  return MetricPoint{out.xy.x, out.xy.y};
}

std::optional<AreaOfUse> Projection::area_of_use() const {
  return impl_->area;
}
std::string const &Projection::name() const {
  return impl_->name;
}
bool Projection::is_geographic() const {
  return impl_->is_geographic;
}

} // namespace yuntu::geo
