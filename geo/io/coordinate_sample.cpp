#include "geo/io/coordinate_sample.hpp"

#include "geo/io/csv_points.hpp"
#include "geo/io/declared_crs.hpp"
#include "geo/io/layer_choice.hpp"
#include "geo/io/ogr_row.hpp"
#include "geo/io/source_file.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

namespace yuntu::geo::io {
namespace {

constexpr std::size_t most_things = 400;
constexpr int most_corners = 16;

using Thing = std::vector<RawPoint>;

/// Every second, fourth, ... of those that come, however many come.
class Thinning {
public:
  void take(Thing thing) {
    if (seen_++ % step_ != 0 || thing.empty()) {
      return;
    }
    kept_.push_back(std::move(thing));
    if (kept_.size() < 2 * most_things) {
      return;
    }
    for (std::size_t i = 0; 2 * i < kept_.size(); ++i) {
      kept_[i] = std::move(kept_[2 * i]);
    }
    kept_.resize((kept_.size() + 1) / 2);
    step_ *= 2;
  }
  std::vector<Thing> result() { return std::move(kept_); }

private:
  std::vector<Thing> kept_;
  std::size_t seen_ = 0;
  std::size_t step_ = 1;
};

Thing corners_of(OGRSimpleCurve const &line) {
  Thing thing;
  int const count = line.getNumPoints();
  int const step = count / most_corners + 1;
  for (int i = 0; i < count; i += step) {
    thing.push_back({line.getX(i), line.getY(i)});
  }
  return thing;
}

/// Each part of the wanted kind by itself.
void take_parts(OGRGeometry const &geometry, GeometryKind wanted, Thinning &things) {
  auto const type = wkbFlatten(geometry.getGeometryType());
  if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection) != FALSE) {
    for (auto const *const member : *geometry.toGeometryCollection()) {
      take_parts(*member, wanted, things);
    }
  } else if (type == wkbPoint && wanted == GeometryKind::point) {
    things.take({{geometry.toPoint()->getX(), geometry.toPoint()->getY()}});
  } else if (type == wkbLineString && wanted == GeometryKind::line) {
    things.take(corners_of(*geometry.toLineString()));
  } else if (type == wkbPolygon && wanted == GeometryKind::polygon &&
             geometry.toPolygon()->getExteriorRing() != nullptr) {
    things.take(corners_of(*geometry.toPolygon()->getExteriorRing()));
  }
}

void take_geometry(OGRGeometry const &geometry, GeometryKind wanted, Thinning &things) {
  if (geometry.IsEmpty() != FALSE) {
    return;
  }
  if (geometry.hasCurveGeometry(FALSE) == FALSE) {
    take_parts(geometry, wanted, things);
    return;
  }
  std::unique_ptr<OGRGeometry> const straight(geometry.getLinearGeometry());
  take_parts(*straight, wanted, things);
}

std::vector<Thing> sample_rows(OGRLayer &layer, GeometryKind wanted,
                               std::optional<PointColumns> const &columns) {
  Thinning things;
  while (Row const row{layer.GetNextFeature()}) {
    if (columns) {
      if (auto const point = read_point(texts_of(*row), *columns)) {
        things.take({{point->x, point->y}});
      }
    } else if (auto const *const geometry = row->GetGeometryRef()) {
      take_geometry(*geometry, wanted, things);
    }
  }
  return things.result();
}

} // namespace

tl::expected<SampledLayer, ImportError>
sample_layer(std::filesystem::path const &path, SourceOptions const &options, GeometryKind wanted) {
  GdalMessages messages; // what is wrong with a row is said when it is read
  auto const dataset = open_source(path, messages);
  if (!dataset) {
    return tl::unexpected(dataset.error());
  }
  auto const layer = choose_layer(**dataset, options.layer_name);
  if (!layer) {
    return tl::unexpected(ImportError{path.string(), "", 0, "", layer.error()});
  }
  SampledLayer sampled;
  std::optional<PointColumns> columns;
  std::string_view const format = (*dataset)->GetDriverName();
  if ((*layer)->GetGeomType() == wkbNone) {
    auto const found = find_point_columns(field_names_of(**layer), options.encoding);
    if (format != "CSV" || wanted != GeometryKind::point || !found) {
      return sampled;
    }
    columns = *found;
  }
  if (auto const *const declared = (*layer)->GetSpatialRef()) {
    sampled.crs = definition_of(*declared);
    sampled.is_by_format =
        (format == "GeoJSON" || format == "GeoJSONSeq" || format == "KML") &&
        (sampled.crs == "EPSG:4326" || sampled.crs == "EPSG:4979" || sampled.crs == "OGC:CRS84");
  }
  sampled.sample.things = sample_rows(**layer, wanted, columns);
  return sampled;
}

} // namespace yuntu::geo::io
