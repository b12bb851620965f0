#include "server/protocol/area_fields.hpp"
#include "server/protocol/live_values.hpp"
#include "server/protocol/plan_encoder.hpp"
#include "server/protocol/worker_block.hpp"

#include <protozero/pbf_builder.hpp>
#include <protozero/pbf_writer.hpp>

#include <algorithm>

namespace yuntu::protocol {
namespace {

using protozero::pbf_writer;

// Field numbers that Snapshot and Changes share.
constexpr protozero::pbf_tag_type incidents_field = 4;
constexpr protozero::pbf_tag_type reaches_field = 5;
constexpr protozero::pbf_tag_type counts_field = 7;
constexpr protozero::pbf_tag_type removes_field = 6;
constexpr protozero::pbf_tag_type plans_field = 8;

/// First absolute, then differences.
template <typename Rows, typename Get>
auto differences(Rows const &rows, Get const &get) {
  using Number = decltype(get(rows.front()));
  std::vector<Number> result;
  result.reserve(rows.size());
  Number before = 0;
  for (auto const &row : rows) {
    Number const now = get(row);
    // Modulo 2^n: a difference of two int32 may not fit, the reader's sum wraps back.
    using Unsigned = std::make_unsigned_t<Number>;
    result.push_back(
        static_cast<Number>(static_cast<Unsigned>(now) - static_cast<Unsigned>(before)));
    before = now;
  }
  return result;
}

template <typename Numbers>
void add_sint32s(pbf_writer &writer, protozero::pbf_tag_type tag, Numbers const &numbers) {
  writer.add_packed_sint32(tag, numbers.begin(), numbers.end());
}

void write_incident(pbf_writer &writer, IncidentUpsert const &incident) {
  writer.add_string(1, incident.id);
  writer.add_string(2, incident.stage);
  writer.add_string(3, incident.severity);
  writer.add_string(4, incident.category);
  writer.add_sint32(5, incident.position.lon_e7());
  writer.add_sint32(6, incident.position.lat_e7());
  {
    pbf_writer part(writer, 7);
    write_areas(part, incident.areas);
  }
  writer.add_uint64(8, incident.version);
  writer.add_int64(9, model::to_unix_ms(incident.time));
  writer.add_string(10, incident.title);
  if (incident.due) {
    writer.add_string(11, incident.due->milestone);
    writer.add_int64(12, model::to_unix_ms(incident.due->at));
    writer.add_int64(13, model::to_unix_ms(incident.due->from));
  }
  if (incident.is_paused) {
    writer.add_bool(14, true);
  }
  for (auto const &milestone : incident.overdue) {
    writer.add_string(15, milestone);
  }
  if (!incident.department.empty()) {
    writer.add_string(16, incident.department);
  }
  if (incident.level != 0) {
    writer.add_uint32(17, incident.level);
  }
  if (!incident.assignee.empty()) {
    writer.add_string(18, incident.assignee);
  }
}

void write_reach(pbf_writer &writer, ReachUpsert const &reach) {
  writer.add_string(1, reach.station);
  writer.add_double(2, reach.limit_s);
  writer.add_uint32(3, reach.buildings);
  writer.add_uint32(4, reach.households);
  for (auto const &line : reach.streets) {
    pbf_writer part(writer, 5);
    add_sint32s(part, 1, differences(line, [](geo::LonLat p) { return p.lon_e7(); }));
    add_sint32s(part, 2, differences(line, [](geo::LonLat p) { return p.lat_e7(); }));
  }
}

void write_count(pbf_writer &writer, CountUpsert const &count) {
  writer.add_string(1, count.area);
  writer.add_string(2, std::string(model::to_string(count.level)));
  writer.add_sint32(3, count.position.lon_e7());
  writer.add_sint32(4, count.position.lat_e7());
  writer.add_uint32(5, count.workers);
  writer.add_uint32(6, count.routine);
  writer.add_uint32(7, count.urgent);
  writer.add_uint32(8, count.critical);
}

template <typename Value, typename Write>
Shared<Value> encoded(Value value, protozero::pbf_tag_type field, Write const &write) {
  auto result = std::make_shared<Encoded<Value>>();
  result->value = std::move(value);
  pbf_writer outer(result->bytes);
  {
    pbf_writer inner(outer, field);
    write(inner, result->value);
  }
  return result;
}

} // namespace

Shared<WorkerBlock> encode_block(WorkerBlock block) {
  std::vector<BlockRow> rows;
  rows.reserve(block.rows.size());
  for (auto const &row : block.rows) {
    rows.push_back({&row});
  }
  auto bytes = WorkerBlockEncoder().encode(
      {block.cell, block.audience, block.version, block.previous}, rows);
  return std::make_shared<Encoded<WorkerBlock> const>(
      Encoded<WorkerBlock>{std::move(block), std::move(bytes)});
}
Shared<IncidentUpsert> encode_incident(IncidentUpsert incident) {
  return encoded(std::move(incident), incidents_field, write_incident);
}
Shared<ReachUpsert> encode_reach(ReachUpsert reach) {
  return encoded(std::move(reach), reaches_field, write_reach);
}
Shared<CountUpsert> encode_count(CountUpsert count) {
  return encoded(std::move(count), counts_field, write_count);
}

Shared<PlanUpsert> encode_plan(PlanUpsert plan) {
  return encoded(std::move(plan), plans_field, write_plan);
}

std::string encode_remove(Remove const &remove) {
  std::string bytes;
  pbf_writer outer(bytes);
  {
    pbf_writer part(outer, removes_field);
    part.add_enum(1, static_cast<std::int32_t>(remove.layer));
    part.add_string(2, remove.id);
  }
  return bytes;
}

} // namespace yuntu::protocol
