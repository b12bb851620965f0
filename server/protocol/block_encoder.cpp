#include "server/protocol/live_values.hpp"

#include <protozero/pbf_builder.hpp>
#include <protozero/pbf_writer.hpp>

#include <algorithm>

namespace yuntu::protocol {
namespace {

using protozero::pbf_writer;

// Field numbers that Snapshot and Changes share.
constexpr protozero::pbf_tag_type workers_field = 3;
constexpr protozero::pbf_tag_type incidents_field = 4;
constexpr protozero::pbf_tag_type reaches_field = 5;

void write_areas(pbf_writer &writer, model::AreaCodes const &areas) {
  for (std::size_t i = 0; i < model::area_level_count; ++i) {
    if (!areas.codes()[i].empty()) {
      writer.add_string(static_cast<protozero::pbf_tag_type>(i + 1), areas.codes()[i]);
    }
  }
}

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

std::vector<std::uint32_t> area_sets(std::vector<WorkerRow> const &rows,
                                     std::vector<model::AreaCodes> &sets) {
  std::vector<std::uint32_t> indices;
  indices.reserve(rows.size());
  for (auto const &row : rows) {
    auto found = std::find(sets.begin(), sets.end(), row.areas);
    if (found == sets.end()) {
      sets.push_back(row.areas);
      found = sets.end() - 1;
    }
    indices.push_back(static_cast<std::uint32_t>(found - sets.begin()));
  }
  return indices;
}

void write_block(pbf_writer &writer, WorkerBlock const &block) {
  writer.add_uint64(1, block.cell);
  writer.add_string(2, block.audience);
  writer.add_uint64(3, block.version);
  writer.add_uint64(4, block.previous);
  std::vector<std::uint32_t> accuracies;
  for (auto const &row : block.rows) {
    writer.add_string(5, row.id);
    accuracies.push_back(row.accuracy_dm);
  }
  add_sint32s(writer, 6,
              differences(block.rows, [](auto const &r) { return r.position.lon_e7(); }));
  add_sint32s(writer, 7,
              differences(block.rows, [](auto const &r) { return r.position.lat_e7(); }));
  writer.add_packed_uint32(8, accuracies.begin(), accuracies.end());
  auto const times =
      differences(block.rows, [](auto const &r) { return model::to_unix_ms(r.time); });
  writer.add_packed_sint64(9, times.begin(), times.end());
  std::vector<model::AreaCodes> sets;
  auto const indices = area_sets(block.rows, sets);
  writer.add_packed_uint32(10, indices.begin(), indices.end());
  for (auto const &set : sets) {
    // By way of a string: protozero rolls an empty sub-message back, and the set of a worker who
    // is in no area is empty but has its place in the list.
    std::string bytes;
    pbf_writer part(bytes);
    write_areas(part, set);
    writer.add_message(11, bytes);
  }
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
  return encoded(std::move(block), workers_field, write_block);
}
Shared<IncidentUpsert> encode_incident(IncidentUpsert incident) {
  return encoded(std::move(incident), incidents_field, write_incident);
}
Shared<ReachUpsert> encode_reach(ReachUpsert reach) {
  return encoded(std::move(reach), reaches_field, write_reach);
}

} // namespace yuntu::protocol
