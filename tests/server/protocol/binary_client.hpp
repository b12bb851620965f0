#pragma once

#include "server/protocol/client_messages.hpp"

#include <protozero/pbf_writer.hpp>

#include <string>

namespace yuntu::test {

/// What a client sends in binary, written straight from live.proto and not by our own code.
[[nodiscard]] inline std::string client_message(protozero::pbf_tag_type kind,
                                                std::string const &body) {
  std::string bytes;
  protozero::pbf_writer(bytes).add_message(kind, body);
  return bytes;
}

[[nodiscard]] inline std::string binary_of(protocol::Authenticate const &message) {
  std::string body;
  protozero::pbf_writer(body).add_string(1, message.token);
  return client_message(1, body);
}

[[nodiscard]] inline std::string binary_of(protocol::Subscribe const &message) {
  std::string body;
  protozero::pbf_writer writer(body);
  std::vector<double> const box{message.bbox.west, message.bbox.south, message.bbox.east,
                                message.bbox.north};
  writer.add_packed_double(1, box.begin(), box.end());
  writer.add_double(2, message.zoom);
  std::vector<std::int32_t> layers;
  for (auto const layer : message.layers) {
    layers.push_back(static_cast<std::int32_t>(layer));
  }
  writer.add_packed_enum(3, layers.begin(), layers.end());
  if (message.resume) {
    protozero::pbf_writer part(writer, 4);
    part.add_string(1, message.resume->epoch);
    part.add_uint64(2, message.resume->seq);
    part.add_uint64(3, message.resume->tick);
  }
  for (auto const layer : message.everywhere) { // not packed: a reader takes both
    writer.add_enum(5, static_cast<std::int32_t>(layer));
  }
  return client_message(2, body);
}

[[nodiscard]] inline std::string report_body(model::PositionReport const &report) {
  std::string body;
  protozero::pbf_writer writer(body);
  writer.add_uint64(1, report.seq);
  writer.add_int64(2, model::to_unix_ms(report.time));
  writer.add_double(3, report.lon);
  writer.add_double(4, report.lat);
  writer.add_double(5, report.accuracy_m);
  if (!report.datum.empty()) {
    writer.add_enum(6, report.datum == "gcj02" ? 1 : report.datum == "bd09" ? 2 : 0);
  }
  if (report.speed_mps) {
    writer.add_double(7, *report.speed_mps);
  }
  if (report.heading_deg) {
    writer.add_double(8, *report.heading_deg);
  }
  if (report.battery) {
    writer.add_double(9, *report.battery);
  }
  return body;
}

[[nodiscard]] inline std::string binary_of(model::PositionBatch const &batch) {
  std::string body;
  protozero::pbf_writer writer(body);
  writer.add_string(1, batch.device);
  writer.add_uint64(2, batch.boot);
  for (auto const &report : batch.reports) {
    writer.add_message(3, report_body(report));
  }
  if (!batch.worker.empty()) {
    writer.add_string(4, batch.worker);
  }
  return client_message(3, body);
}

} // namespace yuntu::test
