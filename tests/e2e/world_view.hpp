#pragma once

#include "tests/e2e/live_client.hpp"

#include <map>
#include <optional>
#include <string>

namespace yuntu::test {

/// What one viewer believes, kept over connections that break: a client's whole memory is this and
/// the cursor.
class WorldView {
public:
  /// Connects, resumes where the last connection broke, and reads until `is_enough` or the
  /// connection ends; false when it ended (or could not be made). Speaks binary and JSON in turns,
  /// going on from what the other said.
  bool watch(std::uint16_t port, std::string const &token,
             std::function<bool(WorldView const &)> const &is_enough);

  /// Layer and id -> describe() of the newest.
  [[nodiscard]] std::map<std::string, std::string> const &things() const { return things_; }
  [[nodiscard]] std::map<std::string, std::string> of(std::string const &layer) const;
  [[nodiscard]] Cursor const &cursor() const { return cursor_; }

  [[nodiscard]] std::size_t connections() const { return connections_; }
  /// Connections that were answered with the gap, and with a snapshot after a cursor was named.
  [[nodiscard]] std::size_t resumed() const { return resumed_; }
  [[nodiscard]] std::size_t started_over() const { return started_over_; }

private:
  void take(json message);

  HeldAreas areas_;
  std::map<std::string, std::string> things_;
  Cursor cursor_;
  std::size_t connections_ = 0;
  std::size_t resumed_ = 0;
  std::size_t started_over_ = 0;
};

} // namespace yuntu::test
