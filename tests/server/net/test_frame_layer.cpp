#include "tests/server/net/layer_server.hpp"
#include "tests/server/net/strict_client.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <functional>
#include <random>

// Two sources write one connection: shared messages and Beast. Every client here reads so little at
// a time that each of them is cut often, and judges every byte.

using namespace yuntu;
using namespace yuntu::test;

namespace {

using Server = LayerServer<net::FrameTracker>;

/// Would let a shared message into the middle of a fragmented one, and after a close.
struct BlindTracker {
  void take(void const *, std::size_t) {}
  [[nodiscard]] bool is_between_messages() const { return true; }
};

/// The next frame that is no shared message; those are judged and passed over.
std::optional<StrictMessage> next_of_beast(StrictClient &client) {
  for (;;) {
    auto message = client.read();
    if (!message || message->opcode != Opcode::binary ||
        message->payload.compare(0, 7, "shared ") != 0) {
      return message;
    }
    if (!is_shared_message(message->payload)) {
      throw Violation("the content of a shared message");
    }
  }
}

std::string upload_of(int number, std::size_t size) {
  auto text = "upload " + std::to_string(number) + " ";
  text.resize(size, static_cast<char>('A' + number % 26));
  return text;
}

void require(bool holds, char const *what) {
  if (!holds) {
    throw Violation(what);
  }
}

unsigned close_code_of(StrictMessage const &message) {
  return RawFrame{message.opcode, true, message.payload}.close_code();
}

void ping_often(StrictClient &client, int rounds) {
  for (int i = 0; i < rounds; ++i) {
    auto const text = "ping " + std::to_string(i);
    client.send(Opcode::ping, text);
    auto const pong = next_of_beast(client);
    require(pong && pong->opcode == Opcode::pong && pong->payload == text, "a pong");
  }
}

/// Sends beside the reading of the same client: one that writes much and reads nothing meanwhile
/// would wait for a server that waits for it.
class Sending {
public:
  Sending(StrictClient &client, std::function<void()> work)
      : client_(client), thread_(std::move(work)) {}
  Sending(Sending const &) = delete;
  Sending &operator=(Sending const &) = delete;
  ~Sending() {
    if (std::uncaught_exceptions() != 0) {
      client_.socket().shutdown_both();
    }
    thread_.join();
  }

private:
  StrictClient &client_;
  std::thread thread_;
};

/// Big messages in fragments with a ping between each, echoed in fragments of Beast's.
void upload(StrictClient &client, int rounds) {
  std::mt19937 random(11);
  for (int i = 0; i < rounds; ++i) {
    auto const text = upload_of(i, 70'000 + random() % 200'000);
    auto const third = text.size() / 3;
    Sending const sending(client, [&] {
      client.send(Opcode::binary, text.substr(0, third), false);
      client.send(Opcode::ping, "between");
      client.send(Opcode::continuation, text.substr(third, third), false);
      client.send(Opcode::ping, "again");
      client.send(Opcode::continuation, text.substr(2 * third));
    });
    int pongs = 0;
    for (;;) {
      auto const message = next_of_beast(client);
      require(message.has_value(), "the connection ended");
      if (message->opcode == Opcode::pong) {
        require(message->payload == (pongs++ == 0 ? "between" : "again"), "a pong");
        continue;
      }
      require(message->payload == text, "the echo");
      require(message->was_fragmented, "an echo in fragments");
      break;
    }
    require(pongs == 2, "both pongs");
  }
}

/// Pings a lot without reading a byte, then finds every pong, in order.
void flood(StrictClient &client, int pings) {
  for (int i = 0; i < pings; ++i) {
    client.send(Opcode::ping, std::to_string(i));
  }
  for (int i = 0; i < pings; ++i) {
    auto const pong = next_of_beast(client);
    require(pong && pong->payload == std::to_string(i), "a pong");
  }
}

void close_from_here(std::uint16_t port, int rounds) {
  for (int i = 0; i < rounds; ++i) {
    StrictClient client(port);
    require(client.read().has_value(), "a first message"); // the backlog has begun
    client.send(Opcode::close, "\x03\xe9");
    auto const last = next_of_beast(client);
    require(last && last->opcode == Opcode::close && close_code_of(*last) == 1001, "the code back");
    require(!client.read() && !client.socket().was_reset(), "an orderly end");
  }
}

void close_from_there(std::uint16_t port, int rounds) {
  for (int i = 0; i < rounds; ++i) {
    StrictClient client(port);
    require(client.read().has_value(), "a first message");
    client.send(Opcode::binary, "close");
    auto const last = next_of_beast(client);
    require(last && last->opcode == Opcode::close && close_code_of(*last) == 1013, "1013");
    client.send(Opcode::close, "\x03\xf5");
    require(!client.read() && !client.socket().was_reset(), "an orderly end");
  }
}

void vanish(std::uint16_t port, int rounds) {
  for (int i = 0; i < rounds; ++i) {
    StrictClient client(port);
    if (i % 3 != 0) {
      client.send(Opcode::binary, upload_of(i, 100'000));
      (void)client.read();
    }
    client.socket().reset();
  }
}

/// Everything at once; what the clients found wrong.
std::vector<std::string> run_together(std::vector<std::function<void()>> const &clients) {
  std::mutex mutex;
  std::vector<std::string> wrong;
  std::vector<std::thread> threads;
  for (auto const &client : clients) {
    threads.emplace_back([&] {
      try {
        client();
      } catch (std::exception const &error) {
        std::lock_guard const lock(mutex);
        wrong.emplace_back(error.what());
      }
    });
  }
  for (auto &thread : threads) {
    thread.join();
  }
  return wrong;
}

template <class AnyServer>
void wait_until_empty(AnyServer const &server) {
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (server.sessions() != 0 && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

} // namespace

TEST_CASE("shared messages and Beast's frames meet at frame borders, whatever clients do") {
  Server server;
  auto const port = server.port();
  auto const with = [port](auto work, int rounds) {
    return [=] {
      StrictClient client(port);
      work(client, rounds);
    };
  };
  auto const wrong =
      run_together({with(ping_often, 300), with(ping_often, 300), with(upload, 8), with(upload, 8),
                    with(flood, 2'000), [port] { close_from_here(port, 25); },
                    [port] { close_from_there(port, 25); }, [port] { vanish(port, 150); }});
  CHECK(wrong == std::vector<std::string>{});
  CHECK(server.cut() > 100); // else nothing was tried
  wait_until_empty(server);
  CHECK(server.sessions() == 0); // who disappeared has left nothing behind
}

TEST_CASE("control: without the tracker a strict client finds the stream broken") {
  LayerServer<BlindTracker> server;
  auto const port = server.port();
  auto const uploading = [port] {
    StrictClient client(port);
    upload(client, 20);
  };
  CHECK(run_together({uploading, uploading}) != std::vector<std::string>{});
}

TEST_CASE("a client that stops reading has at most the rest of one message waiting for it") {
  Server server;
  StrictClient stopped(server.port());
  StrictClient reading(server.port());
  ping_often(reading, 200); // meanwhile everything went to both
  stopped.send(Opcode::ping, "awake");
  auto const pong = next_of_beast(stopped);
  REQUIRE(pong);
  CHECK(pong->payload == "awake");
}
