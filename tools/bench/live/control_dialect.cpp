#include "tools/bench/live/control_record.hpp"
#include "tools/bench/live/dialect.hpp"

#include <cstring>
#include <stdexcept>

namespace yuntu::bench {
namespace {

template <typename Value>
void append(std::string &payload, Value const &value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  payload.append(bytes, sizeof value);
}

class ControlDialect final : public Dialect {
public:
  void subscribe(View const &view, Cursor const & /*resume*/, std::string &payload) const override {
    payload.assign(1, subscribe_byte);
    auto const byte = [](int value) { return static_cast<std::uint8_t>(value); };
    append(payload, ControlSubscribe{byte(view.first_column), byte(view.last_column),
                                     byte(view.first_row), byte(view.last_row), view.grid});
  }

  void positions(std::vector<Sending> const &reports, std::string const & /*device*/,
                 std::string &payload) const override {
    payload.assign(1, positions_byte);
    for (auto const &report : reports) {
      auto const &step = *report.step;
      append(payload, ControlRecord{report.worker, static_cast<std::uint8_t>(step.column),
                                    static_cast<std::uint8_t>(step.row),
                                    static_cast<std::uint16_t>(step.grid), step.lon_e7, step.lat_e7,
                                    report.time_ms});
    }
  }

  void decode(std::string_view payload, Decoded &into) const override {
    into.clear();
    if (payload.size() == 1 && payload[0] == subscribed_byte) {
      into.kind = Decoded::Kind::snapshot;
      return;
    }
    into.kind = Decoded::Kind::changes;
    if (payload.size() % sizeof(ControlRecord) != 0) {
      throw std::runtime_error("a control sent half a record");
    }
    for (std::size_t at = 0; at < payload.size(); at += sizeof(ControlRecord)) {
      ControlRecord record;
      std::memcpy(&record, payload.data() + at, sizeof record);
      into.workers.push_back({record.worker, record.lon_e7, record.lat_e7, record.time_ms,
                              static_cast<std::int16_t>(record.grid), record.column, record.row});
    }
  }

  bool acknowledges() const override { return false; }
};

} // namespace

std::unique_ptr<Dialect> control_dialect() {
  return std::make_unique<ControlDialect>();
}

} // namespace yuntu::bench
