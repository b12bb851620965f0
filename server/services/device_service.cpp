#include "server/services/device_service.hpp"

#include "geo/datum_shift.hpp"
#include "server/protocol/client_messages.hpp"

namespace yuntu::services {
namespace {

using Decision = tl::expected<OperatorDecision, protocol::Problem>;

Decision refuse(unsigned status, std::string title, std::string detail) {
  return tl::unexpected(protocol::Problem{status, std::move(title), std::move(detail), {}});
}

Decision bad_name(std::string const &device) {
  return refuse(422, "Bad name",
                "a device's name matches [A-Za-z0-9._-]{1,64}; this one is \"" + device + "\"");
}

} // namespace

Decision profile_device(model::CityState const &state, std::string const &device,
                        std::string const &datum, std::uint32_t radius_percent) {
  if (!protocol::is_device_name(device)) {
    return bad_name(device);
  }
  if (!geo::parse_datum(datum)) {
    return refuse(422, "Unknown datum",
                  "the datum is \"" + datum + "\"; expected wgs84, gcj02 or bd09");
  }
  if (radius_percent != 68 && radius_percent != 95) {
    return refuse(422, "Unknown radius",
                  "the radius holds 68 or 95 percent of the fixes, not " +
                      std::to_string(radius_percent));
  }
  auto const known = state.devices.find(device);
  OperatorDecision decision;
  decision.user = known == state.devices.end() ? std::string{} : known->second.user;
  decision.facts.push_back({model::DeviceProfiled{device, datum, radius_percent}, {}});
  return decision;
}

Decision enrol_device(model::CityState const &state, std::string const &device,
                      std::string const &who, TokenSource const &make_token) {
  if (!protocol::is_device_name(device)) {
    return bad_name(device);
  }
  auto const *const user = find_user(state, who);
  if (user == nullptr) {
    return refuse(404, "No such user", "there is no user with the id or name \"" + who + "\"");
  }
  if (user->role != model::Role::grid_worker) {
    return refuse(422, "No grid worker", "only a grid worker's device reports by an id");
  }
  auto const known = state.devices.find(device);
  if (known != state.devices.end() && !known->second.user.empty() &&
      known->second.user != user->id) {
    return refuse(409, "Device taken", "device \"" + device + "\" belongs to another user");
  }
  constexpr std::size_t digits = 32;
  OperatorDecision decision;
  decision.user = user->id;
  decision.secret = make_token().substr(0, digits);
  decision.facts.push_back({model::DeviceEnrolled{device, user->id, digest(decision.secret)}, {}});
  return decision;
}

protocol::DevicesReply devices_reply(model::CityState const &state) {
  protocol::DevicesReply reply;
  for (auto const &[name, device] : state.devices) {
    reply.devices.push_back({name, device.user, device.datum, device.radius_percent,
                             !device.enrolment.empty(), device.datum_suspect});
  }
  return reply;
}

} // namespace yuntu::services
