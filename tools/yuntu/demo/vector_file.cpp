#include "tools/yuntu/demo/vector_file.hpp"

#include <optional>
#include <stdexcept>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

namespace yuntu::demo {
namespace {

/// GeoPackages carry the time of their last change: ours is always this one.
constexpr char const *fixed_time = "2025-01-01T00:00:00.000Z";

/// While GDAL writes: errors come back as exceptions with its own words, not on stderr, and the
/// time is always the same, for this thread only; the operator's own setting comes back.
class Writing {
public:
  Writing() {
    CPLErrorReset();
    CPLPushErrorHandler(CPLQuietErrorHandler);
    if (char const *const set = CPLGetThreadLocalConfigOption(key, nullptr)) {
      before_ = set;
    }
    CPLSetThreadLocalConfigOption(key, fixed_time);
  }
  Writing(Writing const &) = delete;
  Writing &operator=(Writing const &) = delete;
  ~Writing() {
    CPLSetThreadLocalConfigOption(key, before_ ? before_->c_str() : nullptr);
    CPLPopErrorHandler();
  }

private:
  static constexpr char const *key = "OGR_CURRENT_DATE";
  std::optional<std::string> before_;
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
  std::vector<OGRLayer *> layers; ///< the dataset's
};

VectorFile::VectorFile(std::filesystem::path path, std::string const &driver)
    : path_(std::move(path)), handles_(std::make_unique<Handles>()) {
  GDALAllRegister();
  Writing const writing;
  GDALDriver *maker = GetGDALDriverManager()->GetDriverByName(driver.c_str());
  if (maker == nullptr) {
    fail(path_, "this GDAL cannot write " + driver);
  }
  handles_->dataset.reset(maker->Create(path_.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  if (!handles_->dataset) {
    fail(path_, "cannot be created");
  }
  if (handles_->dataset->TestCapability(ODsCTransactions) != FALSE) {
    handles_->dataset->StartTransaction(); // else a disk access a row
  }
}

VectorFile::~VectorFile() = default;

VectorFile::Layer VectorFile::add_layer(LayerSpec spec) {
  Writing const writing;
  OGRSpatialReference crs;
  crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  if (!spec.crs.empty() && crs.SetFromUserInput(spec.crs.c_str()) != OGRERR_NONE) {
    fail(path_, "no such CRS: " + spec.crs);
  }
  CPLStringList options;
  for (std::string const &option : spec.options) {
    options.AddString(option.c_str());
  }
  auto *const layer = handles_->dataset->CreateLayer(
      spec.name.c_str(), spec.crs.empty() ? nullptr : &crs, type_of(spec.shape), options.List());
  if (layer == nullptr) {
    fail(path_, "layer " + spec.name + " cannot be created");
  }
  for (FieldSpec const &field : spec.fields) {
    auto const *text = std::get_if<TextField>(&field.type);
    OGRFieldDefn definition(field.name.c_str(), text != nullptr ? OFTString : OFTInteger);
    definition.SetWidth(text != nullptr ? text->width : 0);
    if (layer->CreateField(&definition) != OGRERR_NONE) {
      fail(path_, "field " + field.name + " cannot be created");
    }
  }
  handles_->layers.push_back(layer);
  specs_.push_back(std::move(spec));
  return specs_.size() - 1;
}

void VectorFile::add(Layer layer, geo::Geometry const &geometry,
                     std::vector<FieldValue> const &values) {
  Writing const writing;
  auto *const out = handles_->layers.at(layer);
  OGRFeature feature(out->GetLayerDefn());
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
  feature.SetGeometryDirectly(std::visit(GeometryMaker(specs_[layer].place), geometry).release());
  if (out->CreateFeature(&feature) != OGRERR_NONE) {
    fail(path_, "a row of layer " + specs_[layer].name + " cannot be written");
  }
}

void VectorFile::close() {
  Writing const writing;
  if (handles_->dataset->TestCapability(ODsCTransactions) != FALSE &&
      handles_->dataset->CommitTransaction() != OGRERR_NONE) {
    fail(path_, "cannot be completed");
  }
  handles_->layers.clear();
  handles_->dataset.reset();
  if (CPLGetLastErrorType() >= CE_Failure) {
    fail(path_, "cannot be completed");
  }
}

} // namespace yuntu::demo
