#pragma once

#include "server/store/data_directory.hpp"

#include <string>

namespace yuntu::app {

/// The data directory's own secret (0600), made on first use: residents' receipts come from it.
/// Throws store::StorageFailed when it can be neither read nor written.
[[nodiscard]] std::string receipt_secret(store::DataDirectory const &directory);

} // namespace yuntu::app
