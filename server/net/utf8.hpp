#pragma once

#include <string_view>

namespace yuntu::net {

/// Well-formed UTF-8: no overlong form, no surrogate, nothing past U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view bytes);

} // namespace yuntu::net
