#include "tests/e2e/live_client.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace yuntu::test {
namespace {

constexpr Millis patience{20'000};

json subscription(std::vector<std::string> const &layers, std::array<double, 4> const &box,
                  Cursor const *resume) {
  json message{{"type", "subscribe"}, {"bbox", box}, {"zoom", 16}, {"layers", layers}};
  if (resume != nullptr) {
    message["resume"] = {{"epoch", resume->epoch}, {"seq", resume->seq}, {"tick", resume->tick}};
  }
  return message;
}

} // namespace

LiveClient::LiveClient(std::uint16_t port, std::string const &token, Wire wire)
    : wire_(wire), socket_(port, wire == Wire::text ? "/live?format=json" : "/live",
                           {"Authorization: Bearer " + token}) {
  if (socket_.response().status != 101) {
    throw std::runtime_error("/live answered " + std::to_string(socket_.response().status) + ": " +
                             socket_.response().body);
  }
  hello_ = read();
}

void LiveClient::subscribe(std::vector<std::string> const &layers, std::array<double, 4> const &box,
                           Cursor const *resume) {
  shown_.clear();
  snapshot_ = nullptr;
  auto const message = subscription(layers, box, resume);
  if (wire_ == Wire::text) {
    socket_.send(Opcode::text, message.dump());
  } else {
    socket_.send(Opcode::binary, encode_subscribe(message));
  }
  (void)await([&](json const &answer) {
    return answer.at("type") == "snapshot" ||
           (resume != nullptr && answer.contains("seq") && answer.contains("tick"));
  });
}

json LiveClient::read() {
  for (;;) {
    auto const frame = socket_.read();
    if (!frame || frame->opcode == Opcode::close) {
      throw std::runtime_error("the live stream ended" +
                               (frame ? ": " + frame->payload.substr(2) : std::string()));
    }
    if (frame->opcode == Opcode::ping) {
      socket_.send(Opcode::pong, frame->payload);
      continue;
    }
    auto message = frame->opcode == Opcode::text ? json::parse(frame->payload)
                                                 : decode_server_message(frame->payload);
    areas_.complete(message);
    take_in(message);
    return message;
  }
}

void LiveClient::take_in(json const &message) {
  auto const type = message.at("type").get<std::string>();
  if (type == "hello") {
    cursor_.epoch = message.at("epoch");
    return;
  }
  if (type == "snapshot") {
    snapshot_ = message;
    shown_.clear();
  } else if (type == "changes") {
    for (auto const &upsert : message.at("upserts")) {
      shown_.push_back(describe(upsert));
    }
    for (auto const &remove : message.at("removes")) {
      shown_.push_back(describe_removed(remove.at("layer"), remove.at("id")));
    }
  } else {
    return;
  }
  cursor_.seq = std::max(cursor_.seq, message.value("seq", std::uint64_t{0}));
  cursor_.tick = std::max(cursor_.tick, message.value("tick", std::uint64_t{0}));
}

void LiveClient::await_shown(std::size_t count) {
  auto const deadline = in(patience);
  while (shown_.size() < count) {
    (void)read();
    if (std::chrono::steady_clock::now() > deadline) {
      throw std::runtime_error("only " + std::to_string(shown_.size()) + " changes were shown, " +
                               std::to_string(count) + " expected");
    }
  }
}

json LiveClient::await(std::function<bool(json const &)> const &fits) {
  auto const deadline = in(patience);
  for (;;) {
    auto message = read();
    if (fits(message)) {
      return message;
    }
    if (std::chrono::steady_clock::now() > deadline) {
      throw std::runtime_error("the message waited for did not come; the last was " +
                               message.dump().substr(0, 500));
    }
  }
}

std::string place_text(double lon, double lat) {
  char text[48];
  std::snprintf(text, sizeof text, "%.7f,%.7f", lon, lat);
  return text;
}

std::string areas_text(json const &areas) {
  std::string text;
  for (auto const &[level, area] : areas.items()) {
    if (!area.is_null()) {
      text += level + ":" + (area.is_object() ? area.at("code") : area).get<std::string>() + ";";
    }
  }
  return text;
}

std::string describe(json const &upsert) {
  auto const id = upsert.at("id").get<std::string>();
  if (upsert.at("layer") == "reach") {
    return "reach " + id;
  }
  if (upsert.at("layer") == "plan") {
    return "plan " + id + " v" + std::to_string(upsert.at("version").get<std::uint64_t>());
  }
  if (upsert.at("layer") == "count") {
    std::string text = "count " + id;
    for (auto const *figure : {"workers", "routine", "urgent", "critical"}) {
      text += " " + std::to_string(upsert.at(figure).get<int>());
    }
    return text;
  }
  auto const where =
      place_text(upsert.at("lon"), upsert.at("lat")) + " in " + areas_text(upsert.at("areas"));
  if (upsert.at("layer") == "worker") {
    return "worker " + id + " at " + where;
  }
  return "incident " + id + " " + upsert.at("stage").get<std::string>() + " v" +
         std::to_string(upsert.at("version").get<std::uint64_t>()) + " at " + where;
}

std::string describe_removed(std::string const &layer, std::string const &id) {
  return "remove " + layer + " " + id;
}

} // namespace yuntu::test
