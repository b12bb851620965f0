#include "server/protocol/resources.hpp"
#include "server/protocol/routing_objects.hpp"

#include "server/protocol/json_text.hpp"
#include "server/protocol/staff_objects.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace yuntu::protocol {

using nlohmann::json;

namespace {

/// By level, since when the worker is in the area that the facts say.
json since_json(model::Presence const &presence) {
  json object = json::object();
  for (std::size_t i = 0; i < model::area_level_count; ++i) {
    auto const level = static_cast<model::AreaLevel>(i);
    if (!presence.areas[level].empty()) {
      object[std::string(model::to_string(level))] = {
          {"code", presence.areas[level]}, {"time", model::format_rfc3339(presence.since[i])}};
    }
  }
  return object;
}

/// The fences that the facts say the worker is in, and since when.
json fences_json(model::Presence const &presence) {
  json list = json::array();
  for (auto const &stay : presence.fences) {
    list.push_back({{"code", stay.code}, {"time", model::format_rfc3339(stay.since)}});
  }
  return list;
}

json location_object(Location const &location) {
  json areas = json::object();
  for (std::size_t i = 0; i < model::area_level_count; ++i) {
    auto const &area = location.areas[i];
    areas[std::string(model::area_level_names[i])] =
        area ? json{{"code", area->code}, {"name", area->name}} : json(nullptr);
  }
  return {{"lon", degrees_of(location.place.lon_e7())},
          {"lat", degrees_of(location.place.lat_e7())},
          {"areas", std::move(areas)},
          {"ambiguous", !location.candidates.empty()},
          {"candidates", candidates_json(location.candidates)}};
}

json box_of(geo::Envelope const &extent) {
  if (extent.is_empty()) {
    return nullptr;
  }
  return json::array({degrees_of(extent.west), degrees_of(extent.south), degrees_of(extent.east),
                      degrees_of(extent.north)});
}

json near_station_object(std::optional<NearStation> const &station) {
  if (!station) {
    return nullptr;
  }
  json object{{"code", station->code},
              {"name", station->name},
              {"walk_s", rounded(station->walk_s, 10)},
              {"hours", station->hours.empty() ? json(nullptr) : json(station->hours)},
              {"open", station->is_open ? json(*station->is_open) : json(nullptr)}};
  if (station->is_open == false) {
    object["opens_at"] =
        station->opens_at ? json(model::format_rfc3339(*station->opens_at)) : json(nullptr);
  }
  return object;
}

} // namespace

double degrees_of(std::int32_t e7) {
  return e7 / 1e7;
}

json areas_json(model::AreaCodes const &areas, EmptyLevels empty) {
  json object = json::object();
  for (std::size_t i = 0; i < model::area_level_count; ++i) {
    auto const &code = areas.codes()[i];
    if (!code.empty()) {
      object[std::string(model::area_level_names[i])] = code;
    } else if (empty == EmptyLevels::null) {
      object[std::string(model::area_level_names[i])] = nullptr;
    }
  }
  return object;
}

std::string location_json(Location const &location) {
  return text_of(location_object(location));
}

std::string owner_json(OwnerAnswer const &answer) {
  auto object = location_object(answer.location);
  auto const &department = answer.department;
  object["people"] = people_json(answer.people);
  object["department"] = nullptr;
  if (department) {
    object["department"] = {
        {"code", department->code},
        {"name", department->name},
        {"post", department->post ? json(to_string(*department->post)) : json(nullptr)}};
  }
  object["station"] = near_station_object(answer.stations.open);
  object["nearer_closed_station"] = near_station_object(answer.stations.closed);
  object["as_of"] = model::format_rfc3339(answer.as_of);
  return text_of(object);
}

json acknowledgement_object(model::Acknowledgement const &ack) {
  json object{{"device", ack.device},
              {"boot", ack.boot},
              {"accepted", ack.accepted},
              {"rejected", json::array()},
              {"flagged", json::array()},
              {"conflicts", ack.conflicts},
              {"acked_through", ack.acked_through}};
  for (auto const &item : ack.rejected) {
    object["rejected"].push_back({{"seq", item.seq}, {"reason", item.word}});
  }
  for (auto const &item : ack.flagged) {
    object["flagged"].push_back({{"seq", item.seq}, {"flag", item.word}});
  }
  return object;
}

std::string acknowledgement_json(model::Acknowledgement const &ack) {
  return text_of(acknowledgement_object(ack));
}

