#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace yuntu::protocol {

/// An answer that is not what was asked for (RFC 9457). `detail` names the thing, where it is and
/// what was expected. `allowed` goes out as a member of that name when it is not empty.
struct Problem {
  unsigned status = 400;
  std::string title;
  std::string detail;
  std::vector<std::string> allowed;
};

[[nodiscard]] std::string problem_json(Problem const &problem);
[[nodiscard]] std::string problem_json(unsigned status, std::string_view title,
                                       std::string_view detail);

} // namespace yuntu::protocol
