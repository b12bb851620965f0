#include "server/store/position_block.hpp"

#include "server/store/byte_codec.hpp"
#include "server/store/event_log.hpp"

#include <unordered_map>

namespace yuntu::store {
namespace {

using model::PositionRecord;

// Layout: version, dictionary (count, texts), count, then one column after the other:
// worker, device, boot, seq, judgement, time, lon, lat, accuracy, content hash.
constexpr std::uint8_t block_version = 1;
constexpr std::size_t least_record_bytes = 17; // nine numbers of a byte, one hash
constexpr unsigned verdict_count = 7;
constexpr unsigned flag_count = 4;

class Dictionary {
public:
  std::uint64_t index_of(std::string const &text) {
    auto const [found, is_new] = indexes_.try_emplace(text, texts_.size());
    if (is_new) {
      texts_.push_back(&found->first);
    }
    return found->second;
  }
  [[nodiscard]] std::size_t size() const { return texts_.size(); }
  void write(ByteWriter &out) const {
    out.put_varint(texts_.size());
    for (auto const *const text : texts_) {
      out.put_text(*text);
    }
  }

private:
  std::unordered_map<std::string, std::uint64_t> indexes_;
  std::vector<std::string const *> texts_;
};

/// Differences to the same device's previous record, or to the record before when it is the first:
/// devices run on in seq, and everybody reports at about the same time and place.
/// Unsigned throughout: differences wrap, so that every value round-trips.
class Differences {
public:
  explicit Differences(std::size_t devices) : last_(devices), is_known_(devices, false) {}
  std::uint64_t base(std::size_t device) const {
    return is_known_[device] ? last_[device] : newest_;
  }
  void set(std::size_t device, std::uint64_t value) {
    last_[device] = value;
    is_known_[device] = true;
    newest_ = value;
  }

private:
  std::vector<std::uint64_t> last_;
  std::vector<bool> is_known_;
  std::uint64_t newest_ = 0;
};

std::uint64_t time_bits(PositionRecord const &r) {
  return static_cast<std::uint64_t>(model::to_unix_ms(r.time));
}
std::uint64_t unit_bits(std::int32_t units) {
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(units));
}

struct BlockWriter {
  ByteWriter &out;
  std::vector<PositionRecord> const &records;
  std::vector<std::size_t> const &devices;
  std::size_t names;

  template <typename Get>
  void differences(Get get) {
    Differences before(names);
    for (std::size_t i = 0; i < records.size(); ++i) {
      auto const value = static_cast<std::uint64_t>(get(records[i]));
      out.put_zigzag(static_cast<std::int64_t>(value - before.base(devices[i])));
      before.set(devices[i], value);
    }
  }
};

struct BlockReader {
  ByteReader &in;
  std::vector<PositionRecord> &records;
  std::vector<std::size_t> const &devices;
  std::size_t names;

