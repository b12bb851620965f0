#pragma once

#include "server/model/incident.hpp"
#include "server/model/position_report.hpp"
#include "server/model/time.hpp"
#include "server/protocol/errors.hpp"
#include "server/rules/operation.hpp"

#include <tl/expected.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace yuntu::protocol {

enum class WireFormat : std::uint8_t { binary, json };

enum class LiveLayer : std::uint8_t { worker = 1, incident, reach, alert, count, plan };
inline constexpr std::array<std::string_view, 6> live_layer_names{"worker", "incident", "reach",
                                                                  "alert",  "count",    "plan"};
/// "worker incident ...", for what is refused.
[[nodiscard]] std::string live_layer_words();

/// Where a client stands in the two lanes of the log.
struct Cursor {
  std::string epoch;
  std::uint64_t seq = 0;
  std::uint64_t tick = 0;
  friend bool operator==(Cursor const &, Cursor const &) = default;
};

/// Degrees WGS 84, west < east, south < north.
struct ViewBox {
  double west = 0;
  double south = 0;
  double east = 0;
  double north = 0;
  friend bool operator==(ViewBox const &, ViewBox const &) = default;
};

struct Authenticate {
  std::string token;
  friend bool operator==(Authenticate const &, Authenticate const &) = default;
};
struct Subscribe {
  ViewBox bbox;
  double zoom = 0; ///< MapLibre's
  std::vector<LiveLayer> layers;
  std::vector<LiveLayer> everywhere; ///< of `layers`: not limited to the box
  std::optional<Cursor> resume;
  friend bool operator==(Subscribe const &, Subscribe const &) = default;
};

/// What a client may say on /live. A kind without an overload of `operation_of` does not compile,
/// an Operation without a row in the access table neither.
using ClientMessage = std::variant<Authenticate, Subscribe, model::PositionBatch>;

[[nodiscard]] constexpr rules::Operation operation_of(Authenticate const & /*message*/) {
  return rules::Operation::open_session;
}
[[nodiscard]] constexpr rules::Operation operation_of(Subscribe const & /*message*/) {
  return rules::Operation::subscribe_live;
}
[[nodiscard]] constexpr rules::Operation operation_of(model::PositionBatch const & /*message*/) {
  return rules::Operation::report_positions_live;
}
[[nodiscard]] inline rules::Operation operation_of(ClientMessage const &message) {
  return std::visit([](auto const &body) { return operation_of(body); }, message);
}

/// One message of the live stream, checked: sizes, ranges, known type, known fields.
[[nodiscard]] tl::expected<ClientMessage, Problem> parse_client_message(std::string_view bytes,
                                                                        WireFormat format);
[[nodiscard]] tl::expected<ClientMessage, Problem> parse_client_json(std::string_view bytes);
[[nodiscard]] tl::expected<ClientMessage, Problem> parse_client_binary(std::string_view bytes);

/// What both forms are held to after parsing; nullopt = good.
[[nodiscard]] std::optional<std::string> fault_of(Subscribe const &subscribe);
[[nodiscard]] std::optional<std::string> fault_of(model::PositionBatch const &batch);
[[nodiscard]] bool is_device_name(std::string_view name); ///< [A-Za-z0-9._-]{1,64}
[[nodiscard]] bool is_uuid(std::string_view text);        ///< 8-4-4-4-12 hex digits

inline constexpr std::size_t most_reports = 500;

} // namespace yuntu::protocol
