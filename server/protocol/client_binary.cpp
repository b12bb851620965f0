#include "server/protocol/client_messages.hpp"

#include <protozero/pbf_reader.hpp>

#include <stdexcept>
#include <string>

namespace yuntu::protocol {
namespace {

using protozero::pbf_reader;

/// What cannot be read; the message of the exception goes to the sender.
class BadBinary : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// A wire type that live.proto does not give is an outside fault; protozero only asserts it.
void expect(pbf_reader const &reader, protozero::pbf_wire_type type) {
  if (reader.wire_type() != type) {
    throw BadBinary("field " + std::to_string(reader.tag()) + " has the wrong wire type");
  }
}
std::string text_of(pbf_reader &reader) {
  expect(reader, protozero::pbf_wire_type::length_delimited);
  return reader.get_string();
}
pbf_reader part_of(pbf_reader &reader) {
  expect(reader, protozero::pbf_wire_type::length_delimited);
  return reader.get_message();
}
std::uint64_t count_of(pbf_reader &reader) {
  expect(reader, protozero::pbf_wire_type::varint);
  return reader.get_uint64();
}
std::int64_t number_of(pbf_reader &reader) {
  expect(reader, protozero::pbf_wire_type::varint);
  return reader.get_int64();
}
double real_of(pbf_reader &reader) {
  expect(reader, protozero::pbf_wire_type::fixed64);
  return reader.get_double();
}

LiveLayer to_layer(std::int32_t number) {
  if (number < 1 || number > static_cast<std::int32_t>(live_layer_names.size())) {
    throw BadBinary("unknown layer " + std::to_string(number));
  }
  return static_cast<LiveLayer>(number);
}

Cursor read_cursor(pbf_reader reader) {
  Cursor cursor;
  while (reader.next()) {
    switch (reader.tag()) {
    case 1:
      cursor.epoch = text_of(reader);
      break;
    case 2:
      cursor.seq = count_of(reader);
      break;
    case 3:
      cursor.tick = count_of(reader);
      break;
    default:
      reader.skip();
    }
  }
  return cursor;
}

void read_layers(pbf_reader &reader, std::vector<LiveLayer> &layers) {
  if (reader.wire_type() == protozero::pbf_wire_type::varint) {
    layers.push_back(to_layer(reader.get_enum()));
    return;
  }
  expect(reader, protozero::pbf_wire_type::length_delimited);
  for (auto const number : reader.get_packed_enum()) {
    layers.push_back(to_layer(number));
  }
}

Subscribe read_subscribe(pbf_reader reader) {
  Subscribe subscribe;
  std::vector<double> box;
  while (reader.next()) {
    switch (reader.tag()) {
    case 1:
      if (reader.wire_type() == protozero::pbf_wire_type::fixed64) {
        box.push_back(reader.get_double());
      } else {
        expect(reader, protozero::pbf_wire_type::length_delimited);
        for (double const value : reader.get_packed_double()) {
          box.push_back(value);
        }
      }
      break;
    case 2:
      subscribe.zoom = real_of(reader);
      break;
    case 3:
      read_layers(reader, subscribe.layers);
      break;
    case 4:
      subscribe.resume = read_cursor(part_of(reader));
      break;
    case 5:
      read_layers(reader, subscribe.everywhere);
      break;
    default:
      reader.skip();
    }
    if (subscribe.layers.size() > 16 || subscribe.everywhere.size() > 16 || box.size() > 4) {
      throw BadBinary("subscribe: too many layers or bbox numbers");
    }
  }
  if (box.size() != 4) {
    throw BadBinary("subscribe: bbox must be west, south, east, north");
  }
  subscribe.bbox = {box[0], box[1], box[2], box[3]};
  if (auto const fault = fault_of(subscribe)) {
    throw BadBinary(*fault);
  }
  return subscribe;
}

/// Years 1970 to 9999, as RFC 3339 can say them.
model::Time read_time(std::int64_t unix_ms) {
  constexpr std::int64_t end_of_9999 = 253'402'300'799'999;
  if (unix_ms < 0 || unix_ms > end_of_9999) {
    throw BadBinary("positions: time_ms lies outside the years 1970 to 9999");
  }
  return model::from_unix_ms(unix_ms);
}

model::PositionReport read_report(pbf_reader reader) {
  constexpr std::array<std::string_view, 3> datums{"wgs84", "gcj02", "bd09"};
  model::PositionReport report;
  while (reader.next()) {
    switch (reader.tag()) {
    case 1:
      report.seq = count_of(reader);
      break;
    case 2:
      report.time = read_time(number_of(reader));
      break;
    case 3:
      report.lon = real_of(reader);
      break;
    case 4:
      report.lat = real_of(reader);
      break;
    case 5:
      report.accuracy_m = real_of(reader);
      break;
    case 6: {
      auto const number = number_of(reader);
      if (number < 0 || number > 2) {
        throw BadBinary("positions: unknown datum " + std::to_string(number));
      }
      report.datum = datums[static_cast<std::size_t>(number)];
      break;
    }
    case 7:
      report.speed_mps = real_of(reader);
      break;
    case 8:
      report.heading_deg = real_of(reader);
      break;
    case 9:
      report.battery = real_of(reader);
      break;
    case 10:
      report.worker = text_of(reader);
      break;
    default:
      reader.skip();
    }
  }
  return report;
}

model::PositionBatch read_positions(pbf_reader reader) {
  model::PositionBatch batch;
  while (reader.next()) {
    switch (reader.tag()) {
    case 1:
      batch.device = text_of(reader);
      break;
    case 2:
      batch.boot = count_of(reader);
      break;
    case 3:
      batch.reports.push_back(read_report(part_of(reader)));
      break;
    case 4:
      batch.worker = text_of(reader);
      break;
    default:
      reader.skip();
    }
    if (batch.reports.size() > most_reports) {
      throw BadBinary("positions: more than 500 reports");
    }
  }
  if (auto const fault = fault_of(batch)) {
    throw BadBinary(*fault);
  }
  return batch;
}

Authenticate read_authenticate(pbf_reader reader) {
  Authenticate message;
  while (reader.next()) {
    if (reader.tag() == 1) {
      message.token = text_of(reader);
    } else {
      reader.skip();
    }
  }
  return message;
}

ClientMessage read_client_message(std::string_view bytes) {
  pbf_reader reader(bytes.data(), bytes.size());
  while (reader.next()) {
    switch (reader.tag()) {
    case 1:
      return read_authenticate(part_of(reader));
    case 2:
      return read_subscribe(part_of(reader));
    case 3:
      return read_positions(part_of(reader));
    default:
      throw BadBinary("unknown message type " + std::to_string(reader.tag()) +
                      "; expected 1 authenticate, 2 subscribe or 3 positions");
    }
  }
  throw BadBinary("the message is empty");
}

} // namespace

tl::expected<ClientMessage, Problem> parse_client_binary(std::string_view bytes) {
  try {
    return read_client_message(bytes);
  } catch (BadBinary const &error) {
    return tl::unexpected(Problem{400, "Malformed message", error.what(), {}});
  } catch (protozero::exception const &error) {
    return tl::unexpected(
        Problem{400, "Malformed message", std::string("not live.proto: ") + error.what(), {}});
  } catch (std::exception const &error) {
    return tl::unexpected(Problem{400, "Malformed message", error.what(), {}});
  }
}

} // namespace yuntu::protocol
