#pragma once

#include "server/protocol/people_count.hpp"

#include <nlohmann/json.hpp>

#include <string>

// Private to protocol/*.cpp. `older` is written where the buildings tell it.
namespace yuntu::protocol {

[[nodiscard]] inline nlohmann::json people_object(PeopleCount const &count, bool tells_older) {
  nlohmann::json object{{"buildings", count.buildings}, {"households", count.households}};
  if (tells_older) {
    object["older"] = count.older;
  }
  return object;
}

/// Into the flat properties of a feature, as the columns of a CSV are named.
inline void add_people(nlohmann::json &properties, std::string const &suffix,
                       PeopleCount const &count, bool tells_older) {
  properties["buildings" + suffix] = count.buildings;
  properties["households" + suffix] = count.households;
  if (tells_older) {
    properties["older" + suffix] = count.older;
  }
}

/// Columns of a CSV row behind others.
inline void add_people(std::string &csv, PeopleCount const &count, bool tells_older) {
  csv += "," + std::to_string(count.buildings) + "," + std::to_string(count.households);
  if (tells_older) {
    csv += "," + std::to_string(count.older);
  }
}

/// What stands above them.
inline void add_people_heading(std::string &csv, std::string const &suffix, bool tells_older) {
  csv += ",buildings" + suffix + ",households" + suffix;
  if (tells_older) {
    csv += ",older" + suffix;
  }
}

} // namespace yuntu::protocol
