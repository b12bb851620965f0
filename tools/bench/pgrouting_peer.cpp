#include "tools/bench/pgrouting_peer.hpp"

#include <cmath>
#include <cstdlib>
#include <numbers>
#include <set>
#include <stdexcept>
#include <utility>

#include <libpq-fe.h>

namespace yuntu::bench {
namespace {

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

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

struct PgRoutingPeer::Connection {
  PGconn *handle = nullptr;
  ~Connection() { PQfinish(handle); }

  [[nodiscard]] std::runtime_error failure(std::string const &doing) const {
    return std::runtime_error(doing + ": " + PQerrorMessage(handle));
  }
};

PgRoutingPeer::PgRoutingPeer(std::string const &settings, ReachBed const &bed)
    : connection_(std::make_unique<Connection>()), bed_(bed) {
  connection_->handle = PQconnectdb(settings.c_str());
  if (PQstatus(connection_->handle) != CONNECTION_OK) {
    throw connection_->failure("pgRouting at \"" + settings + "\"");
  }
  run("set client_min_messages = warning; create extension if not exists pgrouting;"
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
  copy("edges", rows);
  rows.clear();
  for (geo::TargetId id = 0; id < bed.targets.size(); ++id) {
    if (auto const &at = bed.targets.target(id).at) {
      auto const [vertex, leg_m] = nearest_vertex(bed.graph, *at);
      rows += std::to_string(id) + '\t' + std::to_string(vertex) + '\t' + number(leg_m) + '\n';
    }
  }
  copy("buildings", rows);
  run("create index on edges using gist(line); create index on buildings(node);"
      "analyze edges; analyze buildings");
}

PgRoutingPeer::~PgRoutingPeer() = default;

void PgRoutingPeer::run(std::string const &sql) {
  Result const result(PQexec(connection_->handle, sql.c_str()), &PQclear);
  auto const status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN) {
    throw connection_->failure(sql);
  }
}

void PgRoutingPeer::copy(std::string const &table, std::string const &rows) {
  run("copy " + table + " from stdin");
  if (PQputCopyData(connection_->handle, rows.data(), static_cast<int>(rows.size())) != 1 ||
      PQputCopyEnd(connection_->handle, nullptr) != 1) {
    throw connection_->failure("copy " + table);
  }
  while (Result const result{PQgetResult(connection_->handle), &PQclear}) {
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
      throw connection_->failure("copy " + table);
    }
  }
}

std::size_t PgRoutingPeer::count(std::string const &sql) {
  Result const result(PQexec(connection_->handle, sql.c_str()), &PQclear);
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) {
    throw connection_->failure(sql);
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
