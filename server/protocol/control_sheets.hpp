#pragma once

#include "server/protocol/control.hpp"
#include "server/protocol/json_reader.hpp"

// Private to protocol/control*.cpp: the staff part of the operator's line.
namespace yuntu::protocol {

[[nodiscard]] nlohmann::json staff_command_json(model::StaffSheet const &sheet);
[[nodiscard]] model::StaffSheet read_staff_command(JsonObject &object);
[[nodiscard]] nlohmann::json roster_command_json(model::RosterSheet const &sheet);
[[nodiscard]] model::RosterSheet read_roster_command(JsonObject &object);
[[nodiscard]] nlohmann::json sheet_reply_json(SheetReply const &reply);
[[nodiscard]] SheetReply read_sheet_reply(JsonObject &object);
[[nodiscard]] nlohmann::json posts_reply_json(PostsReply const &reply);
[[nodiscard]] PostsReply read_posts_reply(JsonObject &object);
[[nodiscard]] nlohmann::json devices_reply_json(DevicesReply const &reply);
[[nodiscard]] DevicesReply read_devices_reply(JsonObject &object);

} // namespace yuntu::protocol
