#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace yuntu::geo {

/// An index as numbers without an address in them: what can be written to a file and used where the
/// file is mapped. In this machine's byte order.
struct IndexImage {
  using Section = std::span<std::uint32_t const>;

  std::vector<Section> sections;
  std::shared_ptr<void const> keeper; ///< of the memory that the sections lie in
};

} // namespace yuntu::geo
