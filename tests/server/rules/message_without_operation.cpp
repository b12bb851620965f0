// Not part of any target: compile_fails.cmake compiles it to see the build fail.
#include "server/protocol/client_messages.hpp"

namespace yuntu::protocol {

#ifdef YUNTU_PROVE_MESSAGE_GAP
struct Unguarded {};
using Messages = std::variant<Authenticate, Subscribe, model::PositionBatch, Unguarded>;
#else
using Messages = ClientMessage;
#endif

/// The same visit as `operation_of(ClientMessage)`.
rules::Operation operation_of_any(Messages const &message) {
  return std::visit([](auto const &body) { return operation_of(body); }, message);
}

} // namespace yuntu::protocol
