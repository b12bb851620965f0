#pragma once

#include "server/app/answer_desk.hpp"
#include "server/model/position_report.hpp"
#include "server/model/principal.hpp"
#include "server/net/live_endpoint.hpp"
#include "server/protocol/client_messages.hpp"
#include "server/services/city.hpp"
#include "server/services/position_service.hpp"

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace yuntu::app {

/// Where positions of live sockets are judged, stored and answered. Who sends them is looked up and
/// judged by the decided state. City thread only.
class PositionDesk {
public:
  using ViewerId = net::LiveEndpoint::ViewerId;
  /// Batches of one socket that are judged and not answered: one commit answers all of them, and a
  /// socket has room for so many.
  static constexpr std::size_t most_unanswered = 128;

  struct Parts {
    services::City const &city;
    services::PositionService &positions;
    AnswerDesk &answers;
    std::function<model::Time()> now;
    /// Ends a socket whose sender may not be here. Not answered, not taken.
    std::function<void(ViewerId viewer, protocol::Problem problem)> refuse;
  };
  explicit PositionDesk(Parts parts) : parts_(std::move(parts)) {}

  /// The viewer has signed in.
  void admit(ViewerId viewer, model::Principal principal);
  void leave(ViewerId viewer) { senders_.erase(viewer); }

  struct Batch {
    ViewerId viewer = 0;
    protocol::WireFormat format = protocol::WireFormat::binary;
    std::size_t weight = 0;
    bool is_awaited = false; ///< see net::LiveMessage
    model::PositionBatch positions;
  };
  /// Of one turn of an I/O thread.
  void take(std::vector<Batch> const &batches, std::shared_ptr<net::LiveReplies> const &replies);

private:
  /// What a commit needs of whoever waits for it, which may have left by then.
  struct Open {
    std::atomic<std::size_t> unanswered{0};
    std::atomic<std::size_t> weight{0}; ///< judged and not given back: with the next answer
  };
  struct Sender {
    model::Principal principal;
    std::shared_ptr<Open> open;
  };

  void take(Batch const &batch, std::shared_ptr<net::LiveReplies> const &replies, model::Time now);

  Parts parts_;
  std::unordered_map<ViewerId, Sender> senders_;
};

} // namespace yuntu::app
