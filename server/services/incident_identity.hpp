#pragma once

#include "server/model/incident.hpp"
#include "server/protocol/errors.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace yuntu::services {

/// Of everything in a report: the same hash says that it is the same report again.
[[nodiscard]] std::string hash_of(model::IncidentReport const &report);

/// The id of what another system calls `ticket`: the first 16 bytes of BLAKE2b-256 of "yuntu
/// incident", the channel and the ticket, each with its length before it, as a UUID of version 8
/// (RFC 9562: a scheme of one's own). The same ticket always has the same id.
[[nodiscard]] std::string id_of_ticket(std::string_view channel, std::string_view ticket);
/// Whether an id is of the kind that id_of_ticket makes: a UUID of version 8.
[[nodiscard]] bool is_of_ticket(std::string_view id);

/// 422: reported from more than five minutes ahead, or from more than a year ago.
[[nodiscard]] std::optional<protocol::Problem> fault_of_time(model::IncidentReport const &report,
                                                             model::Time now);

} // namespace yuntu::services
