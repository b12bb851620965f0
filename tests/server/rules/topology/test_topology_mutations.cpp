#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"
#include "geo/validity.hpp"
#include "server/rules/topology/topology_check.hpp"
#include "tools/bench/nested_county.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

using namespace yuntu;
using namespace yuntu::rules::topology;
using Kind = model::LayerKind;

namespace {

/// One defect planted in a clean county: what must be found, and where.
struct Planted {
  Rule rule;
  std::string code;                 ///< among the finding's
  std::vector<geo::Polygon> within; ///< one of these must cover the finding's place
};

/// A place is snapped to a unit of the stored grid.
constexpr double unit_m = 0.02;

bool lies_in(geo::LonLat place, std::vector<geo::Polygon> const &areas) {
  return std::any_of(areas.begin(), areas.end(), [&](geo::Polygon const &area) {
    return geo::covers(area, place) || geo::boundary_distance_m(area, place) <= unit_m;
  });
}

class Saboteur {
public:
  explicit Saboteur(unsigned seed) : random_(seed) {
    bench::CountyPlan plan;
    plan.seed = seed;
    layers_ = bench::nested_county(plan);
  }

  Planted plant(Rule rule) {
    switch (rule) {
    case Rule::invalid_geometry:
      return tangle();
    case Rule::duplicate_code:
      return repeat_code();
    case Rule::bad_code:
      return number(2) == 0 ? spoil_code() : borrow_code();
    case Rule::multipart:
      return join_diagonal();
    case Rule::gap:
      return number(2) == 0 ? take_out() : bend(Rule::gap, -3.0);
    case Rule::overlap:
      return bend(Rule::overlap, 3.0);
    case Rule::sliver:
      return bend(Rule::sliver, number(2) == 0 ? 0.3 : -0.3);
    case Rule::wrong_nesting:
      return number(2) == 0 ? give_away() : reach_out();
    case Rule::code_order:
      return swap_codes();
    case Rule::cut_building:
      return move_onto_border();
    case Rule::orphan:
      return number(2) == 0 ? move_building_out() : move_station_out();
    }
    throw std::logic_error("no such rule");
  }

  [[nodiscard]] TopologyReport check() {
    return check_topology(bench::shared_layers(std::move(layers_)), {});
  }

private:
  std::size_t number(std::size_t below) {
    return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_);
  }
  std::vector<model::LayerFeature> &rows(Kind kind) { return layers_.at(kind).features; }
  model::LayerFeature &any(Kind kind) { return rows(kind)[number(rows(kind).size())]; }
  Kind any_tile() {
    constexpr std::array kinds{Kind::community, Kind::grid, Kind::microgrid};
    return kinds[number(kinds.size())];
  }
  static geo::Polygon &shape(model::LayerFeature &row) {
    return std::get<geo::Polygon>(row.geometry);
  }
  /// A square 2 units wide.
  static geo::Polygon spot(geo::LonLat place) {
    auto const at = [&](int east, int north) {
      return geo::LonLat::from_units(place.lon_e7() + east, place.lat_e7() + north).value();
    };
    return {{at(-1, -1), at(1, -1), at(1, 1), at(-1, 1), at(-1, -1)}, {}};
  }
  static geo::LonLat moved(geo::LonLat place, double east_m, double north_m) {
    return geo::LocalFrame(place).to_lon_lat({east_m, north_m});
  }

  static bool holds(model::LayerFeature &row, geo::LonLat place) {
    auto const &ring = shape(row).outer;
    return std::find(ring.begin(), ring.end(), place) != ring.end();
  }
  std::ptrdiff_t count_holders(Kind kind, geo::LonLat place) {
    return std::count_if(rows(kind).begin(), rows(kind).end(),
                         [&](model::LayerFeature &row) { return holds(row, place); });
  }
  bool is_shared(Kind kind, geo::LonLat place) { return count_holders(kind, place) >= 2; }
  /// From a corner along the angle's bisector, out of a counter-clockwise ring.
  static geo::LonLat outside_of(geo::Ring const &ring, std::size_t i, double outwards_m) {
    geo::LocalFrame const frame(ring[i]);
    auto const before = frame.to_metric(ring[i - 1]);
    auto const after = frame.to_metric(ring[i + 1]);
    double const east = after.northing - before.northing; // outside is right
    double const north = before.easting - after.easting;
    double const scale = outwards_m / std::hypot(east, north);
    return moved(ring[i], scale * east, scale * north);
  }