std::string workers_json(std::vector<model::Worker> const &workers,
                         std::vector<std::string> const &names) {
  json items = json::array();
  for (std::size_t i = 0; i < workers.size(); ++i) {
    auto const &worker = workers[i];
    json item{{"id", worker.id}, {"name", names[i]}, {"on_duty", worker.is_on_duty()}};
    if (worker.fix) {
      item["lon"] = degrees_of(worker.fix->position.lon_e7());
      item["lat"] = degrees_of(worker.fix->position.lat_e7());
      item["accuracy_m"] = worker.fix->accuracy_dm / 10.0;
      item["time"] = model::format_rfc3339(worker.fix->time);
      item["areas"] = areas_json(worker.fix->areas, EmptyLevels::null);
      item["since"] = since_json(worker.presence);
      item["fences"] = fences_json(worker.presence);
    }
    items.push_back(std::move(item));
  }
  return text_of({{"items", std::move(items)}, {"next", nullptr}});
}

std::string duty_json(std::string const &worker, bool is_on, model::Time since) {
  return text_of({{"worker", worker}, {"on", is_on}, {"since", model::format_rfc3339(since)}});
}

std::string session_json(model::User const &user, model::Time expires) {
  return text_of({{"user", user.id},
                  {"name", user.name},
                  {"role", model::to_string(user.role)},
                  {"areas", user.areas},
                  {"expires", model::format_rfc3339(expires)}});
}

std::string map_json(geo::Envelope const &extent, std::vector<MapLayer> const &layers,
                     std::vector<MapStation> const &stations,
                     std::vector<MapProfile> const &profiles) {
  json object{{"bbox", box_of(extent)},
              {"layers", json::array()},
              {"stations", json::array()},
              {"profiles", json::array()}};
  for (auto const &layer : layers) {
    object["layers"].push_back(
        {{"layer", layer.layer}, {"version", layer.version}, {"features", layer.features}});
  }
  for (auto const &station : stations) {
    object["stations"].push_back({{"code", station.code},
                                  {"name", station.name},
                                  {"lon", degrees_of(station.place.lon_e7())},
                                  {"lat", degrees_of(station.place.lat_e7())}});
  }
  for (auto const &profile : profiles) {
    object["profiles"].push_back({{"name", profile.name},
                                  {"title", profile.title},
                                  {"speed_mps", profile.speed_mps},
                                  {"takes_steps", profile.takes_steps}});
  }
  return text_of(object);
}

std::string tile_json(TileSource const &source, geo::Envelope const &extent) {
  json layers = json::array();
  for (auto const &name : source.names) {
    layers.push_back({{"id", name}, {"fields", json::object()}});
  }
  json object{
      {"tilejson", "3.0.0"},
      {"name", source.layer},
      {"version", "1.0.0"},
      {"data_version", source.version},
      {"tiles",
       {source.origin + "/tiles/" + source.layer + "/{z}/{x}/{y}.mvt?v=" + source.tile_version}},
      {"minzoom", source.first_zoom},
      {"maxzoom", 16},
      {"vector_layers", std::move(layers)}};
  if (!extent.is_empty()) {
    object["bounds"] = box_of(extent);
  }
  return text_of(object);
}

std::string properties_json(model::LayerFeature const &feature) {
  json properties = json::object();
  for (auto const &[key, value] : feature.attributes) {
    properties[key] = value;
  }
  for (auto const &[key, value] :
       {std::pair("code", &feature.code), {"name", &feature.name}, {"parent", &feature.parent}}) {
    if (!value->empty()) {
      properties[key] = *value;
    }
  }
  return text_of(properties);
}

std::string coverage_json(CoverageAnswer const &answer) {
  json origins = json::array();
  for (auto const &origin : answer.origins) {
    json item{{"lon", degrees_of(origin.place.lon_e7())},
              {"lat", degrees_of(origin.place.lat_e7())},
              {"buildings", origin.buildings},
              {"households", origin.households},
              {"street_m", rounded(origin.street_m, 10)}};
    if (!origin.station.empty()) {
      item["station"] = origin.station;
    }
    if (origin.island > 0) {
      item["island"] = origin.island;
    }
    origins.push_back(std::move(item));
  }
  return text_of(
      {{"limit_s", answer.limit_s},
       {"limit_m", rounded(answer.limit_m, 1000)},
       {"profile", answer.profile},
       {"origins", std::move(origins)},
       {"covered",
        {{"buildings", answer.covered_buildings}, {"households", answer.covered_households}}},
       {"total", {{"buildings", answer.total_buildings}, {"households", answer.total_households}}},
       {"off_street",
        {{"buildings", answer.off_street_buildings},
         {"households", answer.off_street_households}}}});
}

} // namespace yuntu::protocol
