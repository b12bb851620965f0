#pragma once

#include "server/model/position_report.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace yuntu::store {

/// The positions of one commit, compact: names once in a dictionary, numbers as differences to the
/// device's previous record. Order is kept.
[[nodiscard]] std::string encode_positions(std::vector<model::PositionRecord> const &records);
/// Throws StorageFailed for bytes that encode_positions cannot have written.
[[nodiscard]] std::vector<model::PositionRecord> decode_positions(std::string_view bytes);

} // namespace yuntu::store
