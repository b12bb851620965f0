#include "server/app/control_door.hpp"

#include "server/protocol/control.hpp"
#include "server/services/operator_service.hpp"

namespace yuntu::app {
namespace {

using protocol::ControlReply;
using protocol::Problem;
using Reply = std::function<void(ControlReply)>;

/// One overload a command; runs on the city thread.
struct Obey {
  ControlDoor door;
  Reply reply;

  void commit(tl::expected<services::OperatorDecision, Problem> const &decision) const {
    auto const closed = door.city.closed_for_intake();
    if (!decision || closed) {
      reply(decision ? *closed : decision.error());
      return;
    }
    services::City::Transaction transaction(door.city, "operator", door.now());
    for (auto const &draft : decision->facts) {
      transaction.add(draft.body, std::nullopt, draft.text);
    }
    transaction.submit([reply = reply, user = decision->user,
                        secret = decision->secret](store::CommitOutcome outcome) {
      if (outcome == store::CommitOutcome::committed) {
        reply(protocol::UserReply{user, secret});
      } else {
        reply(services::problem_of(outcome));
      }
    });
  }

  void operator()(protocol::AddUserCommand const &command) const {
    commit(services::add_user(door.city.state(), door.city.base(),
                              {command.name, command.role, command.areas, command.is_device}));
  }
  void operator()(protocol::ChangeRoleCommand const &command) const {
    commit(services::change_role(door.city.state(), door.city.base(), command.who, command.role,
                                 command.areas, door.now()));
  }
  void operator()(protocol::RevokeUserCommand const &command) const {
    commit(services::revoke_user(door.city.state(), command.who, door.now()));
  }
  void operator()(protocol::IssueLinkCommand const &command) const {
    commit(services::issue_link(door.city.state(), command.who, door.now()));
  }
  void operator()(protocol::PublishLayerCommand const &command) const {
    door.publisher.publish({command.file, command.layer, command.version, command.effective},
                           [reply = reply](tl::expected<std::string, Problem> const &result) {
                             if (result) {
                               reply(protocol::PublishReply{*result});
                             } else {
                               reply(result.error());
                             }
                           });
  }
  /// From the published state: what is not stored yet is nobody's business.
  void operator()(protocol::ReadStateCommand const & /*command*/) const {
    door.live_thread.post([door = door, reply = reply] {
      auto const &published = door.published.state();
      protocol::StateReply state;
      for (auto const &[kind, layer] : published.layers) {
        state.layers[kind] = layer.version;
      }
      state.closures = published.closures;
      state.address = door.address();
      reply(std::move(state));
    });
  }
};

} // namespace

net::ControlSocket::Handler make_control_handler(ControlDoor door) {
  return [door](std::string const &line, std::function<void(std::string)> const &send) {
    // By way of the live thread, which has folded the commit by then: what was answered holds.
    auto const reply = [door, send](ControlReply const &answer) {
      door.live_thread.post([send, line = protocol::control_line(answer)] { send(line); });
    };
    auto const command = protocol::parse_control_command(line);
    if (!command) {
      reply(command.error());
      return;
    }
    door.city_thread.post([door, command = *command, reply] {
      std::visit(Obey{door, reply}, command);
    });
  };
}

} // namespace yuntu::app
