#include "tests/e2e/load.hpp"

#include "tests/e2e/child.hpp"

#include <stdexcept>

namespace yuntu::test {

Load::Load(std::uint16_t port, std::vector<DemoPlace> const &places, int first, Acknowledged before)
    : port_(port), places_(places), first_(first), acknowledged_(std::move(before)) {
  for (auto const send_one : {&Load::send_position, &Load::send_incident, &Load::send_shift}) {
    threads_.emplace_back([this, send_one] { repeat(send_one); });
  }
}

Load::~Load() {
  (void)finish();
}

void Load::repeat(bool (Load::*send_one)(int)) {
  try {
    for (int number = first_ + 1; !is_over_ && (this->*send_one)(number); ++number) {
    }
  } catch (std::exception const &) {
    // The connection broke: the server is gone, which is what this is for.
  }
}

template <typename Note>
void Load::note(Note const &change) {
  {
    std::lock_guard const lock(mutex_);
    change(acknowledged_);
    ++count_;
  }
  wake_.notify_all();
}

Answer Load::post(OpenRequest request) {
  std::size_t number = 0;
  {
    std::lock_guard const lock(mutex_);
    number = sent_++;
    open_[number] = request;
  }
  auto answer = ApiClient(port_, demo_town().token(request.user)).post(request.path, request.body);
  if (answer.status != 0) {
    std::lock_guard const lock(mutex_);
    open_.erase(number);
  }
  return answer;
}

/// Each of the workers in turn, one step further.
bool Load::send_position(int number) {
  auto const worker = "round-" + std::to_string(first_) + "-" + std::to_string(number % workers);
  auto const seq = static_cast<std::uint64_t>(number - first_);
  auto const place = place_of(places_, seq);
  auto const answer = post({"gateway", "/api/v1/positions",
                            position_batch(worker, seq, place.lon, place.lat, seconds_ago(0))});
  if (answer.status != 200) {
    return false;
  }
  bool const is_accepted = answer.body.at("rejected").empty();
  note([&](Acknowledged &all) {
    all.answered[worker] = seq;
    if (is_accepted) {
      all.positions[worker] = seq;
      all.reports.emplace(worker, seq);
    }
  });
  return true;
}

bool Load::send_incident(int number) {
  auto const place = place_of(places_, static_cast<std::uint64_t>(number));
  auto const answer =
      post({"desk", "/api/v1/incidents", incident_report(number, place.lon, place.lat)});
  if (answer.status != 201) {
    return false;
  }
  note([&](Acknowledged &all) { all.incidents.insert(number); });
  return true;
}

/// A worker comes, and goes again.
bool Load::send_shift(int number) {
  auto const worker = "shift-" + std::to_string(number);
  auto const place = place_of(places_, 0);
  auto const came = post({"gateway", "/api/v1/positions",
                          position_batch(worker, 1, place.lon, place.lat, seconds_ago(0))});
  if (came.status != 200) {
    return false;
  }
  note([&](Acknowledged &all) { all.reports.emplace(worker, 1); });
  auto const went = post({"gateway", "/api/v1/duty", {{"on", false}, {"worker", worker}}});
  if (went.status != 200) {
    return false;
  }
  note([&](Acknowledged &all) { all.off_duty.insert(worker); });
  return true;
}

void Load::await_acknowledgements(std::size_t count) {
  std::unique_lock lock(mutex_);
  if (!wake_.wait_for(lock, Millis{20'000}, [&] { return count_ >= count; })) {
    throw std::runtime_error("only " + std::to_string(count_) + " acknowledgements came");
  }
}

Acknowledged Load::finish() {
  is_over_ = true;
  for (auto &thread : threads_) {
    if (thread.joinable()) {
      thread.join();
    }
  }
  std::lock_guard const lock(mutex_);
  acknowledged_.open.clear();
  for (auto const &[number, request] : open_) {
    acknowledged_.open.push_back(request);
  }
  return acknowledged_;
}

} // namespace yuntu::test
