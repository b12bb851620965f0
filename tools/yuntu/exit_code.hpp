#pragma once

namespace yuntu::tools {

/// What every command ends with (design section 7).
inline constexpr int exit_good = 0;
inline constexpr int exit_findings = 1; ///< findings, or refused rows
inline constexpr int exit_error = 2;

} // namespace yuntu::tools
