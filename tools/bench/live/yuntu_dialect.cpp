#include "tools/bench/live/dialect.hpp"

#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>

#include <charconv>
#include <cstdio>
#include <stdexcept>

// live.proto as a client sees it, written apart from the server's own reader and writer.
namespace yuntu::bench {
namespace {

using protozero::pbf_reader;
using protozero::pbf_writer;

std::uint32_t worker_number(std::string_view name) {
  std::uint32_t number = 0;
  if (name.size() != 6 || name[0] != 'w' ||
      std::from_chars(name.data() + 1, name.data() + 6, number).ptr != name.data() + 6) {
    throw std::runtime_error("a worker of nobody's came: " + std::string(name));
  }
  return number;
}

std::int16_t grid_of(pbf_reader areas) {
  while (areas.next()) {
    if (areas.tag() == 4) {
      auto const code = areas.get_view();
      return static_cast<std::int16_t>(County::grid_of_code({code.data(), code.size()}));
    }
    areas.skip();
  }
  return -1;
}

class YuntuDialect final : public Dialect {
public:
  YuntuDialect(County const &county, YuntuOptions options) : county_(county), options_(options) {}

  void subscribe(View const &view, Cursor const &resume, std::string &payload) const override;
  void positions(std::vector<Sending> const &reports, std::string const &device,
                 std::string &payload) const override;
  void decode(std::string_view payload, Decoded &into) const override;
  bool acknowledges() const override { return true; }
  bool has_aggregates() const override { return options_.has_counts; }

private:
  void read_changes(pbf_reader message, Decoded &into) const;
  void read_block(pbf_reader block, Decoded &into) const;

  County const &county_;
  YuntuOptions options_;
};

void YuntuDialect::subscribe(View const &view, Cursor const &resume, std::string &payload) const {
  // A little inside the cells' borders, so that no further ones are touched.
  auto const north_west = county_.place_at(view.first_column + 0.01, view.first_row + 0.01);
  auto const south_east = county_.place_at(view.last_column + 0.99, view.last_row + 0.99);
  double const box[] = {north_west.lon(), south_east.lat(), south_east.lon(), north_west.lat()};
  std::vector<std::int32_t> layers{1};
  if (options_.has_incidents) {
    layers.push_back(2);
  }
  if (options_.has_counts) {
    layers.push_back(5);
  }
  payload.clear();
  pbf_writer outer(payload);
  pbf_writer subscribe(outer, 2);
  subscribe.add_packed_double(1, box, box + 4);
  subscribe.add_double(2, view.zoom);
  subscribe.add_packed_enum(3, layers.begin(), layers.end());
  if (!resume.epoch.empty()) {
    pbf_writer cursor(subscribe, 4);
    cursor.add_string(1, resume.epoch);
    cursor.add_uint64(2, resume.seq);
    cursor.add_uint64(3, resume.tick);
  }
}

void YuntuDialect::positions(std::vector<Sending> const &reports, std::string const &device,
                             std::string &payload) const {
  payload.clear();
  auto const name = worker_name(reports.front().worker);
  pbf_writer outer(payload);
  pbf_writer batch(outer, 3);
  batch.add_string(1, device.empty() ? name : device);
  batch.add_uint64(2, options_.boot);
  for (auto const &report : reports) {
    pbf_writer part(batch, 3);
    part.add_uint64(1, report.seq);
    part.add_int64(2, report.time_ms);
    part.add_double(3, report.step->lon_e7 / 1e7);
    part.add_double(4, report.step->lat_e7 / 1e7);
    part.add_double(5, 5.0);
    if (!device.empty()) {
      part.add_string(10, worker_name(report.worker));
    }
  }
  if (device.empty()) {
    batch.add_string(4, name);
  }
}

/// The audience of a block is the grid of its workers; the areas that some of them come with must
/// say the same.
void YuntuDialect::read_block(pbf_reader block, Decoded &into) const {
  auto const first = into.workers.size();
  std::int16_t audience = -1;
  std::pair<int, int> cell{-1, -1};
  static thread_local std::vector<std::int16_t> grids;
  static thread_local std::vector<std::uint32_t> sets;
  grids.clear();
  sets.clear();
  std::int32_t lon = 0;
  std::int32_t lat = 0;
  std::int64_t time = 0;
  auto const wrapped_sum = [](std::int32_t a, std::int32_t b) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) + static_cast<std::uint32_t>(b));
  };
  auto at = first;
  while (block.next()) {
    switch (block.tag()) {
    case 1:
      cell = county_.cell_of_wire(block.get_uint64());
      break;
    case 2: {
      auto const code = block.get_view();
      audience = static_cast<std::int16_t>(County::grid_of_code({code.data(), code.size()}));
      break;
    }
    case 5: {
      auto const name = block.get_view();
      into.workers.emplace_back().worker = worker_number({name.data(), name.size()});
      break;
    }
    case 6:
      at = first;
      for (auto const step : block.get_packed_sint32()) {
        into.workers.at(at++).lon_e7 = lon = wrapped_sum(lon, step);
      }
      break;
    case 7:
      at = first;
      for (auto const step : block.get_packed_sint32()) {
        into.workers.at(at++).lat_e7 = lat = wrapped_sum(lat, step);
      }
      break;
    case 9:
      at = first;
      for (auto const step : block.get_packed_sint64()) {
        into.workers.at(at++).time_ms = time += step;
      }
      break;
    case 10:
      for (auto const index : block.get_packed_uint32()) {
        sets.push_back(index);
      }
      break;
    case 11:
      grids.push_back(grid_of(block.get_message()));
      break;
    default:
      block.skip();
    }
  }
  if (!sets.empty() && sets.size() != into.workers.size() - first) {
    throw std::runtime_error("a block's columns differ in length");
  }
  for (auto const set : sets) {
    if (set > grids.size() || (set < grids.size() && grids[set] != audience)) {
      throw std::runtime_error("a worker's areas are not those of its block");
    }
  }
  for (auto i = first; i < into.workers.size(); ++i) {
    auto &worker = into.workers[i];
    worker.grid = audience;
    worker.column = static_cast<std::int16_t>(cell.first);
    worker.row = static_cast<std::int16_t>(cell.second);
  }
}

