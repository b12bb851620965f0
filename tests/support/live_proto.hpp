#pragma once

#include <nlohmann/json.hpp>

#include <map>
#include <string>

namespace yuntu::test {

/// A reader of server/protocol/live.proto of its own, so that the server's encoder is not judged by
/// its own decoder. Gives what the JSON form would say, but times, which it leaves out (of workers
/// as "time_ms"), and areas of workers where they are said to be unchanged.
[[nodiscard]] nlohmann::json decode_server_message(std::string const &bytes);
[[nodiscard]] std::string encode_subscribe(nlohmann::json const &message);

/// The areas of the workers that a client holds.
class HeldAreas {
public:
  /// Follows a message, and fills in the areas that it leaves out. Throws for those of a worker who
  /// is not held.
  void complete(nlohmann::json &message);

private:
  std::map<std::string, nlohmann::json> areas_;
};

} // namespace yuntu::test
