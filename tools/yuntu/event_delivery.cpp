#include "tools/yuntu/event_delivery.hpp"

#include "tools/yuntu/command.hpp"

#include <nlohmann/json.hpp>

namespace yuntu::tools {

EventDelivery::EventDelivery(DeliveryOptions options)
    : options_(std::move(options)), pool_(options_.url, options_.connections) {}

void EventDelivery::offer(simulate::Event const &event) {
  auto request = simulate::wire_request_of(event);
  digest_.add(event.time, request);
  ++counts_.events;
  auto const kind = static_cast<Kind>(event.body.index());
  if (kind == Kind::act && options_.desk_token.empty()) {
    ++counts_.unanswered;
    return;
  }
  auto const *const positions = std::get_if<simulate::PositionsEvent>(&event.body);
  auto const &name = simulate::lane_of(event);
  auto &lane = lanes_[name];
  if (lane.is_given_up) {
    return;
  }
  lane.queue.push_back(
      {kind, positions != nullptr ? positions->batch.reports.size() : 0, std::move(request)});
  ++waiting_;
  if (lane.queue.size() == 1) {
    ready_.push_back(name);
  }
}

void EventDelivery::run(std::chrono::milliseconds at_most) {
  while (!later_.empty() && later_.begin()->first <= Steady::now()) {
    ready_.push_back(later_.begin()->second);
    later_.erase(later_.begin());
  }
  start_ready();
  pool_.run(at_most);
  start_ready();
}

void EventDelivery::start_ready() {
  while (!ready_.empty() && pool_.has_free_connection()) {
    auto const name = std::move(ready_.front());
    ready_.pop_front();
    start(name);
  }
}

void EventDelivery::start(std::string const &name) {
  auto &lane = lanes_.at(name);
  auto const &pending = lane.queue.front();
  lane.is_busy = true;
  pool_.start({pending.request.path, pending.request.body,
               pending.kind == Kind::act ? options_.desk_token : options_.token,
               pending.request.if_match},
              [this, name](HttpAnswer const &answer) { answered(name, answer); });
}

void EventDelivery::answered(std::string const &name, HttpAnswer const &answer) {
  auto &lane = lanes_.at(name);
  lane.is_busy = false;
  if (answer.status == 503 || answer.status == 507) {
    later_.emplace(Steady::now() + std::chrono::seconds{1}, name);
    return;
  }
  auto const pending = std::move(lane.queue.front());
  lane.queue.pop_front();
  --waiting_;
  take_answer(lane, pending, answer);
  if (!lane.queue.empty()) {
    ready_.push_back(name);
  } else if (!lane.is_given_up) {
    lanes_.erase(name);
  }
}

void EventDelivery::take_answer(Lane &lane, Pending const &pending, HttpAnswer const &answer) {
  auto const status = answer.status;
  bool const is_good = status == 200 || status == 201;
  bool const is_taken_over = status == 404 || status == 412 || status == 422;
  if (!is_good && (pending.kind == Kind::act || pending.kind == Kind::raise) && is_taken_over) {
    ++counts_.given_up;
    lane.is_given_up = true;
    waiting_ -= lane.queue.size();
    lane.queue.clear();
    return;
  }
  if (!is_good) {
    throw CommandError("POST " + pending.request.path + " answered " + std::to_string(status) +
                       ": " + answer.body);
  }
  switch (pending.kind) {
  case Kind::positions:
    return count_positions(pending, answer.body);
  case Kind::duty:
    ++counts_.duty;
    return;
  case Kind::raise:
    ++counts_.incidents;
    return;
  case Kind::act:
    ++counts_.actions;
  }
}

void EventDelivery::count_positions(Pending const &pending, std::string const &body) {
  auto const ack = nlohmann::json::parse(body);
  counts_.sent += pending.reports;
  for (auto const &range : ack.at("accepted")) {
    counts_.accepted += range[1].get<std::uint64_t>() - range[0].get<std::uint64_t>() + 1;
  }
  for (auto const &item : ack.at("rejected")) {
    ++counts_.rejected[item.at("reason").get<std::string>()];
  }
  for (auto const &item : ack.at("flagged")) {
    ++counts_.flagged[item.at("flag").get<std::string>()];
  }
}

} // namespace yuntu::tools
