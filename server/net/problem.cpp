#include "server/net/problem.hpp"

#include "server/protocol/errors.hpp"

namespace yuntu::net {

Response problem(unsigned status, std::string_view title, std::string_view detail) {
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body =
      std::make_shared<std::string const>(protocol::problem_json(status, title, detail));
  return response;
}

} // namespace yuntu::net
