#include "server/protocol/plan_encoder.hpp"

namespace yuntu::protocol {
namespace {

using protozero::pbf_tag_type;
using protozero::pbf_writer;

void write_text(pbf_writer &writer, pbf_tag_type field, std::string const &text) {
  if (!text.empty()) {
    writer.add_string(field, text);
  }
}

/// Whether its kind has this field: what it has is written, were it 0.
bool has_place(model::PlanEditKind kind) {
  return kind != model::PlanEditKind::remove_station;
}

void write_edit(pbf_writer &writer, model::PlanEdit const &edit) {
  writer.add_string(1, std::string(model::to_string(edit.kind)));
  write_text(writer, 2, edit.station);
  if (has_place(edit.kind)) {
    writer.add_sint32(3, edit.place.lon_e7());
    writer.add_sint32(4, edit.place.lat_e7());
  }
  if (edit.kind == model::PlanEditKind::add_link) {
    writer.add_sint32(5, edit.to.lon_e7());
    writer.add_sint32(6, edit.to.lat_e7());
  }
}

/// Whom an answer counts; who they are where it names them.
struct Served {
  PeopleCount counts;
  std::vector<std::string> const *codes = nullptr;
};

void write_served(pbf_writer &writer, pbf_tag_type field, Served const &served, bool tells_older) {
  pbf_writer part(writer, field);
  part.add_uint64(1, static_cast<std::uint64_t>(served.counts.buildings));
  part.add_uint64(2, static_cast<std::uint64_t>(served.counts.households));
  if (served.codes != nullptr) {
    for (auto const &code : *served.codes) {
      part.add_string(3, code);
    }
  }
  if (tells_older) {
    part.add_uint64(4, static_cast<std::uint64_t>(served.counts.older));
  }
}

void write_answer(pbf_writer &writer, WhatIfAnswer const &answer) {
  write_served(writer, 1, {answer.before}, answer.tells_older);
  write_served(writer, 2, {answer.after}, answer.tells_older);
  write_served(writer, 3, {answer.gained.counts, &answer.gained.codes}, answer.tells_older);
  write_served(writer, 4, {answer.lost.counts, &answer.lost.codes}, answer.tells_older);
  writer.add_uint64(5, static_cast<std::uint64_t>(answer.lost_with_street));
  writer.add_uint64(6, static_cast<std::uint64_t>(answer.shorter));
  writer.add_uint64(7, static_cast<std::uint64_t>(answer.longer));
  writer.add_double(8, answer.saved_household_s);
  writer.add_double(9, answer.lengthened_household_s);
}

} // namespace

void write_plan(pbf_writer &writer, PlanUpsert const &upsert) {
  auto const &plan = upsert.plan;
  writer.add_string(1, plan.id);
  writer.add_string(2, plan.name);
  writer.add_string(3, plan.owner);
  write_text(writer, 4, upsert.owner_name);
  writer.add_string(5, std::string(model::to_string(plan.role)));
  writer.add_string(6, upsert.editor);
  write_text(writer, 7, upsert.editor_name);
  writer.add_uint64(8, plan.version);
  if (upsert.saved_version != 0) {
    writer.add_uint64(9, upsert.saved_version);
  }
  writer.add_double(10, plan.minutes);
  writer.add_string(11, plan.profile);
  for (auto const &edit : plan.edits) {
    pbf_writer part(writer, 12);
    write_edit(part, edit);
  }
  if (upsert.answer) {
    pbf_writer part(writer, 13);
    write_answer(part, *upsert.answer);
  }
  write_text(writer, 14, upsert.problem);
  if (plan.stations.at) {
    writer.add_string(15, model::format_rfc3339(*plan.stations.at));
  }
  write_text(writer, 16, plan.stations.kind);
}

} // namespace yuntu::protocol
