#include "tools/bench/pgrouting_peer.hpp"

#include "tools/bench/postgres.hpp"

#include <cmath>
#include <cstdlib>
#include <numbers>
#include <set>
#include <utility>

namespace yuntu::bench {
namespace {

constexpr double metres_a_degree = 111'320;

/// The end of the edge that is nearer, and the way to it.
std::pair<geo::VertexId, double> nearest_vertex(geo::WalkGraph const &graph,
                                                geo::StreetPoint const &at) {
  auto const &edge = graph.edge(at.edge);
  auto const back_mm = edge.length_mm - at.offset_mm;
  bool const is_from = at.offset_mm <= back_mm;
  return {is_from ? edge.from : edge.to, (at.access_mm + (is_from ? at.offset_mm : back_mm)) / 1e3};
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

} // namespace

PgRoutingPeer::PgRoutingPeer(std::string const &settings, ReachBed const &bed)
    : server_(std::make_unique<Postgres>(settings, "pgRouting")), bed_(bed) {
  server_->run(
      "set client_min_messages = warning; create extension if not exists pgrouting;"
      "drop table if exists edges; drop table if exists buildings;"
      "create table edges(id bigint, source bigint, target bigint, cost float8, line geometry);"
      "create table buildings(id bigint, node bigint, leg float8)");
  std::string rows;
  for (geo::EdgeId id = 0; id < bed.graph.edge_count(); ++id) {
    auto const &edge = bed.graph.edge(id);
    auto const from = bed.graph.place(edge.from);
    auto const to = bed.graph.place(edge.to);
    rows += std::to_string(id) + '\t' + std::to_string(edge.from) + '\t' + std::to_string(edge.to) +
            '\t' + number(edge.cost_mm / 1e3) + "\tLINESTRING(" + number(from.lon()) + ' ' +
            number(from.lat()) + ',' + number(to.lon()) + ' ' + number(to.lat()) + ")\n";
  }
  server_->copy("edges", rows);
  rows.clear();
  for (geo::TargetId id = 0; id < bed.targets.size(); ++id) {
    if (auto const &at = bed.targets.target(id).at) {
      auto const [vertex, leg_m] = nearest_vertex(bed.graph, *at);
      rows += std::to_string(id) + '\t' + std::to_string(vertex) + '\t' + number(leg_m) + '\n';
    }
  }
  server_->copy("buildings", rows);
  server_->run("create index on edges using gist(line); create index on buildings(node);"
               "analyze edges; analyze buildings");
}

PgRoutingPeer::~PgRoutingPeer() = default;

std::size_t PgRoutingPeer::count(std::string const &sql) {
  PostgresResult const result(PQexec(server_->handle(), sql.c_str()), &PQclear);
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) {
    server_->fail(sql);
  }
  return std::strtoull(PQgetvalue(result.get(), 0, 0), nullptr, 10);
}

std::size_t PgRoutingPeer::buildings_near(geo::StreetPoint const &station) {
  auto const [vertex, leg_m] = nearest_vertex(bed_.graph, station);
  auto const place = bed_.graph.place(vertex);
  auto const limit_m = bed_.limit_mm / 1e3;
  auto const high = limit_m / metres_a_degree;
  auto const wide = high / std::cos(place.lat() * std::numbers::pi / 180);
  auto const box = number(place.lon() - wide) + ',' + number(place.lat() - high) + ',' +
                   number(place.lon() + wide) + ',' + number(place.lat() + high);
  return count(
      "select count(*) from pgr_drivingDistance($q$select id, source, target, cost from "
      "edges where line && ST_MakeEnvelope(" +
      box + ")$q$, " + std::to_string(vertex) + "::bigint, " + number(limit_m) +
      "::float8, false) d join buildings b on b.node = d.node where d.agg_cost + b.leg + " +
      number(leg_m) + " <= " + number(limit_m));
}

std::size_t
PgRoutingPeer::buildings_near(std::vector<std::optional<geo::StreetPoint>> const &stations) {
  std::set<geo::VertexId> vertices;
  for (auto const &station : stations) {
    if (station) {
      vertices.insert(nearest_vertex(bed_.graph, *station).first);
    }
  }
  std::string list;
  for (auto const vertex : vertices) {
    list += (list.empty() ? "" : ",") + std::to_string(vertex);
  }
  auto const limit_m = number(bed_.limit_mm / 1e3);
  return count("select count(distinct b.id) from pgr_drivingDistance($q$select id, source, target, "
               "cost from edges$q$, array[" +
               list + "]::bigint[], " + limit_m +
               "::float8, false) d join buildings b on b.node = d.node where d.agg_cost + b.leg "
               "<= " +
               limit_m);
}

} // namespace yuntu::bench
