#include "geo/coordinate_forms.hpp"

#include "geo/gauss_zone.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <utility>

namespace yuntu::geo {
namespace {

/// What a mistake costs before any evidence, in nats: about one file in twenty has one.
constexpr double against_statement = -3;
constexpr double against_format = -1.5; ///< GeoJSON cannot say anything but WGS 84
constexpr double swapped_axes = -0.5;
constexpr double shifted = -1;
constexpr double shifted_wrongly = -2;
constexpr double older_system = -2;
constexpr double six_degree_zone = -1;
constexpr double foreign_prefix = -2;
constexpr double web_mercator = -1;

constexpr double million = 1e6;
constexpr double metres_per_degree = 111'000;
/// Of a strip, with room for a county that reaches far over its edge.
bool is_easting(double metres) {
  return metres > 0.05 * million && metres < 0.95 * million;
}
/// Of mainland China and its sea, 13 to 55 degrees north.
bool is_northing(double metres) {
  return metres > 1.4 * million && metres < 6.2 * million;
}

double prior_of(DatumReading datum) {
  switch (datum) {
  case DatumReading::wgs84:
    return 0;
  case DatumReading::gcj02:
  case DatumReading::bd09:
    return shifted;
  default:
    return shifted_wrongly;
  }
}

class Supposing {
public:
  Supposing(RawPoint middle, CoordinateStatement const &statement, Envelope const &extent)
      : middle_(middle), statement_(statement), extent_(extent),
        stated_zone_(gauss_zone_of(statement.crs)) {}

  std::vector<SupposedReading> run() {
    if (!statement_.crs.empty()) {
      add_stated();
    }
    for (auto const axes : {AxisOrder::xy, AxisOrder::yx}) {
      double const x = axes == AxisOrder::xy ? middle_.x : middle_.y;
      double const y = axes == AxisOrder::xy ? middle_.y : middle_.x;
      double const prior = axes == AxisOrder::xy ? 0 : swapped_axes;
      if (std::abs(x) <= 180 && std::abs(y) <= 90) {
        add({"EPSG:4326", axes, 0, {}}, prior);
      } else if (is_northing(y)) {
        add_strips(x, y, axes, prior);
        if (x > 8.1 * million && x < 15.1 * million) { // 73 to 135 degrees east
          add({"EPSG:3857", axes, 0, {}}, prior + web_mercator);
        }
      }
    }
    return std::move(supposed_);
  }

private:
  void add_stated() {
    bool const is_older = stated_zone_ && stated_zone_->system != NationalSystem::cgcs2000;
    for (auto const axes : {AxisOrder::xy, AxisOrder::yx}) {
      for (auto const datum : datum_readings) {
        if (datum != DatumReading::wgs84 && is_older) {
          continue;
        }
        double const against = datum == DatumReading::wgs84 && axes == AxisOrder::xy ? 0
                               : statement_.is_crs_by_format ? against_format
                                                             : against_statement;
        add_one({statement_.crs, axes, 0, datum},
                against + prior_of(datum) + (axes == AxisOrder::yx ? swapped_axes : 0));
      }
    }
  }

  void add_strips(double easting, double northing, AxisOrder axes, double prior) {
    if (is_easting(easting)) {
      for (auto const &[width, number] : likely_zones(easting, northing)) {
        add_zone({{}, width, number, false}, axes, 0, prior);
      }
      return;
    }
    int const prefix = static_cast<int>(std::floor(easting / million));
    if (!is_easting(easting - prefix * million)) {
      return;
    }
    for (int const width : {3, 6}) {
      if (has_zone(width, prefix)) {
        add_zone({{}, width, prefix, true}, axes, 0, prior);
      }
    }
    for (auto const &[width, number] : likely_zones(easting - prefix * million, northing)) {
      if (number != prefix && width == 3) {
        add_zone({{}, width, number, false}, axes, prefix * million, prior + foreign_prefix);
      }
    }
  }

  /// Width and number of those that put the numbers about where the extent is; without an extent
  /// the stated one.
  [[nodiscard]] std::set<std::pair<int, int>> likely_zones(double easting, double northing) const {
    std::set<std::pair<int, int>> zones;
    if (extent_.is_empty()) {
      if (stated_zone_) {
        zones.emplace(stated_zone_->width, stated_zone_->number);
      }
      return zones;
    }
    // On a sphere: good to a tenth of a degree, which tells zones apart.
    double const lat = northing / metres_per_degree * std::numbers::pi / 180;
    double const east = (easting - 0.5 * million) / (metres_per_degree * std::cos(lat));
    double const lon = (extent_.west / 2.0 + extent_.east / 2.0) / LonLat::units_per_degree;
    double const reach = (double{1} * extent_.east - extent_.west) / LonLat::units_per_degree;
    for (int const width : {3, 6}) {
      for (int number = width == 3 ? 25 : 13; has_zone(width, number); ++number) {
        int const meridian = GaussZone{{}, width, number, false}.central_meridian();
        if (std::abs(meridian + east - lon) < 0.5 + reach) {
          zones.emplace(width, number);
        }
      }
    }
    return zones;
  }

  void add_zone(GaussZone zone, AxisOrder axes, double dropped_m, double prior) {
    double const by_width = zone.width == 6 ? six_degree_zone : 0;
    for (auto const system : national_systems) {
      zone.system = system;
      // A stated system is believed before its zone is.
      double const by_system = stated_zone_ ? (system == stated_zone_->system ? 0 : older_system)
                               : system == NationalSystem::cgcs2000 ? 0
                                                                    : older_system;
      CoordinateReading const reading{crs_of(zone), axes, dropped_m, {}};
      if (system == NationalSystem::cgcs2000) {
        add(reading, prior + by_width + by_system);
      } else {
        add_alternative(reading, prior + by_width + by_system);
      }
    }
  }

  void add(CoordinateReading reading, double prior) {
    for (auto const datum : datum_readings) {
      reading.datum = datum;
      add_alternative(reading, prior + prior_of(datum));
    }
  }
  void add_alternative(CoordinateReading const &reading, double prior) {
    double const against = statement_.crs.empty()        ? 0
                           : statement_.is_crs_by_format ? against_format
                                                         : against_statement;
    add_one(reading, prior + against);
  }
  void add_one(CoordinateReading const &reading, double prior) {
    bool const is_known =
        std::any_of(supposed_.begin(), supposed_.end(),
                    [&](SupposedReading const &one) { return one.reading == reading; });
    if (!is_known) {
      supposed_.push_back({reading, prior});
    }
  }

  RawPoint middle_;
  CoordinateStatement const &statement_;
  Envelope const &extent_;
  std::optional<GaussZone> stated_zone_;
  std::vector<SupposedReading> supposed_;
};

} // namespace

std::vector<SupposedReading> suppose_readings(RawPoint middle, CoordinateStatement const &statement,
                                              Envelope const &extent) {
  return Supposing(middle, statement, extent).run();
}

} // namespace yuntu::geo
