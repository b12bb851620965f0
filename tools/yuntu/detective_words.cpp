#include "tools/yuntu/detective_words.hpp"

#include "geo/projection.hpp"
#include "server/model/area.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace yuntu::tools {
namespace {

std::string to_words(geo::DatumReading datum) {
  switch (datum) {
  case geo::DatumReading::wgs84:
    return "WGS 84";
  case geo::DatumReading::gcj02:
    return "GCJ-02";
  case geo::DatumReading::bd09:
    return "BD-09";
  case geo::DatumReading::gcj02_twice:
    return "GCJ-02 shifted twice";
  case geo::DatumReading::wgs84_unshifted:
    break;
  }
  return "WGS 84 shifted back for nothing";
}

template <typename... Values>
std::string formatted(char const *format, Values... values) {
  std::array<char, 200> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

double percent(std::size_t part, std::size_t of) {
  return of == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(of);
}

std::size_t index_of(double reach_m) {
  std::size_t i = 0;
  while (i + 1 < geo::LayerFit::reaches_m.size() && geo::LayerFit::reaches_m[i] < reach_m) {
    ++i;
  }
  return i;
}

} // namespace

std::string to_words(geo::CoordinateReading const &reading) {
  auto const projection = geo::Projection::make(reading.crs);
  bool const is_code = reading.crs.find('[') == std::string::npos;
  std::string words = is_code ? reading.crs : "";
  if (projection) {
    words += (words.empty() ? "" : " ") +
             (projection->is_geographic() && is_code ? "degrees" : projection->name());
  }
  words += ", " + to_words(reading.datum);
  if (reading.axes == geo::AxisOrder::yx) {
    words += ", axes swapped";
  }
  if (reading.dropped_easting_m != 0) {
    words += formatted(", prefix %.0f of the eastings dropped", reading.dropped_easting_m / 1e6);
  }
  return words;
}

std::string offset_words(double metres, double bearing) {
  constexpr std::array<char const *, 8> winds{"north", "north-east", "east", "south-east",
                                              "south", "south-west", "west", "north-west"};
  auto const *const wind = winds[static_cast<std::size_t>(std::lround(bearing / 45)) % 8];
  return metres < 10'000 ? formatted("%.0f m to the %s", metres, wind)
                         : formatted("%.0f km to the %s", metres / 1000, wind);
}

std::vector<std::string> evidence_words(geo::Diagnosis const &diagnosis,
                                        geo::CoordinateHypothesis const &hypothesis) {
  std::vector<std::string> words;
  auto const &fit = hypothesis.fit;
  auto const &evidence = diagnosis.evidence;
  using Kind = geo::FitEvidence::Kind;
  if ((evidence.kind == Kind::corners || evidence.kind == Kind::edges) && fit.corners > 0) {
    bool const is_corner = evidence.kind == Kind::corners;
    auto const reach = index_of(evidence.reach_m);
    words.push_back(
        formatted("%.1f %% of %zu corners lie within %.1f m of %s of the loaded layers",
                  percent(is_corner ? fit.on_corner[reach] : fit.on_edge[reach], fit.corners),
                  fit.corners, evidence.reach_m, is_corner ? "corners" : "borders"));
  }
  if (evidence.kind == Kind::areas && fit.things > 0) {
    auto const level = static_cast<model::AreaLevel>(evidence.layer);
    words.push_back(formatted("%zu of %zu things are cut by or lie outside the loaded areas of "
                              "level %s",
                              fit.things - fit.whole[evidence.layer], fit.things,
                              std::string(model::to_string(level)).c_str()));
  }
  if (hypothesis.offset_m >= 1) {
    words.push_back(
        "lies " + offset_words(hypothesis.offset_m, hypothesis.bearing) +
        (diagnosis.statement ? " of where it is stated to lie" : " of the first hypothesis"));
  }
  words.emplace_back(hypothesis.is_near ? "lies in or beside the loaded layers"
                                        : "lies in none of the loaded layers");
  return words;
}

} // namespace yuntu::tools
