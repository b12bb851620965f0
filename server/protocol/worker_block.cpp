#include "server/protocol/worker_block.hpp"

#include "server/protocol/area_fields.hpp"

#include <protozero/pbf_writer.hpp>

#include <algorithm>
#include <limits>

namespace yuntu::protocol {
namespace {

using protozero::pbf_writer;

constexpr protozero::pbf_tag_type workers_field = 3; // of Snapshot and of Changes
constexpr auto unchanged = std::numeric_limits<std::uint32_t>::max();

/// First absolute, then differences. Modulo 2^n: a difference of two int32 may not fit, the
/// reader's sum wraps back.
template <typename Field, typename Get>
void write_differences(pbf_writer &writer, protozero::pbf_tag_type tag,
                       std::vector<BlockRow> const &rows, Get const &get) {
  using Number = decltype(get(*rows.front().row));
  using Unsigned = std::make_unsigned_t<Number>;
  Field field(writer, tag);
  Number before = 0;
  for (auto const &[row, has_news] : rows) {
    Number const now = get(*row);
    field.add_element(
        static_cast<Number>(static_cast<Unsigned>(now) - static_cast<Unsigned>(before)));
    before = now;
  }
}

} // namespace

void WorkerBlockEncoder::collect_areas(std::vector<BlockRow> const &rows) {
  sets_.clear();
  places_.clear();
  for (auto const &[row, has_news] : rows) {
    if (!has_news) {
      places_.push_back(unchanged);
      continue;
    }
    auto const &areas = row->areas;
    auto found = std::find_if(sets_.begin(), sets_.end(), [&](auto const *known) {
      return known == &areas || *known == areas;
    });
    if (found == sets_.end()) {
      found = sets_.insert(sets_.end(), &areas);
    }
    places_.push_back(static_cast<std::uint32_t>(found - sets_.begin()));
  }
}

void WorkerBlockEncoder::write(WorkerBlockHead const &head, std::vector<BlockRow> const &rows) {
  pbf_writer writer(body_);
  writer.add_uint64(1, head.cell);
  writer.add_string(2, head.audience.data(), head.audience.size());
  writer.add_uint64(3, head.version);
  writer.add_uint64(4, head.previous);
  for (auto const &[row, has_news] : rows) {
    writer.add_string(5, row->id);
  }
  if (rows.empty()) {
    return;
  }
  write_differences<protozero::packed_field_sint32>(
      writer, 6, rows, [](WorkerRow const &row) { return row.position.lon_e7(); });
  write_differences<protozero::packed_field_sint32>(
      writer, 7, rows, [](WorkerRow const &row) { return row.position.lat_e7(); });
  {
    protozero::packed_field_uint32 field(writer, 8);
    for (auto const &[row, has_news] : rows) {
      field.add_element(row->accuracy_dm);
    }
  }
  write_differences<protozero::packed_field_sint64>(
      writer, 9, rows, [](WorkerRow const &row) { return model::to_unix_ms(row.time); });
  collect_areas(rows);
  if (sets_.empty()) {
    return; // of all rows unchanged
  }
  {
    protozero::packed_field_uint32 field(writer, 10);
    for (auto const place : places_) {
      field.add_element(std::min(place, static_cast<std::uint32_t>(sets_.size())));
    }
  }
  for (auto const *const areas : sets_) {
    // By way of a string: protozero rolls an empty sub-message back, and the set of a worker who
    // is in no area is empty but has its place in the list.
    set_.clear();
    pbf_writer part(set_);
    write_areas(part, *areas);
    writer.add_message(11, set_);
  }
}

std::string WorkerBlockEncoder::encode(WorkerBlockHead const &head,
                                       std::vector<BlockRow> const &rows) {
  constexpr std::size_t longest_header = 12;
  body_.clear();
  write(head, rows);
  std::string bytes;
  bytes.reserve(body_.size() + longest_header);
  pbf_writer(bytes).add_message(workers_field, body_);
  return bytes;
}

} // namespace yuntu::protocol
