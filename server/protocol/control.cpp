#include "server/protocol/control.hpp"

#include "server/protocol/control_sheets.hpp"
#include "server/protocol/json_reader.hpp"
#include "server/protocol/json_text.hpp"
#include "server/protocol/resources.hpp"

namespace yuntu::protocol {

using nlohmann::json;

namespace {

model::Role read_role(JsonObject &object) {
  auto const word = object.text("role", 32);
  auto const role = model::parse_role(word);
  if (!role) {
    throw BadField("\"role\" is \"" + word + "\"");
  }
  return *role;
}

std::vector<std::string> read_texts(JsonObject &object, char const *key) {
  std::vector<std::string> texts;
  for (auto const &value : object.list(key, 1000)) {
    if (!value.is_string()) {
      throw BadField(std::string("\"") + key + "\" must be a list of texts");
    }
    texts.push_back(value.get<std::string>());
  }
  return texts;
}

model::LayerKind read_layer(std::string const &word) {
  auto const layer = model::parse_layer_kind(word);
  if (!layer) {
    throw BadField("unknown layer \"" + word + "\"");
  }
  return *layer;
}

template <typename Version>
json version_json(Version const &version) {
  return {{"layer", model::to_string(version.layer)},
          {"version", version.version},
          {"features", version.features},
          {"effective", model::format_rfc3339(version.effective)}};
}

template <typename Version>
std::vector<Version> read_versions(JsonObject &object, char const *key) {
  std::vector<Version> versions;
  for (auto const &value : object.list(key, 10'000)) {
    JsonObject item(value, key);
    Version version;
    version.layer = read_layer(item.text("layer", 32));
    version.version = item.text("version", 64);
    version.features = static_cast<std::int64_t>(item.count("features", 0));
    version.effective = item.time("effective");
    versions.push_back(std::move(version));
  }
  return versions;
}

struct CommandToJson {
  json operator()(AddUserCommand const &c) const {
    return {{"command", "user_add"},
            {"name", c.name},
            {"role", model::to_string(c.role)},
            {"areas", c.areas},
            {"device", c.is_device}};
  }
  json operator()(ChangeRoleCommand const &c) const {
    return {{"command", "user_role"},
            {"who", c.who},
            {"role", model::to_string(c.role)},
            {"areas", c.areas}};
  }
  json operator()(RevokeUserCommand const &c) const {
    return {{"command", "user_revoke"}, {"who", c.who}};
  }
  json operator()(IssueLinkCommand const &c) const {
    return {{"command", "user_link"}, {"who", c.who}};
  }
  json operator()(PublishLayerCommand const &c) const {
    return {{"command", "publish"},
            {"file", c.file},
            {"layer", model::to_string(c.layer)},
            {"version", c.version},
            {"effective", c.effective ? json(model::format_rfc3339(*c.effective)) : json()}};
  }
  json operator()(CancelLayerCommand const &c) const {
    return {{"command", "cancel_layer"},
            {"layer", model::to_string(c.layer)},
            {"version", c.version},
            {"effective", c.effective ? json(model::format_rfc3339(*c.effective)) : json()}};
  }
  json operator()(ReadStateCommand const & /*c*/) const { return {{"command", "state"}}; }
  json operator()(ImportStaffCommand const &c) const { return staff_command_json(c.sheet); }
  json operator()(ImportRosterCommand const &c) const { return roster_command_json(c.sheet); }
  json operator()(ReadPostsCommand const &c) const {
    return {{"command", "posts"}, {"people", c.has_people}};
  }
  json operator()(ProfileDeviceCommand const &c) const {
    return {{"command", "device_set"},
            {"device", c.device},
            {"datum", c.datum},
            {"radius", c.radius_percent}};
  }
  json operator()(EnrolDeviceCommand const &c) const {
    return {{"command", "device_enrol"}, {"device", c.device}, {"who", c.who}};
  }
  json operator()(ReadDevicesCommand const & /*c*/) const { return {{"command", "devices"}}; }
};

struct ReplyToJson {
  json operator()(UserReply const &r) const {
    return {{"reply", "user"}, {"user", r.user}, {"secret", r.secret}};
  }
  json operator()(PublishReply const &r) const {
    return {{"reply", "publish"},
            {"version", r.version},
            {"effective", model::format_rfc3339(r.effective)},
            {"waits", r.waits}};
  }
  json operator()(StateReply const &r) const {
    json layers = json::array();
    for (auto const &[kind, layer] : r.layers) {
      layers.push_back(version_json(layer));
    }
    json coming = json::array();
    for (auto const &next : r.coming) {
      coming.push_back(version_json(next));
    }
    json closures = json::array();
    for (auto const &[id, closure] : r.closures) {
      closures.push_back(
          {{"id", id},
           {"lon_e7", closure.position.lon_e7()},
           {"lat_e7", closure.position.lat_e7()},
           {"until", closure.until ? json(model::format_rfc3339(*closure.until)) : json()},
           {"station", closure.station}});
    }
    return {{"reply", "state"},
            {"layers", std::move(layers)},
            {"coming", std::move(coming)},
            {"closures", std::move(closures)},
            {"address", r.address}};
  }
  json operator()(SheetReply const &r) const { return sheet_reply_json(r); }
  json operator()(PostsReply const &r) const { return posts_reply_json(r); }
  json operator()(DevicesReply const &r) const { return devices_reply_json(r); }
  json operator()(Problem const &r) const {
    return {{"reply", "problem"}, {"status", r.status}, {"title", r.title}, {"detail", r.detail}};
  }
};

ControlCommand read_command(json const &document) {
  JsonObject object(document, "");
  auto const word = object.text("command", 32);
  if (word == "user_add") {
    return AddUserCommand{object.text("name"), read_role(object), read_texts(object, "areas"),
                          object.flag("device")};
  }
  if (word == "user_role") {
    return ChangeRoleCommand{object.text("who"), read_role(object), read_texts(object, "areas")};
  }
  if (word == "user_revoke") {
    return RevokeUserCommand{object.text("who")};
  }
  if (word == "user_link") {
    return IssueLinkCommand{object.text("who")};
  }
  if (word == "publish") {
    return PublishLayerCommand{object.text("file"), read_layer(object.text("layer", 32)),
                               object.text("version", 64), object.find_time("effective")};
  }
  if (word == "cancel_layer") {
    return CancelLayerCommand{read_layer(object.text("layer", 32)), object.text("version", 64),
                              object.find_time("effective")};
  }
  if (word == "state") {
    return ReadStateCommand{};
  }
  if (word == "staff_import") {
    return ImportStaffCommand{read_staff_command(object)};
  }
  if (word == "staff_roster") {
    return ImportRosterCommand{read_roster_command(object)};
  }
  if (word == "posts") {
    return ReadPostsCommand{object.flag("people")};
  }
  if (word == "device_set") {
    return ProfileDeviceCommand{object.text("device"), object.text("datum", 16),
                                static_cast<std::uint32_t>(object.count("radius", 0))};
  }
  if (word == "device_enrol") {
    return EnrolDeviceCommand{object.text("device"), object.text("who")};
  }
  if (word == "devices") {
    return ReadDevicesCommand{};
  }
  throw BadField("unknown command \"" + word + "\"");
}

StateReply read_state(JsonObject &object) {
  StateReply reply;
  for (auto &layer : read_versions<model::LayerPublished>(object, "layers")) {
    reply.layers[layer.layer] = std::move(layer);
  }
  reply.coming = read_versions<model::LayerScheduled>(object, "coming");
  for (auto const &item : object.list("closures", 100'000)) {
    auto const place = geo::LonLat::from_units(item.at("lon_e7").get<std::int32_t>(),
                                               item.at("lat_e7").get<std::int32_t>());
    auto const id = item.at("id").get<std::string>();
    auto const station = item.value("station", std::string());
    auto const until = JsonObject(item, "closures").find_time("until");
    reply.closures[id] = {id, place.value_or(geo::LonLat{}), {}, until, {}, station};
  }
  reply.address = object.text("address");
  return reply;
}

ControlReply read_reply(json const &document) {
  JsonObject object(document, "");
  auto const word = object.text("reply", 32);
  if (word == "user") {
    return UserReply{object.text("user"), object.text("secret")};
  }
  if (word == "publish") {
    return PublishReply{object.text("version"), object.time("effective"), object.text("waits")};
  }
  if (word == "state") {
    return read_state(object);
  }
  if (word == "sheet") {
    return read_sheet_reply(object);
  }
  if (word == "posts") {
    return read_posts_reply(object);
  }
  if (word == "devices") {
    return read_devices_reply(object);
  }
  return Problem{static_cast<unsigned>(object.count("status")),
                 object.text("title"),
                 object.text("detail"),
                 {}};
}

} // namespace

std::string control_line(ControlCommand const &command) {
  return text_of(std::visit(CommandToJson{}, command));
}
std::string control_line(ControlReply const &reply) {
  return text_of(std::visit(ReplyToJson{}, reply));
}
tl::expected<ControlCommand, Problem> parse_control_command(std::string_view line) {
  return read_message(line, read_command);
}
tl::expected<ControlReply, Problem> parse_control_reply(std::string_view line) {
  try {
    return read_message(line, read_reply);
  } catch (json::exception const &error) {
    return tl::unexpected(Problem{502, "Unreadable answer", error.what(), {}});
  }
}

} // namespace yuntu::protocol
