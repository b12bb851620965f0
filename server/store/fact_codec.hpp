#pragma once

#include "server/model/fact.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace yuntu::store {

struct EncodedBody {
  std::string_view kind; ///< "duty_changed"; static
  std::string json;      ///< compact, keys sorted
};

[[nodiscard]] EncodedBody encode_body(model::FactBody const &body);
/// Throws StorageFailed naming seq, kind and field for an unknown kind and for a field that is
/// missing, unknown or of the wrong type.
[[nodiscard]] model::FactBody decode_body(std::uint64_t seq, std::string_view kind,
                                          std::string_view json);

} // namespace yuntu::store
