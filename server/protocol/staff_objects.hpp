#pragma once

#include "server/protocol/staff_answers.hpp"

#include <nlohmann/json.hpp>

// Private to protocol/*.cpp: it drags in nlohmann/json.
namespace yuntu::protocol {

/// The list "people" of an owner's answer, in the order given.
[[nodiscard]] nlohmann::json people_json(std::vector<ShownPost> const &posts);

} // namespace yuntu::protocol
