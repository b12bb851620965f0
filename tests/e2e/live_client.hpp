#pragma once

#include "tests/e2e/child.hpp"
#include "tests/support/live_proto.hpp"
#include "tests/support/raw_websocket.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace yuntu::test {

using nlohmann::json;

struct Cursor {
  std::string epoch;
  std::uint64_t seq = 0;
  std::uint64_t tick = 0;
};

enum class Wire { text, binary };

/// One viewer of /live. Binary messages are decoded to what the JSON form would have said.
class LiveClient {
public:
  /// Signs in by the Authorization header and reads `hello`.
  LiveClient(std::uint16_t port, std::string const &token, Wire wire = Wire::text);

  /// Reads until the answer to it is complete: a snapshot, or a gap with both marks.
  /// The box is the demo county with room around it.
  void subscribe(std::vector<std::string> const &layers, Cursor const *resume = nullptr) {
    subscribe(layers, {118.4, 34.9, 118.7, 35.1}, resume);
  }
  void subscribe(std::vector<std::string> const &layers, std::array<double, 4> const &box,
                 Cursor const *resume = nullptr);

  /// The next message. Throws when none comes within 20 s or the connection ends.
  json read();
  /// Reads until as many things have been shown since the subscription; throws after 20 s.
  void await_shown(std::size_t count);
  /// Reads until a message fits, which is returned; throws after 20 s.
  json await(std::function<bool(json const &)> const &fits);

  [[nodiscard]] json const &hello() const { return hello_; }
  [[nodiscard]] json const &snapshot() const { return snapshot_; } ///< null: there was none
  /// One line for each upsert and remove since the subscription, see describe().
  [[nodiscard]] std::vector<std::string> const &shown() const { return shown_; }
  /// The largest marks so far, and the epoch.
  [[nodiscard]] Cursor const &cursor() const { return cursor_; }
  RawWebSocket &socket() { return socket_; }

private:
  void take_in(json const &message);

  Wire wire_;
  RawWebSocket socket_;
  HeldAreas areas_;
  json hello_;
  json snapshot_;
  std::vector<std::string> shown_;
  Cursor cursor_;
};

/// "worker w at 118.5,35 in grid:..;.." / "incident ID stage vN in .." / "reach S".
[[nodiscard]] std::string describe(json const &upsert);
[[nodiscard]] std::string describe_removed(std::string const &layer, std::string const &id);
/// "118.5200000,35.0000000"
[[nodiscard]] std::string place_text(double lon, double lat);
/// {"grid":"1","community":"2"} -> "community:2;grid:1;"; levels that are null are left out.
[[nodiscard]] std::string areas_text(json const &areas);

} // namespace yuntu::test
