#pragma once

#include "server/model/position_report.hpp"
#include "server/protocol/errors.hpp"
#include "server/protocol/live_values.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace yuntu::protocol {

struct Hello {
  Cursor cursor;
  model::Time time;
  std::string user;
  std::string role;
};
/// Replaces everything the client holds.
struct Snapshot {
  std::uint64_t seq = 0;
  std::uint64_t tick = 0;
  Upserts upserts;
};
/// server/protocol/README.md says what seq and tick promise.
struct Changes {
  std::optional<std::uint64_t> seq;
  std::optional<std::uint64_t> tick;
  Upserts upserts;
  std::vector<Remove> removes;
};
struct Forget {
  std::vector<Remove> removes;
};
struct Resync {
  std::string reason; ///< "epoch", "too_old" or "overflow"
};

using ServerMessage =
    std::variant<Hello, Snapshot, Changes, model::Acknowledgement, Forget, Resync, Problem>;

/// One whole WebSocket message.
[[nodiscard]] std::string encode_message(ServerMessage const &message, WireFormat format);
[[nodiscard]] std::string encode_binary(ServerMessage const &message);
[[nodiscard]] std::string encode_json(ServerMessage const &message);

/// As `encode_binary` of a Changes or Snapshot, put together from fields that are encoded already
/// (those of `Encoded`, `encode_remove`) in one string of the right size.
[[nodiscard]] std::string join_changes(std::optional<std::uint64_t> seq,
                                       std::optional<std::uint64_t> tick,
                                       std::vector<std::string_view> const &fields);
[[nodiscard]] std::string join_snapshot(std::uint64_t seq, std::uint64_t tick,
                                        std::vector<std::string_view> const &fields);

} // namespace yuntu::protocol
