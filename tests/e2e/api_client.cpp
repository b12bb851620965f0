#include "tests/e2e/api_client.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace yuntu::test {

Answer ApiClient::send(std::string const &start, std::vector<std::string> const &headers,
                       std::string const &body) const {
  auto request = start + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) + "\r\n";
  if (!token_.empty()) {
    request += "Authorization: Bearer " + token_ + "\r\n";
  }
  for (auto const &line : headers) {
    request += line + "\r\n";
  }
  bool const names_type = std::any_of(headers.begin(), headers.end(), [](auto const &line) {
    return line.compare(0, 13, "Content-Type:") == 0;
  });
  if (!body.empty()) {
    request += names_type ? "" : "Content-Type: application/json\r\n";
    request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  RawSocket socket(port_);
  socket.send(request + "\r\n" + body);
  Answer answer;
  answer.raw = read_response(socket);
  answer.status = answer.raw.status;
  answer.body = json::parse(answer.raw.body, nullptr, false);
  if (answer.body.is_discarded()) {
    answer.body = nullptr;
  }
  return answer;
}

std::string ApiClient::at(double lon, double lat) {
  char text[64];
  std::snprintf(text, sizeof text, "?lon=%.7f&lat=%.7f", lon, lat);
  return text;
}

json position_batch(std::string const &worker, std::uint64_t seq, double lon, double lat,
                    std::string const &time) {
  return {
      {"device", "device-" + worker},
      {"boot", 1},
      {"worker", worker},
      {"reports", {{{"seq", seq}, {"time", time}, {"lon", lon}, {"lat", lat}, {"accuracy_m", 5}}}}};
}

json incident_report(int number, double lon, double lat, std::string const &severity) {
  return {{"id", uuid(number)},
          {"channel", "desk"},
          {"category", "路灯"},
          {"text", "a lamp is out, number " + std::to_string(number)},
          {"severity", severity},
          {"lon", lon},
          {"lat", lat}};
}

std::string uuid(int number) {
  char text[40];
  std::snprintf(text, sizeof text, "00000000-0000-4000-8000-%012d", number);
  return text;
}

std::string seconds_ago(int seconds) {
  return time_text(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() -
                                                        std::chrono::seconds{seconds}));
}

std::string time_text(std::time_t time) {
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

} // namespace yuntu::test
