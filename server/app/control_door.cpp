#include "server/app/control_door.hpp"

#include "server/protocol/control.hpp"
#include "server/services/device_service.hpp"
#include "server/services/operator_service.hpp"
#include "server/services/staff_change.hpp"

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
  void operator()(protocol::ProfileDeviceCommand const &command) const {
    commit(services::profile_device(door.city.state(), command.device, command.datum,
                                    command.radius_percent));
  }
  void operator()(protocol::EnrolDeviceCommand const &command) const {
    commit(services::enrol_device(door.city.state(), command.device, command.who));
  }
  void operator()(protocol::PublishLayerCommand const &command) const {
    door.publisher.publish(
        {command.file, command.layer, command.version, command.effective, "operator"}, tell());
  }
  void operator()(protocol::CancelLayerCommand const &command) const {
    door.publisher.cancel({command.layer, command.version, command.effective}, "operator", tell());
  }
  [[nodiscard]] LayerPublisher::Done tell() const {
    return [reply = reply](tl::expected<services::VersionOutcome, Problem> const &result) {
      if (result) {
        reply(protocol::PublishReply{result->version, result->effective,
                                     result->waits ? result->waits->detail : ""});
      } else {
        reply(result.error());
      }
    };
  }
  /// Each row by itself on the pool; the difference, which needs the state, here.
  void operator()(protocol::ImportStaffCommand const &command) const {
    door.pool.post([self = *this, sheet = command.sheet] {
      auto checked = services::check_staff(sheet, *self.door.base());
      self.door.city_thread.post([self, sheet, checked = std::move(checked)] {
        self.commit_sheet(
            services::decide_staff(self.door.city.state().staff, sheet, checked, self.door.now()));
      });
    });
  }
  void operator()(protocol::ImportRosterCommand const &command) const {
    commit_sheet(services::decide_roster(door.city.state(), command.sheet, door.now()));
  }
  void operator()(protocol::ReadPostsCommand const &command) const {
    door.live_thread.post([door = door, reply = reply, command] {
      reply(services::posts_reply(door.published.state().staff, command));
    });
  }

  void operator()(protocol::ReadDevicesCommand const & /*command*/) const {
    door.live_thread.post(
        [door = door, reply = reply] { reply(services::devices_reply(door.published.state())); });
  }

  void commit_sheet(services::SheetDecision const &sheet) const {
    auto answer = services::sheet_reply(sheet);
    auto const closed = door.city.closed_for_intake();
    if (sheet.decision.facts.empty() || closed) {
      reply(closed && !sheet.decision.facts.empty() ? ControlReply(*closed)
                                                    : ControlReply(std::move(answer)));
      return;
    }
    services::City::Transaction transaction(door.city, "operator", door.now());
    for (auto const &draft : sheet.decision.facts) {
      transaction.add(draft.body, std::nullopt, draft.text);
    }
    transaction.submit([reply = reply, answer = std::move(answer)](store::CommitOutcome outcome) {
      reply(outcome == store::CommitOutcome::committed
                ? ControlReply(answer)
                : ControlReply(services::problem_of(outcome)));
    });
  }

  /// From the published state: what is not stored yet is nobody's business.
  void operator()(protocol::ReadStateCommand const & /*command*/) const {
    door.live_thread.post([door = door, reply = reply] {
      auto const &published = door.published.state();
      auto state = services::versions_reply(published);
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
