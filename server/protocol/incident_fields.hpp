#pragma once

#include "server/model/incident.hpp"
#include "server/protocol/json_reader.hpp"

// Private to protocol/*.cpp, as json_reader.hpp is.
namespace yuntu::protocol {

/// "lon" and "lat"; throws BadField outside of the world, which names the object's `path` if any.
[[nodiscard]] geo::LonLat read_place(JsonObject &object, std::string const &path = {});
/// "id"; throws BadField when it is no UUID.
[[nodiscard]] std::string read_uuid(JsonObject &object);
/// Throws BadField unless it has a position or a building, and not both.
void expect_one_place(model::IncidentReport const &report);
/// What every report of an incident has but its id, channel and place; throws BadField.
void read_report(JsonObject &object, model::IncidentReport &report);
/// "accuracy_m" of the report's place: metres, 0 to 5000.
void read_accuracy(JsonObject &object, model::IncidentReport &report);

} // namespace yuntu::protocol
