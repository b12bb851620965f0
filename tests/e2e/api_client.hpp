#pragma once

#include "tests/support/raw_http.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <ctime>
#include <string>
#include <vector>

namespace yuntu::test {

using nlohmann::json;

struct Answer {
  unsigned status = 0; ///< 0: the connection ended without an answer
  json body;           ///< null when it is not JSON
  RawResponse raw;
};

/// Speaks HTTP for one user, each request on a connection of its own.
class ApiClient {
public:
  /// `token` empty: without credentials.
  ApiClient(std::uint16_t port, std::string token) : port_(port), token_(std::move(token)) {}

  [[nodiscard]] Answer get(std::string const &path) const { return send("GET " + path, {}, {}); }
  Answer post(std::string const &path, json const &body,
              std::vector<std::string> const &headers = {}) const {
    return send("POST " + path, headers, body.dump());
  }
  Answer erase(std::string const &path) const { return send("DELETE " + path, {}, {}); }
  /// `start` is method and path; `headers` are lines without line breaks.
  Answer send(std::string const &start, std::vector<std::string> const &headers,
              std::string const &body) const;

  /// The URL path of what lies at a place: "?lon=118.5&lat=35".
  [[nodiscard]] static std::string at(double lon, double lat);

private:
  std::uint16_t port_;
  std::string token_;
};

/// One report of a position as `POST /api/v1/positions` takes it.
[[nodiscard]] json position_batch(std::string const &worker, std::uint64_t seq, double lon,
                                  double lat, std::string const &time);
[[nodiscard]] json incident_report(int number, double lon, double lat,
                                   std::string const &severity = "routine");
/// A UUID of its own for each number.
[[nodiscard]] std::string uuid(int number);
/// RFC 3339, so many seconds ago.
[[nodiscard]] std::string seconds_ago(int seconds);
/// RFC 3339.
[[nodiscard]] std::string time_text(std::time_t time);

} // namespace yuntu::test
