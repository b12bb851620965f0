#pragma once

#include <stdexcept>

namespace yuntu::services {

/// A policy file that cannot be used. Says file, place and what was expected.
class PolicyError : public std::runtime_error {
  using runtime_error::runtime_error;
};

} // namespace yuntu::services
