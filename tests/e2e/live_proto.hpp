#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace yuntu::test {

/// A reader of server/protocol/live.proto of its own, so that the server's encoder is not judged by
/// its own decoder. Gives what the JSON form would say, but times, which it leaves out.
[[nodiscard]] nlohmann::json decode_server_message(std::string const &bytes);
[[nodiscard]] std::string encode_subscribe(nlohmann::json const &message);

} // namespace yuntu::test
