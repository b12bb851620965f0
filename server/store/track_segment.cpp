#include "server/store/track_segment.hpp"

#include "server/store/event_log.hpp"
#include "server/store/packed_column.hpp"
#include "server/store/record_groups.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace yuntu::store {
namespace {

using model::PositionRecord;

// Layout: version, names (count, texts), records, runs (count; worker, device, boot, count each),
// then the columns judgement, tick, ordinal, seq, time, lon, lat, accuracy, content hash. Those of
// time, place and accuracy leave out records that have none (refused ones).
constexpr std::uint8_t segment_version = 1;
constexpr unsigned verdict_count = 7;
constexpr unsigned flag_count = 4;
constexpr unsigned bare_from = verdict_count * flag_count; ///< judgements of records without place
constexpr unsigned judgement_count = 2 * bare_from;

/// A column's numbers as differences to the value before of the same worker (or device): order 0
/// the values themselves, 1 to the value before, 2 to where the last two values lead.
class Predictor {
public:
  Predictor(std::size_t names, unsigned order) : order_(order), last_(names) {}
  [[nodiscard]] std::uint64_t predict(std::size_t name) const {
    auto const &last = last_[name];
    if (order_ == 0) {
      return 0;
    }
    // Everybody is at about the same time and place: a first value follows somebody else's.
    return last.count == 0 ? newest_ : order_ == 1 ? last.value : last.value + last.step;
  }
  void set(std::size_t name, std::uint64_t value) {
    auto &last = last_[name];
    last.step = last.count == 0 ? 0 : value - last.value;
    last.value = value;
    last.count = 1;
    newest_ = value;
  }

private:
  struct Last {
    std::uint64_t value = 0;
    std::uint64_t step = 0;
    int count = 0;
  };
  unsigned order_;
  std::vector<Last> last_;
  std::uint64_t newest_ = 0;
};

std::uint64_t unit_bits(std::int32_t units) {
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(units));
}

bool is_bare(PositionRecord const &record) {
  return record.time == model::Time{} && record.position == geo::LonLat{} &&
         record.accuracy_dm == 0;
}

unsigned judgement_of(PositionRecord const &record) {
  return static_cast<unsigned>(record.verdict) * flag_count + static_cast<unsigned>(record.flag) +
         (is_bare(record) ? bare_from : 0);
}

/// A value of a column with the name whose values before it follows on.
struct Cell {
  std::size_t name;
  std::uint64_t value;
};

void put_column(ByteWriter &out, std::size_t names, std::vector<Cell> const &cells) {
  std::array<std::string, 3> forms;
  for (unsigned order = 0; order < forms.size(); ++order) {
    Predictor predictor(names, order);
    std::vector<std::uint64_t> differences;
    differences.reserve(cells.size());
    for (auto const &cell : cells) {
      differences.push_back(zigzag(cell.value - predictor.predict(cell.name)));
      predictor.set(cell.name, cell.value);
    }
    ByteWriter form;
    form.put_byte(static_cast<std::uint8_t>(order));
    put_packed(form, differences);
    forms[order] = form.take();
  }
  out.append(*std::min_element(forms.begin(), forms.end(),
                               [](auto const &a, auto const &b) { return a.size() < b.size(); }));
}

/// Values by the names they belong to.
std::vector<std::uint64_t> take_column(ByteReader &in, std::size_t names,
                                       std::vector<std::size_t> const &name_of) {
  unsigned const order = in.take_byte();
  if (order > 2) {
    throw MalformedBytes("holds a column of an unknown order");
  }
  auto values = take_packed(in, name_of.size());
  Predictor predictor(names, order);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = predictor.predict(name_of[i]) + unzigzag(values[i]);
    predictor.set(name_of[i], values[i]);
  }
  return values;
}

struct SegmentWriter {
  ByteWriter out;
  RecordGroups const &groups;
  std::vector<RecordGroups::Run const *> run_of;

  explicit SegmentWriter(RecordGroups const &given) : groups(given) {
    for (auto const &run : groups.runs) {
      run_of.insert(run_of.end(), run.count, &run);
    }
  }

