#pragma once

#include "server/services/city.hpp"
#include "server/store/memory_log.hpp"
#include "tests/support/small_town.hpp"

#include <future>
#include <memory>
#include <mutex>
#include <vector>

namespace yuntu::test {

/// Waits for a use case to end.
template <typename Value>
class Answer {
public:
  using Result = tl::expected<Value, protocol::Problem>;

  [[nodiscard]] services::Done<Value> done() {
    return [promise = promise_](Result const &result) { promise->set_value(result); };
  }
  [[nodiscard]] Result get() { return promise_->get_future().get(); }

private:
  std::shared_ptr<std::promise<Result>> promise_ = std::make_shared<std::promise<Result>>();
};

/// The decided state of the small town on a log in memory; the clock is `now`.
class TestCity {
public:
  TestCity() : TestCity(std::vector<model::CommitGroup>{}) {}
  /// As after a start on a log that holds these, the newest of them in a checkpoint already.
  explicit TestCity(std::vector<model::CommitGroup> const &logged)
      : journal_(
            log, limits(), [] { return at_s(0); },
            [this](std::shared_ptr<model::CommitGroup const> group) {
              std::lock_guard const lock(mutex_);
              commits_.push_back(*group);
            },
            nullptr),
        city(load(logged), small_town::base(), journal_) {}

  /// The facts of everything committed so far, of one kind.
  template <typename Body>
  std::vector<Body> facts() {
    std::vector<Body> found;
    for (auto const &group : commits()) {
      for (auto const &fact : group.facts) {
        if (auto const *const body = std::get_if<Body>(&fact.body)) {
          found.push_back(*body);
        }
      }
    }
    return found;
  }
  std::vector<model::PositionRecord> positions() {
    std::vector<model::PositionRecord> found;
    for (auto const &group : commits()) {
      found.insert(found.end(), group.positions.begin(), group.positions.end());
    }
    return found;
  }
  std::vector<model::CommitGroup> commits() {
    drain();
    std::lock_guard const lock(mutex_);
    return commits_;
  }
  /// What a server would show: the commits folded; without those before a start.
  model::CityState published() {
    model::CityState state;
    for (auto const &group : commits()) {
      model::fold(state, group, [this](geo::LonLat place) { return city.base().locate(place); });
    }
    return state;
  }
  void commit(model::FactBody body, std::string const &text = {}) {
    services::City::Transaction transaction(city, "operator", now);
    transaction.add(std::move(body), std::nullopt, text);
    transaction.submit(nullptr);
  }
  /// Until everything submitted has been tried.
  void drain() {
    std::promise<void> tried;
    services::City::Transaction nothing(city, "test", now);
    nothing.submit([&](store::CommitOutcome) { tried.set_value(); });
    tried.get_future().wait();
  }

  store::MemoryLog log;
  model::Time now = at_s(0);

private:
  model::CityState load(std::vector<model::CommitGroup> const &logged) {
    auto const base = small_town::base();
    model::Locate const locate([&](geo::LonLat place) { return base->locate(place); });
    for (auto const &group : logged) {
      log.append(group);
    }
    log.write_checkpoint(store::load_state(log, locate));
    return store::load_state(log, locate);
  }
  static store::JournalLimits limits() {
    store::JournalLimits made;
    made.queued_age = std::chrono::minutes{10}; // a slow machine is no reason to answer 503
    made.retry_after = std::chrono::milliseconds{1};
    return made;
  }

  std::mutex mutex_;
  std::vector<model::CommitGroup> commits_;
  store::Journal journal_;

public:
  services::City city;
};

[[nodiscard]] inline model::Principal commander() {
  return {"u1", model::Role::command, {}, {}};
}
[[nodiscard]] inline model::Principal grid_worker(std::string area = "G1") {
  return {"u2", model::Role::grid_worker, {std::move(area)}, {}};
}
[[nodiscard]] inline model::Principal gateway() {
  return {"u3", model::Role::gateway, {}, {}};
}
[[nodiscard]] inline model::Principal resident() {
  return {};
}

} // namespace yuntu::test
