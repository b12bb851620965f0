#include "server/protocol/client_messages.hpp"
#include "server/protocol/json_reader.hpp"
#include "server/protocol/resources.hpp"

#include <limits>

namespace yuntu::protocol {
namespace {

/// JSON has no NaN: a coordinate that is null or no number becomes NaN here, and the position
/// filter answers `not_finite` for that one report instead of refusing the whole batch.
double number_or_nan(nlohmann::json const &report, char const *key) {
  auto const found = report.find(key);
  return found != report.end() && found->is_number() ? found->get<double>()
                                                     : std::numeric_limits<double>::quiet_NaN();
}

model::PositionReport read_report(nlohmann::json const &value, std::size_t index) {
  JsonObject object(value, "reports[" + std::to_string(index) + "]");
  model::PositionReport report;
  report.seq = object.count("seq");
  report.time = object.time("time");
  for (auto const *key : {"lon", "lat", "accuracy_m"}) {
    object.allow(key);
  }
  report.lon = number_or_nan(value, "lon");
  report.lat = number_or_nan(value, "lat");
  report.accuracy_m = number_or_nan(value, "accuracy_m");
  report.datum = object.text_or("datum", "", 8);
  report.speed_mps = object.find_number("speed_mps");
  report.heading_deg = object.find_number("heading_deg");
  report.battery = object.find_number("battery");
  report.worker = object.text_or("worker", "", 256);
  object.done();
  return report;
}

LiveLayer read_layer(nlohmann::json const &value) {
  for (std::size_t i = 0; value.is_string() && i < live_layer_names.size(); ++i) {
    if (value.get_ref<std::string const &>() == live_layer_names[i]) {
      return static_cast<LiveLayer>(i + 1);
    }
  }
  throw BadField("\"layers\" holds " + value.dump().substr(0, 40) + "; expected some of " +
                 live_layer_words());
}

Subscribe read_subscribe(JsonObject &object) {
  Subscribe subscribe;
  auto const &box = object.list("bbox", 4);
  for (auto const &value : box) {
    if (!value.is_number() || box.size() != 4) {
      throw BadField("\"bbox\" must be [west,south,east,north] in degrees");
    }
  }
  if (box.size() != 4) {
    throw BadField("\"bbox\" must be [west,south,east,north] in degrees");
  }
  subscribe.bbox = {box[0], box[1], box[2], box[3]};
  subscribe.zoom = object.number("zoom");
  for (auto const &value : object.list("layers", 16)) {
    subscribe.layers.push_back(read_layer(value));
  }
  object.allow("everywhere"); // both may be null
  object.allow("resume");
  if (object.has("everywhere")) {
    for (auto const &value : object.list("everywhere", 16)) {
      subscribe.everywhere.push_back(read_layer(value));
    }
  }
  if (object.has("resume")) {
    auto resume = object.object("resume");
    subscribe.resume =
        Cursor{resume.text("epoch", 64), resume.count("seq", 0), resume.count("tick", 0)};
    resume.done();
  }
  object.done();
  if (auto const fault = fault_of(subscribe)) {
    throw BadField(*fault);
  }
  return subscribe;
}

model::PositionBatch read_position_batch(nlohmann::json const &document) {
  JsonObject object(document, "");
  object.allow("type"); // of the live stream's message; the REST body has none
  model::PositionBatch batch;
  batch.device = object.text("device", 256);
  batch.boot = object.count("boot");
  batch.worker = object.text_or("worker", "", 256);
  auto const &reports = object.list("reports", most_reports);
  batch.reports.reserve(reports.size());
  for (std::size_t i = 0; i < reports.size(); ++i) {
    batch.reports.push_back(read_report(reports[i], i));
  }
  object.done();
  if (auto const fault = fault_of(batch)) {
    throw BadField(*fault);
  }
  return batch;
}

} // namespace

tl::expected<model::PositionBatch, Problem> parse_position_batch(std::string_view bytes) {
  return read_message(bytes, read_position_batch);
}

tl::expected<ClientMessage, Problem> parse_client_json(std::string_view bytes) {
  return read_message(bytes, [](nlohmann::json const &document) -> ClientMessage {
    JsonObject object(document, "");
    auto const type = object.text("type", 64);
    if (type == "authenticate") {
      Authenticate message{object.text("token", 256)};
      object.done();
      return message;
    }
    if (type == "subscribe") {
      return read_subscribe(object);
    }
    if (type == "positions") {
      return read_position_batch(document);
    }
    throw BadField("unknown message type \"" + type +
                   "\"; expected authenticate, subscribe or positions");
  });
}

} // namespace yuntu::protocol
