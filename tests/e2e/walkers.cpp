#include "tests/e2e/walkers.hpp"

#include "tests/e2e/api_client.hpp"

namespace yuntu::test {

namespace {

constexpr std::size_t most_unanswered = 200;

} // namespace

Walkers::Walkers(std::uint16_t port, std::vector<DemoPlace> places, std::size_t count)
    : places_(std::move(places)), count_(count), client_(port, demo_town().token("gateway")),
      sender_([this] { send(); }), reader_([this] { read(); }) {}

Walkers::~Walkers() {
  is_over_ = true;
  sender_.join();
  client_.socket().socket().shutdown_both();
  reader_.join();
}

void Walkers::send() {
  auto next = std::chrono::steady_clock::now();
  for (std::uint64_t i = 0; !is_over_; ++i) {
    while (i > answered_ + most_unanswered && !is_over_) {
      std::this_thread::sleep_for(Millis{1});
    }
    auto const &place = places_[i % count_ % places_.size()];
    auto const step = 1e-5 * static_cast<double>(i / count_ % 5); // about a metre
    auto message = position_batch("walker-" + std::to_string(i % count_), i / count_ + 1,
                                  place.lon + step, place.lat, seconds_ago(0));
    message["type"] = "positions";
    client_.socket().send(Opcode::text, message.dump());
    next += std::chrono::microseconds(1'000'000 / count_);
    std::this_thread::sleep_until(next);
  }
}

void Walkers::read() {
  try {
    for (;;) {
      auto const type = client_.read().at("type").get<std::string>();
      acknowledged_ += type == "ack" ? 1 : 0;
      answered_ += type == "ack" || type == "problem" ? 1 : 0;
    }
  } catch (std::exception const &) {
    // Over: the socket was shut down, or the server is gone.
  }
}

} // namespace yuntu::test