  template <typename Set>
  void differences(Set set) {
    Differences before(names);
    for (std::size_t i = 0; i < records.size(); ++i) {
      auto const value = before.base(devices[i]) + static_cast<std::uint64_t>(in.take_zigzag());
      before.set(devices[i], value);
      set(i, value);
    }
  }
};

std::vector<std::string> read_dictionary(ByteReader &in) {
  std::vector<std::string> texts(in.take_count(1));
  for (auto &text : texts) {
    text = in.take_text();
  }
  return texts;
}

std::size_t read_index(ByteReader &in, std::size_t size) {
  auto const index = in.take_varint();
  if (index >= size) {
    throw MalformedBytes("names an entry its dictionary does not have");
  }
  return static_cast<std::size_t>(index);
}

void read_judgement(ByteReader &in, PositionRecord &record) {
  unsigned const byte = in.take_byte();
  if (byte >= verdict_count * flag_count) {
    throw MalformedBytes("holds an unknown verdict");
  }
  record.verdict = static_cast<model::PositionVerdict>(byte / flag_count);
  record.flag = static_cast<model::PositionFlag>(byte % flag_count);
}

geo::LonLat place_of(std::uint64_t lon_bits, std::uint64_t lat_bits) {
  auto const lon = static_cast<std::int32_t>(lon_bits);
  auto const lat = static_cast<std::int32_t>(lat_bits);
  auto const place = geo::LonLat::from_units(lon, lat);
  if (!place || unit_bits(lon) != lon_bits || unit_bits(lat) != lat_bits) {
    throw MalformedBytes("holds a position outside the world");
  }
  return *place;
}

void read_columns(BlockReader block) {
  auto &records = block.records;
  block.differences([&](std::size_t i, std::uint64_t value) { records[i].boot = value; });
  block.differences([&](std::size_t i, std::uint64_t value) { records[i].seq = value; });
  for (auto &record : records) {
    read_judgement(block.in, record);
  }
  block.differences([&](std::size_t i, std::uint64_t value) {
    records[i].time = model::from_unix_ms(static_cast<std::int64_t>(value));
  });
  std::vector<std::uint64_t> lons(records.size());
  block.differences([&](std::size_t i, std::uint64_t value) { lons[i] = value; });
  block.differences(
      [&](std::size_t i, std::uint64_t value) { records[i].position = place_of(lons[i], value); });
  for (auto &record : records) {
    auto const accuracy = block.in.take_varint();
    record.accuracy_dm = static_cast<std::uint32_t>(accuracy);
    if (record.accuracy_dm != accuracy) {
      throw MalformedBytes("holds an accuracy out of range");
    }
  }
  for (auto &record : records) {
    record.content_hash = block.in.take_fixed64();
  }
}

void write_columns(BlockWriter block) {
  block.differences([](PositionRecord const &r) { return r.boot; });
  block.differences([](PositionRecord const &r) { return r.seq; });
  for (auto const &record : block.records) {
    block.out.put_byte(static_cast<std::uint8_t>(
        static_cast<unsigned>(record.verdict) * flag_count + static_cast<unsigned>(record.flag)));
  }
  block.differences(time_bits);
  block.differences([](PositionRecord const &r) { return unit_bits(r.position.lon_e7()); });
  block.differences([](PositionRecord const &r) { return unit_bits(r.position.lat_e7()); });
  for (auto const &record : block.records) {
    block.out.put_varint(record.accuracy_dm);
  }
  for (auto const &record : block.records) {
    block.out.put_fixed64(record.content_hash);
  }
}

} // namespace

std::string encode_positions(std::vector<PositionRecord> const &records) {
  Dictionary dictionary;
  ByteWriter indexes;
  std::vector<std::size_t> devices;
  for (auto const &record : records) {
    indexes.put_varint(dictionary.index_of(record.worker));
  }
  for (auto const &record : records) {
    devices.push_back(static_cast<std::size_t>(dictionary.index_of(record.device)));
    indexes.put_varint(devices.back());
  }
  ByteWriter out;
  out.put_byte(block_version);
  dictionary.write(out);
  out.put_varint(records.size());
  out.append(indexes.bytes());
  write_columns({out, records, devices, dictionary.size()});
  return out.take();
}

std::vector<PositionRecord> decode_positions(std::string_view bytes) {
  try {
    ByteReader in(bytes);
    if (in.take_byte() != block_version) {
      throw MalformedBytes("has an unknown version");
    }
    auto const names = read_dictionary(in);
    std::vector<PositionRecord> records(in.take_count(least_record_bytes));
    for (auto &record : records) {
      record.worker = names[read_index(in, names.size())];
    }
    std::vector<std::size_t> devices(records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
      devices[i] = read_index(in, names.size());
      records[i].device = names[devices[i]];
    }
    read_columns({in, records, devices, names.size()});
    in.expect_end();
    return records;
  } catch (MalformedBytes const &error) {
    throw StorageFailed(std::string("position block ") + error.what());
  }
}

} // namespace yuntu::store
