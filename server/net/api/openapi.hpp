#pragma once

#include <string_view>

namespace yuntu::net {

/// The contract as OpenAPI 3.1: server/protocol/openapi.json, built in.
extern std::string_view const openapi_json;

} // namespace yuntu::net
