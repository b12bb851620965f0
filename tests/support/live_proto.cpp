#include "tests/support/live_proto.hpp"

#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>

#include <array>
#include <stdexcept>
#include <vector>

namespace yuntu::test {
namespace {

using nlohmann::json;
using protozero::pbf_reader;

constexpr std::array layer_names{"", "worker", "incident", "reach", "alert", "count", "plan"};
constexpr std::array level_names{"",     "subdistrict", "community", "estate",
                                 "grid", "microgrid",   "building"};

json read_areas(pbf_reader message) {
  json areas = json::object();
  while (message.next()) {
    auto const *const level = level_names.at(message.tag()); // reading the value moves on
    areas[level] = message.get_string();
  }
  return areas;
}

template <typename Range>
std::vector<std::int64_t> running_sums(Range const &range) {
  std::vector<std::int64_t> values;
  std::int64_t sum = 0;
  for (auto const difference : range) {
    sum += difference;
    values.push_back(sum);
  }
  return values;
}

void read_workers(pbf_reader block, json &upserts) {
  std::vector<std::string> ids;
  std::vector<std::int64_t> lon;
  std::vector<std::int64_t> lat;
  std::vector<std::uint32_t> accuracy;
  std::vector<std::int64_t> time;
  std::vector<std::uint32_t> area_set;
  std::vector<json> area_sets;
  while (block.next()) {
    switch (block.tag()) {
    case 5:
      ids.push_back(block.get_string());
      break;
    case 6:
      lon = running_sums(block.get_packed_sint32());
      break;
    case 7:
      lat = running_sums(block.get_packed_sint32());
      break;
    case 8:
      for (auto const value : block.get_packed_uint32()) {
        accuracy.push_back(value);
      }
      break;
    case 9:
      time = running_sums(block.get_packed_sint64());
      break;
    case 10:
      for (auto const value : block.get_packed_uint32()) {
        area_set.push_back(value);
      }
      break;
    case 11:
      area_sets.push_back(read_areas(block.get_message()));
      break;
    default:
      block.skip();
    }
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    upserts.push_back({{"layer", "worker"},
                       {"id", ids[i]},
                       {"lon", static_cast<double>(lon.at(i)) / 1e7},
                       {"lat", static_cast<double>(lat.at(i)) / 1e7},
                       {"accuracy_m", accuracy.at(i) / 10.0},
                       {"time_ms", time.at(i)}});
    if (!area_set.empty() && area_set.at(i) != area_sets.size()) {
      upserts.back()["areas"] = area_sets.at(area_set.at(i));
    }
  }
}

json read_incident(pbf_reader message) {
  json incident{{"layer", "incident"}, {"areas", json::object()}, {"category", ""}, {"title", ""}};
  while (message.next()) {
    switch (message.tag()) {
    case 1:
      incident["id"] = message.get_string();
      break;
    case 2:
      incident["stage"] = message.get_string();
      break;
    case 3:
      incident["severity"] = message.get_string();
      break;
    case 4:
      incident["category"] = message.get_string();
      break;
    case 5:
      incident["lon"] = message.get_sint32() / 1e7;
      break;
    case 6:
      incident["lat"] = message.get_sint32() / 1e7;
      break;
    case 7:
      incident["areas"] = read_areas(message.get_message());
      break;
    case 8:
      incident["version"] = message.get_uint64();
      break;
    case 10:
      incident["title"] = message.get_string();
      break;
    default:
      message.skip();
    }
  }
  return incident;
}

json read_served(pbf_reader message) {
  json served{{"codes", json::array()}};
  while (message.next()) {
    switch (message.tag()) {
    case 1:
      served["buildings"] = message.get_uint64();
      break;
    case 2:
      served["households"] = message.get_uint64();
      break;
    case 3:
      served["codes"].push_back(message.get_string());
      break;
    case 4:
      served["older"] = message.get_uint64();
      break;
    default:
      message.skip();
    }
  }
  return served;
}

/// What a viewer reads of it: its edits only as they are counted.
json read_plan(pbf_reader message) {
  constexpr std::array parts{"", "before", "after", "gained", "lost"};
  json plan{{"layer", "plan"},
            {"saved_version", nullptr},
            {"answer", nullptr},
            {"problem", nullptr},
            {"edits", json::array()}};
  while (message.next()) {
    switch (message.tag()) {
    case 1:
      plan["id"] = message.get_string();
      break;
    case 2:
      plan["name"] = message.get_string();
      break;
    case 6:
      plan["editor"] = message.get_string();
      break;
    case 8:
      plan["version"] = message.get_uint64();
      break;
    case 9:
      plan["saved_version"] = message.get_uint64();
      break;
    case 10:
      plan["minutes"] = message.get_double();
      break;
    case 12:
      plan["edits"].push_back(nullptr);
      message.skip();
      break;
    case 13: {
      auto part = message.get_message();
      while (part.next()) {
        if (part.tag() < parts.size()) {
          plan["answer"][parts.at(part.tag())] = read_served(part.get_message());
        } else {
          part.skip();
        }
      }
      break;
    }
    case 14:
      plan["problem"] = message.get_string();
      break;
    default:
      message.skip();
    }
  }
  return plan;
}

json read_reach(pbf_reader message) {
  json reach{{"layer", "reach"}, {"limit_s", 0.0}, {"buildings", 0}, {"households", 0}};
  std::size_t lines = 0;
  while (message.next()) {
    switch (message.tag()) {
    case 1:
      reach["id"] = message.get_string();
      break;
    case 2:
      reach["limit_s"] = message.get_double();
      break;
    case 3:
      reach["buildings"] = message.get_uint32();
      break;
    case 4:
      reach["households"] = message.get_uint32();
      break;
    default:
      ++lines;
      message.skip();
    }
  }
  reach["lines"] = lines;
  return reach;
}

json read_count(pbf_reader message) {
  constexpr std::array figures{"workers", "routine", "urgent", "critical"};
  json count{{"layer", "count"}, {"workers", 0}, {"routine", 0}, {"urgent", 0}, {"critical", 0}};
  while (message.next()) {
    switch (message.tag()) {
    case 1:
      count["id"] = message.get_string();
      break;
    case 2:
      count["level"] = message.get_string();
      break;
    case 3:
      count["lon"] = message.get_sint32() / 1e7;
      break;
    case 4:
      count["lat"] = message.get_sint32() / 1e7;
      break;
    default:
      auto const *const figure = figures.at(message.tag() - 5); // reading the value moves on
      count[figure] = message.get_uint32();
    }
  }
  return count;
}

json read_remove(pbf_reader remove) {
  json item{{"layer", ""}, {"id", ""}};
  while (remove.next()) {
    if (remove.tag() == 1) {
      item["layer"] = layer_names.at(static_cast<std::size_t>(remove.get_enum()));
    } else {
      item["id"] = remove.get_string();
    }
  }
  return item;
}

/// Snapshot and Changes: the same fields, and removes.
json read_state(pbf_reader message, char const *type) {
  json state{{"type", type}, {"upserts", json::array()}, {"removes", json::array()}};
  while (message.next()) {
    switch (message.tag()) {
    case 1:
      state["seq"] = message.get_uint64();
      break;
    case 2:
      state["tick"] = message.get_uint64();
      break;
    case 3:
      read_workers(message.get_message(), state["upserts"]);
      break;
    case 4:
      state["upserts"].push_back(read_incident(message.get_message()));
      break;
    case 5:
      state["upserts"].push_back(read_reach(message.get_message()));
      break;
    case 7:
      state["upserts"].push_back(read_count(message.get_message()));
      break;
    case 6:
      state["removes"].push_back(read_remove(message.get_message()));
      break;
    case 8:
      state["upserts"].push_back(read_plan(message.get_message()));
      break;
    default:
      message.skip();
    }
  }
  return state;
}

json read_forget(pbf_reader message) {
  json forget{{"type", "forget"}, {"removes", json::array()}};
  while (message.next(1)) {
    forget["removes"].push_back(read_remove(message.get_message()));
  }
  return forget;
}

json read_resync(pbf_reader message) {
  json resync{{"type", "resync"}, {"reason", ""}};
  while (message.next(1)) {
    resync["reason"] = message.get_string();
  }
  return resync;
}

json read_hello(pbf_reader message) {
  json hello{{"type", "hello"}, {"seq", 0}, {"tick", 0}};
  while (message.next()) {
    switch (message.tag()) {
    case 1:
      hello["epoch"] = message.get_string();
      break;
    case 2:
      hello["seq"] = message.get_uint64();
      break;
    case 3:
      hello["tick"] = message.get_uint64();
      break;
    case 5:
      hello["user"] = message.get_string();
      break;
    case 6:
      hello["role"] = message.get_string();
      break;
    default:
      message.skip();
    }
  }
  return hello;
}

} // namespace

json decode_server_message(std::string const &bytes) {
  pbf_reader message(bytes);
  if (!message.next()) {
    throw std::runtime_error("an empty message came on /live");
  }
  switch (message.tag()) {
  case 1:
    return read_hello(message.get_message());
  case 2:
    return read_state(message.get_message(), "snapshot");
  case 3:
    return read_state(message.get_message(), "changes");
  case 5:
    return read_forget(message.get_message());
  case 6:
    return read_resync(message.get_message());
  default:
    throw std::runtime_error("message " + std::to_string(message.tag()) + " was not expected");
  }
}

std::string encode_subscribe(json const &message) {
  std::string body;
  protozero::pbf_writer subscribe(body);
  auto const box = message.at("bbox").get<std::vector<double>>();
  subscribe.add_packed_double(1, box.begin(), box.end());
  subscribe.add_double(2, message.at("zoom"));
  std::vector<std::int32_t> layers;
  for (auto const &name : message.at("layers")) {
    for (std::size_t i = 1; i < layer_names.size(); ++i) {
      if (name == layer_names.at(i)) {
        layers.push_back(static_cast<std::int32_t>(i));
      }
    }
  }
  subscribe.add_packed_enum(3, layers.begin(), layers.end());
  if (message.contains("resume")) {
    protozero::pbf_writer resume(subscribe, 4);
    resume.add_string(1, message["resume"].at("epoch").get<std::string>());
    resume.add_uint64(2, message["resume"].at("seq"));
    resume.add_uint64(3, message["resume"].at("tick"));
  }
  std::string bytes;
  protozero::pbf_writer(bytes).add_message(2, body);
  return bytes;
}

/// Removes first: who is removed and shown anew in one message is not held.
void HeldAreas::complete(json &message) {
  if (message.at("type") == "snapshot") {
    areas_.clear();
  }
  for (auto const &item : message.value("removes", json::array())) {
    if (item.at("layer") == "worker") {
      areas_.erase(item.at("id").get<std::string>());
    }
  }
  if (!message.contains("upserts")) {
    return;
  }
  for (auto &item : message["upserts"]) {
    if (item.at("layer") != "worker") {
      continue;
    }
    auto const id = item.at("id").get<std::string>();
    if (item.contains("areas")) {
      areas_[id] = item["areas"];
    } else if (auto const held = areas_.find(id); held != areas_.end()) {
      item["areas"] = held->second;
    } else {
      throw std::logic_error("the areas of " + id + " are not held and were not sent");
    }
  }
}

} // namespace yuntu::test
