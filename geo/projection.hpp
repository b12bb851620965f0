#pragma once

#include "geo/degrees.hpp"
#include "geo/metric_point.hpp"

#include <memory>
#include <optional>
#include <string>

#include <tl/expected.hpp>

namespace yuntu::geo {

/// Where a CRS is meant to be used, degrees.
struct AreaOfUse {
  double west = -180;
  double south = -90;
  double east = 180;
  double north = 90;
};

/// Between any CRS and WGS 84 degrees. Order is always x, y: easting, northing or longitude,
/// latitude, whatever the authority says. CGCS2000 equals WGS 84 here (they differ by
/// centimetres); no grid is fetched. Not for two threads at once: one object a thread.
class Projection {
public:
  /// `crs`: "EPSG:4549", WKT, PROJJSON or a PROJ string. The error names what was given.
  static tl::expected<Projection, std::string> make(std::string const &crs);

  Projection(Projection &&) noexcept;
  Projection &operator=(Projection &&) noexcept;
  ~Projection();

  /// nullopt where the projection is not defined. For a geographic CRS x, y are degrees.
  [[nodiscard]] std::optional<Degrees> to_degrees(double x, double y) const;
  /// The way back: easting is x, northing y, in the CRS's own unit.
  [[nodiscard]] std::optional<MetricPoint> from_degrees(Degrees place) const;

  /// nullopt when the CRS does not say (hand-written WKT).
  [[nodiscard]] std::optional<AreaOfUse> area_of_use() const;
  /// "CGCS2000 / 3-degree Gauss-Kruger CM 120E".
  [[nodiscard]] std::string const &name() const;
  [[nodiscard]] bool is_geographic() const;

private:
  struct Impl;
  explicit Projection(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

} // namespace yuntu::geo
