#include "tools/bench/reach_peers.hpp"

#include "geo/catchment.hpp"
#include "geo/entrance.hpp"
#include "geo/io/geojson_writer.hpp"
#include "geo/outline.hpp"
#include "geo/reach.hpp"
#include "geo/street_place.hpp"
#ifdef YUNTU_HAS_LIBPQ
#include "tools/bench/pgrouting_peer.hpp"
#endif
#include "tools/bench/valhalla_peer.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>

namespace yuntu::bench {
namespace {

std::string setting(char const *name) {
  char const *const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

geo::TargetPlaces places_of(ReachBed const &bed, Town const &town) {
  std::vector<geo::LonLat> places;
  for (geo::TargetId id = 0; id < bed.targets.size(); ++id) {
    auto const &at = bed.targets.target(id).at;
    places.push_back(at ? geo::entrance_of(town.buildings[id], bed.graph, *at)
                        : town.buildings[id].outer.front());
  }
  return geo::TargetPlaces(std::move(places));
}

std::size_t corners_of(geo::MultiPolygon const &parts) {
  std::size_t corners = 0;
  for (auto const &part : parts) {
    corners += part.outer.size();
    for (auto const &hole : part.holes) {
      corners += hole.size();
    }
  }
  return corners;
}

} // namespace

void measure_beside_peers(ReachBed const &bed, geo::StreetSnapper const &snapper,
                          Town const &town) {
  std::unique_ptr<geo::WalkRaster> raster;
  report({"outline_raster_build",
          milliseconds([&] { raster = std::make_unique<geo::WalkRaster>(bed.graph, snapper); }),
          "ms"});
  auto const places = places_of(bed, town);
  geo::OutlineSketch sketch(*raster);
  geo::ReachSearch search(bed.graph);
  std::unique_ptr<ValhallaPeer> valhalla;
  if (auto const command = setting("YUNTU_BENCH_VALHALLA"); !command.empty()) {
    valhalla = std::make_unique<ValhallaPeer>(command);
  }
#ifdef YUNTU_HAS_LIBPQ
  std::unique_ptr<PgRoutingPeer> pgrouting;
  if (auto const settings = setting("YUNTU_BENCH_POSTGIS"); !settings.empty()) {
    pgrouting = std::make_unique<PgRoutingPeer>(settings, bed);
  }
#endif
  // As far on foot as ours, at Valhalla's own pace.
  double const valhalla_minutes = bed.limit_mm / 1000.0 / ValhallaPeer::walking_m_per_minute;
  std::vector<double> targets_ms;
  std::vector<double> outline_ms;
  std::vector<double> valhalla_ms;
  std::vector<double> pgrouting_ms;
  std::size_t reached = 0;
  std::size_t wrong = 0;
  std::size_t corners = 0;
  std::size_t bytes = 0;
  std::size_t pgrouting_count = 0;
  std::size_t valhalla_refused = 0;
  for (int round = 0; round < std::min(bed.rounds, 3); ++round) {
    for (auto const &origin : bed.origins) {
      targets_ms.push_back(milliseconds([&] {
        search.run_to(*origin, bed.limit_mm, bed.closed);
        reached += search.targets(bed.targets).size();
      }));
      geo::Outline outline;
      outline_ms.push_back(milliseconds([&] {
        search.run_to(*origin, bed.limit_mm, bed.closed);
        outline = sketch.outline(search, bed.targets, places);
        bytes += geo::io::to_geojson_text(outline.parts).size();
      }));
      wrong += outline.reached_outside.targets + outline.unreached_inside.targets;
      corners += corners_of(outline.parts);
      if (valhalla) {
        auto const place = geo::street_place(bed.graph, *origin);
        if (auto const ms = valhalla->isochrone_ms(place, valhalla_minutes)) {
          valhalla_ms.push_back(*ms);
        } else {
          ++valhalla_refused;
        }
      }
#ifdef YUNTU_HAS_LIBPQ
      if (pgrouting) {
        pgrouting_ms.push_back(
            milliseconds([&] { pgrouting_count += pgrouting->buildings_near(*origin); }));
      }
#endif
    }
  }
  auto const runs = static_cast<double>(targets_ms.size());
  auto const beside = [](std::string const &name, std::vector<double> const &ours,
                         std::string const &peer, std::vector<double> const &theirs) {
    report({name, median(ours) * 1000, "us", theirs.empty() ? "" : peer,
            theirs.empty() ? 0 : median(theirs) * 1000, ours});
  };
  beside("station_exact_buildings_beside_valhalla", targets_ms, "Valhalla isochrone polygon",
         valhalla_ms);
  beside("station_exact_buildings_beside_pgrouting", targets_ms,
         "pgr_drivingDistance in a box, buildings at vertices", pgrouting_ms);
  beside("station_outline_geojson", outline_ms, "Valhalla isochrone polygon", valhalla_ms);
  report({"station_outline_wrong_side",
          100 * static_cast<double>(wrong) / static_cast<double>(reached), "percent of reached"});
  report({"station_outline_corners_mean", static_cast<double>(corners) / runs, "corners"});
  report({"station_outline_bytes_mean", static_cast<double>(bytes) / runs, "bytes"});
  report({"station_buildings_mean", static_cast<double>(reached) / runs, "targets"});
  if (valhalla) {
    report({"valhalla_knows_no_street", static_cast<double>(valhalla_refused), "questions"});
  }
  if (!pgrouting_ms.empty()) {
    report({"pgrouting_buildings_mean", static_cast<double>(pgrouting_count) / runs, "targets"});
  }
  std::vector<double> all_ms;
  std::vector<double> all_pgrouting_ms;
  for (int round = 0; round < 5; ++round) {
    all_ms.push_back(milliseconds([&] {
      static_cast<void>(
          geo::catchments_to(search, bed.targets, bed.origins, bed.limit_s, bed.closed));
    }));
#ifdef YUNTU_HAS_LIBPQ
    if (pgrouting) {
      all_pgrouting_ms.push_back(
          milliseconds([&] { static_cast<void>(pgrouting->buildings_near(bed.origins)); }));
    }
#endif
  }
  beside("all_stations_all_buildings", all_ms, "pgr_drivingDistance from all stations",
         all_pgrouting_ms);
}

} // namespace yuntu::bench