  void put_names() {
    out.put_byte(segment_version);
    out.put_varint(groups.names.size());
    for (auto const *const name : groups.names) {
      out.put_text(*name);
    }
    out.put_varint(groups.order.size());
  }
  void put_runs() {
    out.put_varint(groups.runs.size());
    std::uint64_t name = 0;
    std::uint64_t boot = 0;
    for (auto const &run : groups.runs) {
      out.put_zigzag(static_cast<std::int64_t>(run.worker - name));
      out.put_zigzag(static_cast<std::int64_t>(run.device - run.worker));
      out.put_zigzag(static_cast<std::int64_t>(run.boot - boot));
      out.put_varint(run.count);
      name = run.worker;
      boot = run.boot;
    }
  }
  /// `Get` gives the value, `By` the name it follows on.
  template <typename Get>
  void column(std::size_t RecordGroups::Run::*by, Get get, bool with_place_only = false) {
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < groups.order.size(); ++i) {
      auto const &item = *groups.order[i];
      if (!with_place_only || !is_bare(item.record)) {
        cells.push_back({run_of[i]->*by, static_cast<std::uint64_t>(get(item))});
      }
    }
    put_column(out, groups.names.size(), cells);
  }
  void put_columns() {
    using Run = RecordGroups::Run;
    column(&Run::worker, [](auto const &item) { return judgement_of(item.record); });
    column(&Run::worker, [](auto const &item) { return item.tick; });
    column(&Run::worker, [](auto const &item) { return item.ordinal; });
    column(&Run::device, [](auto const &item) { return item.record.seq; });
    auto const placed = [&](auto get) { column(&Run::worker, get, true); };
    placed([](auto const &item) { return model::to_unix_ms(item.record.time); });
    placed([](auto const &item) { return unit_bits(item.record.position.lon_e7()); });
    placed([](auto const &item) { return unit_bits(item.record.position.lat_e7()); });
    placed([](auto const &item) { return std::uint64_t{item.record.accuracy_dm}; });
  }
  void put_hashes() {
    bool const is_short = std::all_of(groups.order.begin(), groups.order.end(), [](auto *item) {
      return item->record.content_hash <= 0xffff'ffffU;
    });
    out.put_byte(is_short ? 4 : 8);
    for (auto const *const item : groups.order) {
      if (is_short) {
        out.put_fixed32(static_cast<std::uint32_t>(item->record.content_hash));
      } else {
        out.put_fixed64(item->record.content_hash);
      }
    }
  }
};

struct SegmentReader {
  ByteReader in;
  std::vector<std::string> names{};
  std::vector<TrackRecord> records{};
  std::vector<std::size_t> worker_of{};
  std::vector<std::size_t> device_of{};

