#include "tools/yuntu/demo/vector_file.hpp"

#include <stdexcept>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

namespace yuntu::demo {
namespace {

/// GeoPackages carry the time of their last change: ours is always this one.
constexpr char const *fixed_time = "2025-01-01T00:00:00.000Z";

/// Errors come back as exceptions with GDAL's own words, not on stderr.
class QuietErrors {
public:
  QuietErrors() {
    CPLErrorReset();
    CPLPushErrorHandler(CPLQuietErrorHandler);
  }
  QuietErrors(QuietErrors const &) = delete;
  QuietErrors &operator=(QuietErrors const &) = delete;
  ~QuietErrors() { CPLPopErrorHandler(); }
};

[[noreturn]] void fail(std::filesystem::path const &path, std::string const &what) {
  std::string const reason = CPLGetLastErrorMsg();
  throw std::runtime_error(path.string() + ": " + what + (reason.empty() ? "" : ": " + reason));
}

OGRwkbGeometryType type_of(LayerShape shape) {
  switch (shape) {
  case LayerShape::point:
    return wkbPoint;
  case LayerShape::line:
    return wkbLineString;
  case LayerShape::polygon:
    break;
  }
  return wkbPolygon;
}

class GeometryMaker {
public:
  explicit GeometryMaker(std::function<Xy(geo::LonLat)> const &place) : place_(place) {}

  std::unique_ptr<OGRGeometry> operator()(geo::LonLat point) const {
    Xy const at = place_(point);
    return std::make_unique<OGRPoint>(at.x, at.y);
  }
  std::unique_ptr<OGRGeometry> operator()(geo::LineString const &line) const {
    auto result = std::make_unique<OGRLineString>();
    append(*result, line);
    return result;
  }
  std::unique_ptr<OGRGeometry> operator()(geo::Polygon const &polygon) const {
    auto result = std::make_unique<OGRPolygon>();
    OGRLinearRing ring;
    append(ring, polygon.outer);
    result->addRing(&ring);
    for (geo::Ring const &hole : polygon.holes) {
      OGRLinearRing inner;
      append(inner, hole);
      result->addRing(&inner);
    }
    return result;
  }

private:
  void append(OGRSimpleCurve &curve, std::vector<geo::LonLat> const &points) const {
    for (geo::LonLat const point : points) {
      Xy const at = place_(point);
      curve.addPoint(at.x, at.y);
    }
  }

  std::function<Xy(geo::LonLat)> const &place_;
};

} // namespace

struct VectorFile::Handles {
  GDALDatasetUniquePtr dataset;
  OGRLayer *layer = nullptr;
};

VectorFile::VectorFile(std::filesystem::path path, std::string const &driver)
    : path_(std::move(path)), handles_(std::make_unique<Handles>()) {
  GDALAllRegister();
  QuietErrors const quiet;
  GDALDriver *maker = GetGDALDriverManager()->GetDriverByName(driver.c_str());
  if (maker == nullptr) {
    fail(path_, "this GDAL cannot write " + driver);
  }
  handles_->dataset.reset(maker->Create(path_.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  if (!handles_->dataset) {
    fail(path_, "cannot be created");
  }
}

VectorFile::~VectorFile() = default;

void VectorFile::start_layer(LayerSpec spec) {
  QuietErrors const quiet;
  spec_ = std::move(spec);
  OGRSpatialReference crs;
  crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  if (!spec_.crs.empty() && crs.SetFromUserInput(spec_.crs.c_str()) != OGRERR_NONE) {
    fail(path_, "no such CRS: " + spec_.crs);
  }
  CPLStringList options;
  for (std::string const &option : spec_.options) {
    options.AddString(option.c_str());
  }
  handles_->layer = handles_->dataset->CreateLayer(
      spec_.name.c_str(), spec_.crs.empty() ? nullptr : &crs, type_of(spec_.shape), options.List());
  if (handles_->layer == nullptr) {
    fail(path_, "layer " + spec_.name + " cannot be created");
  }
  for (FieldSpec const &field : spec_.fields) {
    auto const *text = std::get_if<TextField>(&field.type);
    OGRFieldDefn definition(field.name.c_str(), text != nullptr ? OFTString : OFTInteger);
    definition.SetWidth(text != nullptr ? text->width : 0);
    if (handles_->layer->CreateField(&definition) != OGRERR_NONE) {
      fail(path_, "field " + field.name + " cannot be created");
    }
  }
}

void VectorFile::add(geo::Geometry const &geometry, std::vector<FieldValue> const &values) {
  QuietErrors const quiet;
  OGRFeature feature(handles_->layer->GetLayerDefn());
  for (std::size_t i = 0; i < values.size(); ++i) {
    int const field = static_cast<int>(i);
    if (auto const *number = std::get_if<int>(&values[i])) {
      feature.SetField(field, *number);
    } else if (auto const &text = std::get<std::string>(values[i]); text.empty()) {
      feature.SetFieldNull(field);
    } else {
      feature.SetField(field, text.c_str());
    }
  }
  feature.SetGeometryDirectly(std::visit(GeometryMaker(spec_.place), geometry).release());
  if (handles_->layer->CreateFeature(&feature) != OGRERR_NONE) {
    fail(path_, "a row of layer " + spec_.name + " cannot be written");
  }
}

void VectorFile::close() {
  QuietErrors const quiet;
  // For this thread and this moment only: the operator's own setting comes back.
  char const *previous = CPLGetThreadLocalConfigOption("OGR_CURRENT_DATE", nullptr);
  std::string const kept = previous == nullptr ? "" : previous;
  CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", fixed_time);
  handles_->dataset.reset();
  CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", previous == nullptr ? nullptr : kept.c_str());
  if (CPLGetLastErrorType() >= CE_Failure) {
    fail(path_, "cannot be completed");
  }
}

} // namespace yuntu::demo
