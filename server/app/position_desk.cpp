#include "server/app/position_desk.hpp"

#include "server/protocol/server_messages.hpp"
#include "server/rules/visibility.hpp"
#include "server/services/session_service.hpp"

#include <utility>

namespace yuntu::app {
namespace {

using protocol::Problem;
using Result = tl::expected<model::Acknowledgement, Problem>;

live::Frame frame_of(Result const &result, protocol::WireFormat format) {
  auto const message =
      result ? protocol::ServerMessage(*result) : protocol::ServerMessage(result.error());
  return std::make_shared<std::string const>(protocol::encode_message(message, format));
}

} // namespace

void PositionDesk::admit(ViewerId viewer, model::Principal principal) {
  senders_.insert_or_assign(viewer, Sender{std::move(principal), std::make_shared<Open>()});
}

void PositionDesk::take(std::vector<Batch> const &batches,
                        std::shared_ptr<net::LiveReplies> const &replies) {
  auto const now = parts_.now();
  for (auto const &batch : batches) {
    take(batch, replies, now);
  }
  parts_.answers.send();
}

/// What a batch weighs is given back with its answer, or at once when its socket waits for it, but
/// not to one that has many unanswered.
void PositionDesk::take(Batch const &batch, std::shared_ptr<net::LiveReplies> const &replies,
                        model::Time now) {
  auto const found = senders_.find(batch.viewer);
  if (found == senders_.end()) {
    parts_.refuse(batch.viewer,
                  {401, "Sign in first", "the first message must be authenticate", {}});
    return;
  }
  auto const principal = services::still_valid(parts_.city.state(), found->second.principal, now);
  if (!principal) {
    parts_.refuse(batch.viewer, {401, "Sign in again", "this account or session has ended", {}});
    return;
  }
  auto const open = found->second.open;
  open->weight += batch.weight;
  ++open->unanswered;
  auto const answer = [&answers = parts_.answers, open, replies, viewer = batch.viewer,
                       format = batch.format](Result const &result) {
    --open->unanswered;
    answers.add(replies, {viewer, open->weight.exchange(0), frame_of(result, format)});
  };
  if (!rules::may(principal->role, protocol::operation_of(batch.positions))) {
    answer(tl::unexpected(Problem{403,
                                  "Not allowed",
                                  "role " + std::string(model::to_string(principal->role)) +
                                      " may not send this message",
                                  {}}));
    return;
  }
  parts_.positions.report(*principal, batch.positions, now, answer);
  if (batch.is_awaited && open->unanswered < most_unanswered) {
    parts_.answers.add(replies, {batch.viewer, open->weight.exchange(0), nullptr});
  }
}

} // namespace yuntu::app
