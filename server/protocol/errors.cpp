#include "server/protocol/errors.hpp"

#include "server/protocol/json_text.hpp"

#include <nlohmann/json.hpp>

namespace yuntu::protocol {

std::string problem_json(Problem const &problem) {
  nlohmann::json body{{"type", "about:blank"},
                      {"title", problem.title},
                      {"status", problem.status},
                      {"detail", problem.detail}};
  if (!problem.allowed.empty()) {
    body["allowed"] = problem.allowed;
  }
  return text_of(body);
}

std::string problem_json(unsigned status, std::string_view title, std::string_view detail) {
  return problem_json({status, std::string(title), std::string(detail), {}});
}

} // namespace yuntu::protocol
