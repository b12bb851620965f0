#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace yuntu::rules {

/// What a text is made of: each Chinese character by itself, words of other scripts whole and in
/// lower case (Latin letters). White space and hyphens only part words; any other sign becomes an
/// empty unit, so that nothing is read across it. UTF-8; bytes that are none count as signs.
///   "主水管爆裂, Dog off-leash" -> 主 水 管 爆 裂 "" dog off leash
[[nodiscard]] std::vector<std::string> units_of(std::string_view text);

/// The characters of a text, each as UTF-8.
[[nodiscard]] std::vector<std::string> characters_of(std::string_view text);

/// One character that stands for itself, without spaces to part it from the next.
[[nodiscard]] bool is_ideograph(std::string_view unit);

} // namespace yuntu::rules
