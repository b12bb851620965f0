#include "tests/e2e/chaos_people.hpp"

#include "tests/e2e/api_client.hpp"

#include <algorithm>
#include <thread>

namespace yuntu::test {

namespace {

constexpr std::size_t batch_size = 8;

void breathe() {
  std::this_thread::sleep_for(Millis{20});
}

/// Whether the server has answered, and not that it is to be asked later.
bool is_decided(unsigned status) {
  return status != 0 && status < 500;
}

} // namespace

void ChaoticReporter::run(std::uint16_t port, Closing const &closing) {
  while (!closing || !open_.empty()) {
    try {
      if (work(port, closing)) {
        return;
      }
    } catch (std::exception const &) {
      breathe(); // broken: once more
    }
  }
}

bool ChaoticReporter::work(std::uint16_t port, Closing const &closing) {
  LiveClient client(port, demo_town().token("gateway"));
  while (!closing || !open_.empty()) {
    client.socket().send(Opcode::text, message_of(next_batch(!closing)).dump());
    take(client.await([](json const &message) {
      return message.at("type") == "ack" || message.at("type") == "problem";
    }));
    breathe();
  }
  return true;
}

/// The first report alone: its time begins the worker's duty.
std::vector<std::uint64_t> ChaoticReporter::next_batch(bool makes_new) {
  if (open_.count(1) != 0) {
    return {1};
  }
  for (std::size_t i = 0; makes_new && i < batch_size / 2 && made_ < most; ++i) {
    open_.insert(++made_);
  }
  std::vector<std::uint64_t> batch(open_.begin(), open_.end());
  std::shuffle(batch.begin(), batch.end(), random_);
  batch.resize(std::min(batch.size(), batch_size));
  for (std::size_t i = 0; i < 3; ++i) {
    auto const seq = 1 + random_() % made_;
    if (std::find(batch.begin(), batch.end(), seq) == batch.end()) {
      repeated_ += open_.count(seq) == 0 ? 1 : 0;
      batch.push_back(seq);
    }
  }
  std::shuffle(batch.begin(), batch.end(), random_);
  sent_ += batch.size();
  return batch;
}

std::string ChaoticReporter::time_of(std::uint64_t seq) const {
  return time_text(start_ + seconds_apart * static_cast<std::time_t>(seq));
}

json ChaoticReporter::message_of(std::vector<std::uint64_t> const &batch) const {
  json reports = json::array();
  for (auto const seq : batch) {
    auto const place = place_of(seq);
    reports.push_back({{"seq", seq},
                       {"time", time_of(seq)},
                       {"lon", place.lon},
                       {"lat", place.lat},
                       {"accuracy_m", 5}});
  }
  return {{"type", "positions"},
          {"device", worker_},
          {"boot", 1},
          {"worker", worker_},
          {"reports", reports}};
}

void ChaoticReporter::take(json const &ack) {
  if (ack.at("type") == "problem") {
    if (is_decided(ack.at("status").get<unsigned>())) {
      refusals_.push_back(ack.dump());
    } else {
      ++put_off_; // too busy: sent again
    }
    return;
  }
  for (auto const &range : ack.at("accepted")) {
    open_.erase(open_.lower_bound(range.at(0)), open_.upper_bound(range.at(1)));
  }
  for (auto const &rejected : ack.at("rejected")) {
    refusals_.push_back(rejected.dump());
    open_.erase(rejected.at("seq").get<std::uint64_t>());
  }
  for (auto const &conflict : ack.at("conflicts")) {
    refusals_.push_back("conflict " + conflict.dump());
  }
  open_.erase(open_.begin(), open_.upper_bound(ack.at("acked_through").get<std::uint64_t>()));
}

void ChaoticDesk::run(std::uint16_t port, Closing const &closing) {
  ApiClient const desk(port, demo_town().token("desk"));
  auto const insist = [&](auto const &ask) {
    for (;; ++retries_) {
      try {
        auto const status = ask().status;
        if (is_decided(status)) {
          return;
        }
        put_off_ += status == 503 ? 1 : 0;
      } catch (std::exception const &) {
        // The connection broke: whether it was done is not known.
      }
      breathe();
    }
  };
  while (!closing) {
    auto const number = first_ + made_;
    auto const place = places_[static_cast<std::size_t>(number) % places_.size()];
    insist([&] {
      return desk.post("/api/v1/incidents", incident_report(number, place.lon, place.lat));
    });
    insist([&] {
      return desk.post("/api/v1/incidents/" + uuid(number) + "/actions", {{"action", "classify"}},
                       {"If-Match: \"1\""});
    });
    ++made_;
    breathe();
  }
}

} // namespace yuntu::test