  Planted tangle() {
    auto &row = any(Kind::microgrid);
    auto &outer = shape(row).outer;
    auto const i = 1 + number(outer.size() - 3);
    std::swap(outer[i], outer[i + 1]);
    if (!geo::find_defect(shape(row))) { // another valid outline
      std::swap(outer[i], outer[i + 1]);
      return tangle();
    }
    // Where its edges meet, which is on two of the edges next to the swapped corners.
    return {Rule::invalid_geometry,
            row.code,
            {{{outer[i - 1], outer[i], outer[i + 1], outer[(i + 2) % outer.size()], outer[i - 1]},
              {}}}};
  }

  Planted repeat_code() {
    auto const kind = number(2) == 0 ? Kind::building : any_tile();
    auto &row = any(kind);
    auto &other = any(kind);
    if (&row == &other) {
      return repeat_code();
    }
    other.code = row.code;
    return {Rule::duplicate_code, row.code, {shape(row), shape(other)}};
  }

  Planted spoil_code() {
    auto &row = any(number(2) == 0 ? Kind::building : any_tile());
    number(2) == 0 ? row.code.pop_back() : void(row.code[number(row.code.size())] = 'O');
    return {Rule::bad_code, row.code, {shape(row)}};
  }

  Planted borrow_code() {
    auto &row = any(Kind::grid);
    auto const &foreign = any(Kind::community).code;
    if (row.code.starts_with(foreign)) {
      return borrow_code();
    }
    row.code = foreign + "999";
    return {Rule::bad_code, row.code, {shape(row)}};
  }

  /// Two of a grid's four micro-grids that meet at a corner only, under one code.
  Planted join_diagonal() {
    auto &all = rows(Kind::microgrid);
    auto const first = 4 * number(all.size() / 4);
    auto row = all[first + 3];
    row.code = all[first].code;
    row.name = all[first].name;
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(first + 3));
    all.insert(all.begin() + static_cast<std::ptrdiff_t>(first + 1), row);
    return {Rule::multipart, row.code, {shape(all[first]), shape(row)}};
  }

  Planted take_out() {
    auto const kind = any_tile();
    auto const i = number(rows(kind).size());
    auto row = rows(kind)[i];
    rows(kind).erase(rows(kind).begin() + static_cast<std::ptrdiff_t>(i));
    return {Rule::gap, "", {shape(row)}};
  }

  /// Moves one corner between two areas of one, inwards or outwards, along the angle's bisector.
  Planted bend(Rule rule, double outwards_m) {
    auto const kind = any_tile();
    auto &row = any(kind);
    auto &outer = shape(row).outer;
    auto const i = 1 + number(outer.size() - 2);
    auto const corner = outer[i];
    if (count_holders(kind, corner) != 2 || !is_shared(kind, outer[i - 1]) ||
        !is_shared(kind, outer[i + 1])) {
      return bend(rule, outwards_m); // on the county's outline, or where several meet
    }
    outer[i] = outside_of(outer, i, outwards_m);
    // Between the border as it was and as it is.
    return {rule, row.code, {{{outer[i - 1], corner, outer[i + 1], outer[i], outer[i - 1]}, {}}}};
  }

  Planted give_away() {
    auto const kind = number(2) == 0 ? Kind::grid : Kind::estate;
    auto &row = any(kind);
    auto const &foreign = any(Kind::community).code;
    if (row.parent == foreign) {
      return give_away();
    }
    row.parent = foreign;
    return {Rule::wrong_nesting, row.code, {shape(row)}};
  }

  /// A grid's border, and with it its micro-grids', bulges into another community: they still tile.
  Planted reach_out() {
    auto &row = any(Kind::grid);
    auto const outer = shape(row).outer;
    auto const i = 1 + number(outer.size() - 2);
    auto const corner = outer[i];
    auto &grids = rows(Kind::grid);
    bool const is_on_community =
        std::any_of(grids.begin(), grids.end(), [&](model::LayerFeature &other) {
          return other.parent != row.parent && holds(other, corner);
        });
    if (count_holders(Kind::grid, corner) != 2 || !is_on_community ||
        !is_shared(Kind::grid, outer[i - 1]) || !is_shared(Kind::grid, outer[i + 1])) {
      return reach_out();
    }
    auto const place = outside_of(outer, i, 3.0);
    for (auto const kind : {Kind::grid, Kind::microgrid}) {
      for (auto &other : rows(kind)) {
        std::replace(shape(other).outer.begin(), shape(other).outer.end(), corner, place);
      }
    }
    return {Rule::wrong_nesting,
            row.code,
            {{{outer[i - 1], corner, outer[i + 1], place, outer[i - 1]}, {}}}};
  }

  Planted swap_codes() {
    auto &all = rows(Kind::microgrid);
    auto const first = 4 * number(all.size() / 4);
    auto const pair = std::array{std::pair{0, 1}, std::pair{2, 3}, std::pair{0, 3}}[number(3)];
    auto &one = all[first + static_cast<std::size_t>(pair.first)];
    auto &other = all[first + static_cast<std::size_t>(pair.second)];
    std::swap(one.geometry, other.geometry);
    // Any of the grid's may stand out, those between the two included.
    std::vector<geo::Polygon> of_grid;
    for (std::size_t i = first; i < first + 4; ++i) {
      of_grid.push_back(shape(all[i]));
    }
    return {Rule::code_order, one.code, of_grid};
  }

  Planted move_onto_border() {
    auto &building = any(Kind::building);
    auto &area = any(Kind::microgrid);
    auto &outer = shape(area).outer;
    auto const place = outer[number(outer.size())];
    geo::Ring ring;
    for (auto const &[east, north] : {std::pair{-2, -1}, {1, -2}, {2, 1}, {-1, 2}, {-2, -1}}) {
      ring.push_back(moved(place, east, north));
    }
    shape(building) = {ring, {}};
    return {Rule::cut_building, building.code, {shape(building)}};
  }

  Planted move_building_out() {
    auto &building = any(Kind::building);
    for (auto &place : shape(building).outer) {
      place = moved(place, 0, -4'000);
    }
    return {Rule::orphan, building.code, {shape(building)}};
  }

  Planted move_station_out() {
    auto &station = any(Kind::station);
    auto &place = std::get<geo::LonLat>(station.geometry);
    place = moved(place, 4'000, 0);
    return {Rule::orphan, station.code, {spot(place)}};
  }

  std::map<Kind, model::LayerVersion> layers_;
  std::mt19937 random_;
};

} // namespace

