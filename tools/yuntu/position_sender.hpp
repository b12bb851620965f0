#pragma once

#include "geo/lon_lat.hpp"
#include "server/model/time.hpp"
#include "tools/yuntu/http_client.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace yuntu::tools {

struct SentFix {
  geo::LonLat place;
  model::Time time;
  double accuracy_m = 10;
};

/// Reports positions for workers and counts what became of them. A refusal for want of room
/// (503, 507) is tried again; anything else ends the command.
class PositionSender {
public:
  /// `boot` makes this run's sequence numbers its own.
  PositionSender(HttpClient &client, std::uint64_t boot) : client_(client), boot_(boot) {}

  /// `worker` empty: the token's own. At most 500 fixes.
  void send(std::string const &worker, std::string const &device,
            std::vector<SentFix> const &fixes);

  [[nodiscard]] std::uint64_t sent() const { return sent_; }
  [[nodiscard]] std::uint64_t accepted() const { return accepted_; }
  [[nodiscard]] std::map<std::string, std::uint64_t> const &rejected() const { return rejected_; }

private:
  HttpClient &client_;
  std::uint64_t boot_;
  std::map<std::string, std::uint64_t> next_seq_; ///< by device
  std::uint64_t sent_ = 0;
  std::uint64_t accepted_ = 0;
  std::map<std::string, std::uint64_t> rejected_; ///< reason -> count
};

} // namespace yuntu::tools
