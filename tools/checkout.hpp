#pragma once

#include <string>

namespace yuntu {

/// Absolute path of the checkout that this program was built from, without a slash at its end:
/// where tests and benchmarks find what the repository ships. Compiled into one small unit, so that
/// all others are the same in every checkout.
std::string checkout();

} // namespace yuntu
