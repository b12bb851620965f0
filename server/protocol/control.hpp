#pragma once

#include "server/model/city_state.hpp"
#include "server/model/staff_sheet.hpp"
#include "server/protocol/errors.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace yuntu::protocol {

// What the operator's command line says to a running server: one JSON line each way.

struct AddUserCommand {
  std::string name;
  model::Role role = model::Role::resident;
  std::vector<std::string> areas;
  bool is_device = false;
};
struct ChangeRoleCommand {
  std::string who;
  model::Role role = model::Role::resident;
  std::vector<std::string> areas;
};
struct RevokeUserCommand {
  std::string who;
};
struct IssueLinkCommand {
  std::string who;
};
/// The version lies in `file`, a base store of its own in the spool folder.
struct PublishLayerCommand {
  std::string file;
  model::LayerKind layer = model::LayerKind::grid;
  std::string version;
  std::optional<model::Time> effective; ///< absent: now
};
/// A version that is to come will not; answered by a PublishReply.
struct CancelLayerCommand {
  model::LayerKind layer = model::LayerKind::grid;
  std::string version;
  std::optional<model::Time> effective; ///< absent: there is but one of it
};
struct ReadStateCommand {}; ///< layers in use and to come, closures and the address
struct ImportStaffCommand {
  model::StaffSheet sheet;
};
struct ImportRosterCommand {
  model::RosterSheet sheet;
};
/// Posts and assignments; names and phones only where asked for.
struct ReadPostsCommand {
  bool has_people = false;
};

/// Of a device's fixes that do not say themselves.
struct ProfileDeviceCommand {
  std::string device;
  std::string datum;
  std::uint32_t radius_percent = 68;
};
/// Answered by the user and the secret id.
struct EnrolDeviceCommand {
  std::string device;
  std::string who;
};

struct ReadDevicesCommand {};

using ControlCommand =
    std::variant<AddUserCommand, ChangeRoleCommand, RevokeUserCommand, IssueLinkCommand,
                 PublishLayerCommand, ReadStateCommand, ImportStaffCommand, ImportRosterCommand,
                 ReadPostsCommand, ProfileDeviceCommand, EnrolDeviceCommand, ReadDevicesCommand,
                 CancelLayerCommand>;

struct UserReply {
  std::string user;
  std::string secret; ///< token or code
};
struct PublishReply {
  std::string version;
  model::Time effective;
  std::string waits; ///< decided, but not known to be stored: why; empty: it is stored
};
struct StateReply {
  std::map<model::LayerKind, model::LayerPublished> layers; ///< in use, without successions
  std::vector<model::LayerScheduled> coming;                ///< by layer and time
  std::map<std::string, model::Closure> closures;
  std::string address; ///< of the web page; empty without a server
};
/// Of both sheet commands. Rows were refused and nothing is kept: `written` is 0.
struct SheetReply {
  std::int64_t written = 0;
  std::vector<model::RefusedRow> refused;
  std::map<std::string, std::int64_t> changes; ///< facts by what they do
};
struct PostsReply {
  std::vector<model::Post> posts;
  std::vector<model::Person> people = {};
};
struct DevicesReply {
  struct Row {
    std::string device;
    std::string user; ///< empty: not heard of yet
    std::string datum;
    std::uint32_t radius_percent = 68;
    bool is_enrolled = false;
    std::string datum_suspect; ///< what fits its fixes better; empty: nothing does
    friend bool operator==(Row const &, Row const &) = default;
  };
  std::vector<Row> devices;
};
using ControlReply = std::variant<UserReply, PublishReply, StateReply, SheetReply, PostsReply,
                                  DevicesReply, Problem>;

[[nodiscard]] std::string control_line(ControlCommand const &command);
[[nodiscard]] std::string control_line(ControlReply const &reply);
[[nodiscard]] tl::expected<ControlCommand, Problem> parse_control_command(std::string_view line);
[[nodiscard]] tl::expected<ControlReply, Problem> parse_control_reply(std::string_view line);

} // namespace yuntu::protocol
