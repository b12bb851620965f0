#pragma once

#include "server/protocol/control.hpp"
#include "server/services/operator_service.hpp"

namespace yuntu::services {

/// What a device's fixes refer to when they do not say. 422 for a name that no device can have, an
/// unknown datum, a share other than 68 or 95 %. The device need not have been heard of.
[[nodiscard]] tl::expected<OperatorDecision, protocol::Problem>
profile_device(model::CityState const &state, std::string const &device, std::string const &datum,
               std::uint32_t radius_percent);

/// A secret id for a device that cannot sign in otherwise: 128 random bits as 32 hex digits, of
/// which only the hash is kept; an id it had is void. 404 for an unknown user, 422 for one who is
/// no grid worker, 409 when the device belongs to somebody else.
[[nodiscard]] tl::expected<OperatorDecision, protocol::Problem>
enrol_device(model::CityState const &state, std::string const &device, std::string const &who,
             TokenSource const &make_token = random_token);

/// Every device heard of or set up, by name.
[[nodiscard]] protocol::DevicesReply devices_reply(model::CityState const &state);

} // namespace yuntu::services