void YuntuDialect::read_changes(pbf_reader message, Decoded &into) const {
  while (message.next()) {
    switch (message.tag()) {
    case 1:
      into.seq = message.get_uint64();
      break;
    case 2:
      into.tick = message.get_uint64();
      break;
    case 3:
      read_block(message.get_message(), into);
      break;
    case 4: {
      auto incident = message.get_message();
      if (incident.next(1)) {
        auto const id = incident.get_view();
        std::uint64_t number = 0;
        if (id.size() == 36) {
          std::from_chars(id.data() + 24, id.data() + 36, number);
        }
        into.incidents.push_back(number);
      }
      break;
    }
    case 6:
      ++into.removes;
      message.skip();
      break;
    case 7:
      ++into.counts;
      message.skip();
      break;
    default:
      message.skip();
    }
  }
}

void read_ack(pbf_reader message, Decoded &into) {
  while (message.next()) {
    switch (message.tag()) {
    case 3: {
      auto range = message.get_message();
      std::uint64_t from = 0;
      std::uint64_t to = 0;
      while (range.next()) {
        (range.tag() == 1 ? from : to) = range.get_uint64();
      }
      into.accepted += to - from + 1;
      break;
    }
    case 4: {
      auto verdict = message.get_message();
      ++into.not_accepted;
      if (verdict.next(2)) {
        into.words = verdict.get_string();
      }
      break;
    }
    case 6:
      ++into.not_accepted;
      into.words = "conflict";
      message.skip();
      break;
    default:
      message.skip();
    }
  }
}

void read_hello(pbf_reader message, Decoded &into) {
  while (message.next()) {
    switch (message.tag()) {
    case 1:
      into.epoch = message.get_string();
      break;
    case 2:
      into.seq = message.get_uint64();
      break;
    case 3:
      into.tick = message.get_uint64();
      break;
    default:
      message.skip();
    }
  }
}

void YuntuDialect::decode(std::string_view payload, Decoded &into) const {
  into.clear();
  pbf_reader message(payload.data(), payload.size());
  if (!message.next() || message.tag() > 7) {
    throw std::runtime_error("not a ServerMessage");
  }
  into.kind = static_cast<Decoded::Kind>(message.tag() - 1);
  switch (into.kind) {
  case Decoded::Kind::hello:
    read_hello(message.get_message(), into);
    break;
  case Decoded::Kind::snapshot:
  case Decoded::Kind::changes:
    read_changes(message.get_message(), into);
    break;
  case Decoded::Kind::ack:
    read_ack(message.get_message(), into);
    break;
  case Decoded::Kind::resync:
  case Decoded::Kind::problem: {
    auto body = message.get_message();
    while (body.next()) {
      if (body.wire_type() == protozero::pbf_wire_type::length_delimited) {
        into.words += body.get_string() + " ";
      } else {
        body.skip();
      }
    }
    break;
  }
  default:
    break;
  }
}

} // namespace

void Decoded::clear() {
  workers.clear();
  incidents.clear();
  counts = removes = 0;
  accepted = not_accepted = 0;
  words.clear();
  epoch.clear();
  seq.reset();
  tick.reset();
}

std::unique_ptr<Dialect> yuntu_dialect(County const &county, YuntuOptions options) {
  return std::make_unique<YuntuDialect>(county, options);
}

std::string worker_name(std::uint32_t worker) {
  char text[16];
  std::snprintf(text, sizeof text, "w%05u", static_cast<unsigned>(worker));
  return text;
}

std::string incident_id(std::uint64_t number) {
  char text[48];
  std::snprintf(text, sizeof text, "be9c0000-0000-4000-8000-%012llu",
                static_cast<unsigned long long>(number));
  return text;
}

} // namespace yuntu::bench