  std::size_t take_index(std::uint64_t base) {
    auto const index = base + static_cast<std::uint64_t>(in.take_zigzag());
    if (index >= names.size()) {
      throw MalformedBytes("names an entry its dictionary does not have");
    }
    return static_cast<std::size_t>(index);
  }
  void take_names() {
    if (in.take_byte() != segment_version) {
      throw MalformedBytes("has an unknown version");
    }
    names.resize(in.take_count(1));
    for (auto &name : names) {
      name = in.take_text();
    }
    records.resize(in.take_count(4)); // a content hash each, at least
  }
  void take_runs() {
    auto const runs = in.take_count(4);
    std::uint64_t name = 0;
    std::uint64_t boot = 0;
    for (std::size_t i = 0; i < runs; ++i) {
      auto const worker = take_index(name);
      auto const device = take_index(worker);
      boot += static_cast<std::uint64_t>(in.take_zigzag());
      auto const count = in.take_varint();
      if (count > records.size() - worker_of.size()) {
        throw MalformedBytes("has longer runs than records");
      }
      for (std::uint64_t n = 0; n < count; ++n) {
        auto &record = records[worker_of.size()].record;
        record.worker = names[worker];
        record.device = names[device];
        record.boot = boot;
        worker_of.push_back(worker);
        device_of.push_back(device);
      }
      name = worker;
    }
    if (worker_of.size() != records.size()) {
      throw MalformedBytes("has shorter runs than records");
    }
  }
  /// The records that have a place, and whose they are.
  std::vector<TrackRecord *> take_judgements(std::vector<std::size_t> &placed_worker) {
    auto const judgements = take_column(in, names.size(), worker_of);
    std::vector<TrackRecord *> placed;
    for (std::size_t i = 0; i < records.size(); ++i) {
      if (judgements[i] >= judgement_count) {
        throw MalformedBytes("holds an unknown verdict");
      }
      auto const judgement = static_cast<unsigned>(judgements[i]) % bare_from;
      records[i].record.verdict = static_cast<model::PositionVerdict>(judgement / flag_count);
      records[i].record.flag = static_cast<model::PositionFlag>(judgement % flag_count);
      if (judgements[i] < bare_from) {
        placed.push_back(&records[i]);
        placed_worker.push_back(worker_of[i]);
      }
    }
    return placed;
  }
  void take_columns() {
    std::vector<std::size_t> placed_worker;
    auto const placed = take_judgements(placed_worker);
    auto const ticks = take_column(in, names.size(), worker_of);
    auto const ordinals = take_column(in, names.size(), worker_of);
    auto const seqs = take_column(in, names.size(), device_of);
    for (std::size_t i = 0; i < records.size(); ++i) {
      records[i].tick = ticks[i];
      records[i].ordinal = ordinals[i];
      records[i].record.seq = seqs[i];
    }
    auto const times = take_column(in, names.size(), placed_worker);
    auto const lons = take_column(in, names.size(), placed_worker);
    auto const lats = take_column(in, names.size(), placed_worker);
    auto const accuracies = take_column(in, names.size(), placed_worker);
    for (std::size_t i = 0; i < placed.size(); ++i) {
      auto &record = placed[i]->record;
      record.time = model::from_unix_ms(static_cast<std::int64_t>(times[i]));
      record.position = place_of(lons[i], lats[i]);
      record.accuracy_dm = static_cast<std::uint32_t>(accuracies[i]);
      if (record.accuracy_dm != accuracies[i]) {
        throw MalformedBytes("holds an accuracy out of range");
      }
    }
  }
  static geo::LonLat place_of(std::uint64_t lon_bits, std::uint64_t lat_bits) {
    auto const lon = static_cast<std::int32_t>(lon_bits);
    auto const lat = static_cast<std::int32_t>(lat_bits);
    auto const place = geo::LonLat::from_units(lon, lat);
    if (!place || unit_bits(lon) != lon_bits || unit_bits(lat) != lat_bits) {
      throw MalformedBytes("holds a position outside the world");
    }
    return *place;
  }
  void take_hashes() {
    auto const width = in.take_byte();
    if (width != 4 && width != 8) {
      throw MalformedBytes("holds hashes of an unknown width");
    }
    for (auto &item : records) {
      item.record.content_hash = width == 4 ? in.take_fixed32() : in.take_fixed64();
    }
    in.expect_end();
  }
};

} // namespace

std::string encode_segment(std::vector<TrackRecord> const &records) {
  auto const groups = group_records(records);
  SegmentWriter writer(groups);
  writer.put_names();
  writer.put_runs();
  writer.put_columns();
  writer.put_hashes();
  return writer.out.take();
}

std::vector<TrackRecord> decode_segment(std::string_view bytes) {
  try {
    SegmentReader reader{ByteReader(bytes)};
    reader.take_names();
    reader.take_runs();
    reader.take_columns();
    reader.take_hashes();
    return std::move(reader.records);
  } catch (MalformedBytes const &error) {
    throw StorageFailed(std::string("track segment ") + error.what());
  }
}

bool segment_names(std::string_view bytes, std::string_view name) {
  try {
    SegmentReader reader{ByteReader(bytes)};
    reader.take_names();
    return std::find(reader.names.begin(), reader.names.end(), name) != reader.names.end();
  } catch (MalformedBytes const &error) {
    throw StorageFailed(std::string("track segment ") + error.what());
  }
}

std::vector<TrackRecord const *> by_commit(std::vector<TrackRecord> const &records) {
  std::vector<TrackRecord const *> order;
  order.reserve(records.size());
  for (auto const &item : records) {
    order.push_back(&item);
  }
  std::sort(order.begin(), order.end(), [](auto const *a, auto const *b) {
    return std::tie(a->tick, a->ordinal, a) < std::tie(b->tick, b->ordinal, b);
  });
  return order;
}

} // namespace yuntu::store
