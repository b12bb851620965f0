#include "server/protocol/tracker_messages.hpp"

#include "server/protocol/client_messages.hpp"
#include "server/protocol/json_reader.hpp"

#include <charconv>
#include <cmath>
#include <limits>

namespace yuntu::protocol {
namespace {

using nlohmann::json;

constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();
/// Years 1970 to 9999, as everywhere on the wire.
constexpr double latest_ms = 253'402'300'799'999;

double number_at(json const &object, char const *key, double fallback) {
  auto const found = object.is_object() ? object.find(key) : object.end();
  return object.is_object() && found != object.end() && found->is_number() ? found->get<double>()
                                                                           : fallback;
}

std::string text_at(json const &object, char const *key) {
  auto const found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// Negative numbers stand for "unknown" in both apps.
std::optional<double> known(double value, double factor) {
  return std::isfinite(value) && value >= 0 ? std::optional(value * factor) : std::nullopt;
}

std::optional<model::Time> time_of_ms(double ms) {
  if (!(ms >= 0) || ms > latest_ms) {
    return std::nullopt;
  }
  return model::from_unix_ms(std::llround(ms));
}

Problem bad_time(char const *field) {
  return {400, "Malformed message", std::string("\"") + field + "\" is no time", {}};
}

std::string device_letters(std::string text) {
  std::erase_if(text, [](char c) { return !is_device_name(std::string_view(&c, 1)); });
  return text.substr(0, 32);
}

/// NaN for what is no number: the filter answers for it.
double number_of(std::string const &text) {
  double value = 0;
  auto const *const end = text.data() + text.size();
  auto const result = std::from_chars(text.data(), end, value);
  return text.empty() || result.ec != std::errc{} || result.ptr != end ? nowhere : value;
}

std::optional<model::Time> read_timestamp(std::string const &text) {
  constexpr double last_in_seconds = 2'147'483'647; // as Traccar has it
  auto const number = number_of(text);
  if (std::isnan(number)) {
    return model::parse_rfc3339(text);
  }
  return time_of_ms(number < last_in_seconds ? number * 1000 : number);
}

/// The first of these parameters that is there.
std::string const *find_any(std::map<std::string, std::string> const &parameters,
                            std::initializer_list<char const *> names) {
  for (auto const *const name : names) {
    if (auto const found = parameters.find(name); found != parameters.end()) {
      return &found->second;
    }
  }
  return nullptr;
}

} // namespace

tl::expected<OwnTracksMessage, Problem> parse_owntracks(std::string_view body) {
  if (body.empty()) {
    return OwnTracksMessage{};
  }
  auto const document = read_message(body, [](json const &value) { return value; });
  if (!document) {
    return tl::unexpected(document.error());
  }
  OwnTracksMessage message;
  if (!document->is_object() || text_at(*document, "_type") != "location") {
    return message;
  }
  auto const topic = text_at(*document, "topic");
  auto const last_slash = topic.rfind('/');
  message.tracker = device_letters(last_slash == std::string::npos ? text_at(*document, "tid")
                                                                   : topic.substr(last_slash + 1));
  model::PositionReport report;
  auto const time = time_of_ms(number_at(*document, "tst", nowhere) * 1000);
  if (!time) {
    return tl::unexpected(bad_time("tst"));
  }
  report.time = *time;
  report.lon = number_at(*document, "lon", nowhere);
  report.lat = number_at(*document, "lat", nowhere);
  report.accuracy_m = number_at(*document, "acc", tracker_accuracy_m);
  report.speed_mps = known(number_at(*document, "vel", nowhere), 1 / 3.6);
  report.heading_deg = known(number_at(*document, "cog", nowhere), 1);
  report.battery = known(number_at(*document, "batt", nowhere), 0.01);
  message.report = report;
  return message;
}

tl::expected<OsmAndMessage, Problem>
read_osmand(std::map<std::string, std::string> const &parameters, model::Time now) {
  constexpr double mps_per_knot = 1852.0 / 3600;
  auto const number = [&](std::initializer_list<char const *> names, double fallback) {
    auto const *const text = find_any(parameters, names);
    return text == nullptr ? fallback : number_of(*text);
  };
  OsmAndMessage message;
  auto const *const id = find_any(parameters, {"id", "deviceid"});
  message.id = id == nullptr ? std::string{} : *id;
  model::PositionReport report;
  report.time = now;
  if (auto const *const text = find_any(parameters, {"timestamp"})) {
    auto const time = read_timestamp(*text);
    if (!time) {
      return tl::unexpected(bad_time("timestamp"));
    }
    report.time = *time;
  }
  if (auto const *const pair = find_any(parameters, {"location"})) {
    auto const comma = pair->find(',');
    report.lat = number_of(pair->substr(0, comma));
    report.lon = comma == std::string::npos ? nowhere : number_of(pair->substr(comma + 1));
  } else if (find_any(parameters, {"lat"}) == nullptr && find_any(parameters, {"lon"}) == nullptr) {
    return message;
  } else {
    report.lat = number({"lat"}, nowhere);
    report.lon = number({"lon"}, nowhere);
  }
  report.accuracy_m = number({"accuracy"}, tracker_accuracy_m);
  report.speed_mps = known(number({"speed"}, nowhere), mps_per_knot);
  report.heading_deg = known(number({"bearing", "heading"}, nowhere), 1);
  report.battery = known(number({"batt"}, nowhere), 0.01);
  message.report = report;
  return message;
}

tl::expected<OsmAndMessage, Problem> parse_osmand(std::string_view body, model::Time now) {
  auto const document = read_message(body, [](json const &value) { return value; });
  if (!document) {
    return tl::unexpected(document.error());
  }
  OsmAndMessage message;
  if (!document->is_object()) {
    return message;
  }
  message.id = text_at(*document, "device_id");
  auto const location = document->find("location");
  if (location == document->end() || !location->is_object() || !location->contains("coords")) {
    return message;
  }
  auto const &coords = location->at("coords");
  model::PositionReport report;
  report.time = now;
  if (location->contains("timestamp")) {
    auto const time = model::parse_rfc3339(text_at(*location, "timestamp"));
    if (!time) {
      return tl::unexpected(bad_time("timestamp"));
    }
    report.time = *time;
  }
  report.lon = number_at(coords, "longitude", nowhere);
  report.lat = number_at(coords, "latitude", nowhere);
  report.accuracy_m = number_at(coords, "accuracy", tracker_accuracy_m);
  report.speed_mps = known(number_at(coords, "speed", nowhere), 1);
  report.heading_deg = known(number_at(coords, "heading", nowhere), 1);
  if (location->contains("battery")) {
    report.battery = known(number_at(location->at("battery"), "level", nowhere), 1);
  }
  message.report = report;
  return message;
}

} // namespace yuntu::protocol
