#pragma once

#include "server/rules/dispatch/dispatch_order.hpp"
#include "server/services/policy_error.hpp"

#include <filesystem>

namespace yuntu::services {

/// The order of dispatch of the county whose data directory this is: `config/dispatch.toml`, else
/// the shipped one. data/config/dispatch.toml explains the keys. Throws PolicyError.
[[nodiscard]] rules::DispatchPolicy read_dispatch(std::filesystem::path const &data);

} // namespace yuntu::services
