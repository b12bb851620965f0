#include "tests/e2e/world_view.hpp"

#include <protozero/exception.hpp>

#include <algorithm>

namespace yuntu::test {

namespace {

std::string key_of(json const &thing) {
  return thing.at("layer").get<std::string>() + " " + thing.at("id").get<std::string>();
}

json subscription(Cursor const &cursor) {
  json message{{"type", "subscribe"},
               {"bbox", {118.4, 34.9, 118.7, 35.1}},
               {"zoom", 16},
               {"layers", {"worker", "incident"}}};
  if (!cursor.epoch.empty()) {
    message["resume"] = {{"epoch", cursor.epoch}, {"seq", cursor.seq}, {"tick", cursor.tick}};
  }
  return message;
}

std::optional<json> decoded(std::string const &bytes) {
  try {
    return decode_server_message(bytes);
  } catch (protozero::exception const &) {
    return std::nullopt; // cut by the end
  }
}

/// The next message, pings answered; nullopt when the connection ends.
std::optional<json> next_message(RawWebSocket &socket) {
  while (auto const frame = socket.read()) {
    if (frame->opcode == Opcode::ping) {
      socket.send(Opcode::pong, frame->payload);
    } else if (frame->opcode == Opcode::text) {
      auto message = json::parse(frame->payload, nullptr, false);
      return message.is_discarded() ? std::nullopt : std::optional(message); // cut by the end
    } else if (frame->opcode == Opcode::binary) {
      return decoded(frame->payload);
    } else if (frame->opcode == Opcode::close) {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

} // namespace

bool WorldView::watch(std::uint16_t port, std::string const &token,
                      std::function<bool(WorldView const &)> const &is_enough) {
  try {
    bool const is_binary = connections_ % 2 == 1;
    RawWebSocket socket(port, is_binary ? "/live" : "/live?format=json",
                        {"Authorization: Bearer " + token});
    if (socket.response().status != 101) {
      return false;
    }
    ++connections_;
    auto const was_here_before = !cursor_.epoch.empty();
    if (is_binary) {
      socket.send(Opcode::binary, encode_subscribe(subscription(cursor_)));
    } else {
      socket.send(Opcode::text, subscription(cursor_).dump());
    }
    bool is_answered = false;
    while (!is_answered || !is_enough(*this)) {
      auto const message = next_message(socket);
      if (!message) {
        return false;
      }
      bool const is_snapshot = message->at("type") == "snapshot";
      bool const has_both = message->contains("seq") && message->contains("tick");
      if (!is_answered && message->at("type") != "hello" && (is_snapshot || has_both)) {
        is_answered = true;
        resumed_ += was_here_before && !is_snapshot ? 1 : 0;
        started_over_ += was_here_before && is_snapshot ? 1 : 0;
      }
      take(*message);
    }
    return true;
  } catch (std::runtime_error const &) {
    return false; // nobody there, or nothing came for too long
  }
}

void WorldView::take(json message) {
  areas_.complete(message);
  auto const type = message.at("type").get<std::string>();
  if (type == "hello") {
    cursor_.epoch = message.at("epoch");
    return;
  }
  if (type == "snapshot") {
    things_.clear();
    cursor_.seq = message.at("seq");
    cursor_.tick = message.at("tick");
  }
  if (message.contains("upserts")) {
    for (auto const &upsert : message.at("upserts")) {
      things_[key_of(upsert)] = describe(upsert);
    }
  }
  if (message.contains("removes")) {
    for (auto const &removed : message.at("removes")) {
      things_.erase(key_of(removed));
    }
  }
  if (type == "changes") {
    cursor_.seq = std::max(cursor_.seq, message.value("seq", std::uint64_t{0}));
    cursor_.tick = std::max(cursor_.tick, message.value("tick", std::uint64_t{0}));
  }
}

std::map<std::string, std::string> WorldView::of(std::string const &layer) const {
  std::map<std::string, std::string> chosen;
  std::copy_if(things_.begin(), things_.end(), std::inserter(chosen, chosen.end()),
               [&](auto const &thing) { return thing.first.rfind(layer + " ", 0) == 0; });
  return chosen;
}

} // namespace yuntu::test
