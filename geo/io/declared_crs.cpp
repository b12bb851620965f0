#include "geo/io/declared_crs.hpp"

#include <memory>

#include <ogr_spatialref.h>

namespace yuntu::geo::io {
namespace {

constexpr double metres_per_degree = 111'320;

struct ReleaseReference {
  void operator()(OGRSpatialReference *reference) const { reference->Release(); }
};

std::string code_of(OGRSpatialReference const &reference) {
  char const *const authority = reference.GetAuthorityName(nullptr);
  char const *const code = reference.GetAuthorityCode(nullptr);
  return authority == nullptr || code == nullptr ? std::string()
                                                 : std::string(authority) + ":" + code;
}

} // namespace

std::string definition_of(OGRSpatialReference const &declared) {
  if (auto const code = code_of(declared); !code.empty()) {
    return code;
  }
  std::unique_ptr<OGRSpatialReference, ReleaseReference> const match(declared.FindBestMatch());
  if (match && !code_of(*match).empty()) {
    return code_of(*match);
  }
  char *wkt = nullptr;
  char const *const format[] = {"FORMAT=WKT2_2019", nullptr};
  std::string definition;
  if (declared.exportToWkt(&wkt, format) == OGRERR_NONE) {
    definition = wkt;
  }
  CPLFree(wkt);
  return definition;
}

std::string name_of(OGRSpatialReference const &declared, std::string const &definition) {
  if (definition.find('[') == std::string::npos && !definition.empty()) {
    return definition;
  }
  return declared.GetName() != nullptr ? declared.GetName() : "unnamed";
}

double metres_per_unit(OGRSpatialReference const &reference) {
  return reference.IsProjected() != FALSE ? reference.GetLinearUnits() : metres_per_degree;
}

} // namespace yuntu::geo::io
