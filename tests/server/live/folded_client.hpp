#pragma once

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/protocol/client_messages.hpp"
#include "tests/support/live_proto.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

namespace yuntu::test {

/// A client by the book (server/protocol/README.md): what it holds after what it was sent.
struct FoldedClient {
  using Things = std::map<std::string, nlohmann::json>;
  Things workers;
  Things incidents;
  Things counts;
  protocol::Cursor cursor;

  void apply(nlohmann::json message) {
    areas_.complete(message);
    auto const type = message.at("type").get<std::string>();
    if (type == "hello") {
      CHECK(message.at("epoch") == "epoch-1");
      return;
    }
    if (type == "snapshot") {
      workers.clear();
      incidents.clear();
      counts.clear();
      cursor.seq = 0;
      cursor.tick = 0;
    }
    if (message.contains("upserts")) {
      for (auto const &item : message.at("upserts")) {
        upsert(item);
      }
    }
    if (message.contains("removes")) {
      for (auto const &item : message.at("removes")) {
        things(item.at("layer")).erase(item.at("id"));
      }
    }
    cursor.epoch = "epoch-1";
    cursor.seq = std::max(cursor.seq, message.value("seq", std::uint64_t{0}));
    cursor.tick = std::max(cursor.tick, message.value("tick", std::uint64_t{0}));
  }

private:
  HeldAreas areas_;

  Things &things(std::string const &layer) {
    return layer == "worker" ? workers : layer == "count" ? counts : incidents;
  }
  void upsert(nlohmann::json const &item) {
    auto const id = item.at("id").get<std::string>();
    if (item.at("layer") == "incident" && item.at("stage") == "rated") {
      incidents.erase(id); // a snapshot leaves them out
    } else {
      things(item.at("layer"))[id] = item;
    }
  }
};

} // namespace yuntu::test