// Sanitizers at -O0 take some twenty times as long.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr unsigned counties = 20;
#else
constexpr unsigned counties = 200;
#endif

TEST_CASE("clean counties have no findings") {
  for (unsigned seed = 1; seed <= counties; ++seed) {
    CAPTURE(seed);
    bench::CountyPlan plan;
    plan.seed = seed;
    auto const report = check_topology(bench::shared_layers(bench::nested_county(plan)), {});
    for (auto const &finding : report.findings) {
      UNSCOPED_INFO(to_string(finding.rule)
                    << " " << finding.codes.front() << ": " << finding.hint);
    }
    CHECK(report.findings.empty());
    CHECK(report.within_tolerance == 0);
  }
}

TEST_CASE("a defect planted anywhere in a clean county is the one finding, at its place") {
  auto const rule =
      GENERATE(Rule::invalid_geometry, Rule::duplicate_code, Rule::bad_code, Rule::multipart,
               Rule::gap, Rule::overlap, Rule::sliver, Rule::wrong_nesting, Rule::code_order,
               Rule::cut_building, Rule::orphan);
  for (unsigned seed = 1; seed <= counties; ++seed) {
    Saboteur saboteur(seed);
    auto const planted = saboteur.plant(rule);
    auto const report = saboteur.check();
    CAPTURE(seed, to_string(rule), planted.code);
    for (auto const &finding : report.findings) {
      UNSCOPED_INFO(to_string(finding.rule)
                    << " " << to_string(finding.layer) << " " << finding.codes.front() << " "
                    << geo::boundary_distance_m(planted.within.front(), finding.place)
                    << " m from the border of where it is: " << finding.hint);
    }
    REQUIRE(report.findings.size() == 1);
    auto const &finding = report.findings.front();
    CHECK(finding.rule == planted.rule);
    CHECK(lies_in(finding.place, planted.within));
    CHECK((finding.shape.empty() || lies_in(finding.place, finding.shape)));
    CHECK((planted.code.empty() || std::find(finding.codes.begin(), finding.codes.end(),
                                             planted.code) != finding.codes.end()));
  }
}
