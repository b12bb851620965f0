#pragma once

#include "server/services/incident_service.hpp"
#include "server/services/operator_service.hpp"
#include "server/services/position_service.hpp"
#include "server/services/session_service.hpp"
#include "server/store/event_log.hpp"
#include "tests/tools/simulated_town.hpp"

#include <future>
#include <memory>
#include <string>

namespace yuntu::test {

/// The same tokens, or salts, in the same order each time it is made.
[[nodiscard]] inline services::TokenSource counting(std::string const &prefix) {
  auto const count = std::make_shared<int>(0);
  return [count, prefix] {
    auto text = prefix + std::to_string((*count)++);
    return text + std::string(text.size() < 16 ? 16 - text.size() : 0, '.');
  };
}

[[nodiscard]] inline std::shared_ptr<services::BaseMap const>
base_of(simulate::World const &world) {
  auto const version = [](model::LayerKind kind) {
    auto made = std::make_shared<model::LayerVersion>();
    made->layer = kind;
    made->version = std::string(model::to_string(kind));
    return made;
  };
  auto const grids = version(model::LayerKind::grid);
  for (auto const &grid : world.grids) {
    grids->features.push_back({grid.code, grid.code, {}, grid.parts.front(), {}, {}});
  }
  auto const buildings = version(model::LayerKind::building);
  for (auto const &home : world.homes) {
    auto const east = home.place.lon_e7() - 1'185'200'000;
    auto const north = home.place.lat_e7() - 350'000'000;
    buildings->features.push_back(
        {home.code, home.code, {}, square(east - 500, north - 500, 1'000), {}, {}});
  }
  return std::make_shared<services::BaseMap const>(
      services::BaseMap::Layers{{grids->layer, grids}, {buildings->layer, buildings}},
      services::BaseMap::Walking::left_out);
}

/// The server's services on a log and a clock of the test's own: each event is a commit of its own
/// and is stored before the next one is taken. Nothing random is left.
class SimulatedServer {
public:
  SimulatedServer(store::EventLog &log, simulate::World const &world)
      : base_(base_of(world)), journal_(
                                   log, patient(), [this] { return now_; }, nullptr, nullptr),
        city_({}, base_, journal_), roster_(city_), positions_(city_),
        incidents_(city_, "0123456789abcdef", services::shipped_incident_policy()),
        sessions_(city_, counting("session-")) {}

  /// Somebody signs in by a link, residents report, staff have a roster: what the simulator does
  /// not do by itself.
  void open_the_day(model::Time now) {
    now_ = now;
    commit(services::add_user(city_.state(), *base_, {"值班长", model::Role::command, {}, false},
                              tokens_));
    auto const link = services::issue_link(city_.state(), "值班长", now, tokens_);
    commit(link);
    wait_for<services::OpenedSession>(
        [&](auto const &done) { sessions_.open(link->secret, now, done); });
    services::OperatorDecision planned;
    planned.facts.push_back(
        {model::ShiftPlanned{"p0001", now + std::chrono::hours{1}, now + std::chrono::hours{2}},
         {}});
    commit(planned);
    model::IncidentReport report;
    report.id = "123e4567-e89b-42d3-a456-426614174000";
    report.channel = "resident";
    report.text = "楼道灯坏了";
    report.building =
        city_.base().layers().at(model::LayerKind::building).version->features[0].code;
    wait_for<services::ReportedIncident>(
        [&](auto const &done) { incidents_.report({}, report, now, done); });
  }

  void take(simulate::Event const &event) {
    now_ = event.time;
    roster_.bring_up_to_date(now_);
    incidents_.record_overdue(now_);
    drain();
    std::visit([this](auto const &body) { take_body(body); }, event.body);
  }
  [[nodiscard]] model::CityState const &state() const { return city_.state(); }
  void stop() { journal_.stop(); }

private:
  static store::JournalLimits patient() {
    store::JournalLimits limits;
    limits.queued_age = std::chrono::minutes{10};
    return limits;
  }
  static model::Principal gateway() { return {"u9", model::Role::gateway, {}, {}}; }
  static model::Principal desk() { return {"u1", model::Role::command, {}, {}}; }

  void take_body(simulate::DutyEvent const &event) {
    wait_for<services::DutyState>([&](auto const &done) {
      positions_.change_duty(gateway(), event.worker, event.is_on, now_, now_, done);
    });
  }
  void take_body(simulate::PositionsEvent const &event) {
    wait_for<model::Acknowledgement>(
        [&](auto const &done) { positions_.report(gateway(), event.batch, now_, done); });
  }
  void take_body(simulate::RaiseEvent const &event) {
    wait_for<services::ReportedIncident>(
        [&](auto const &done) { incidents_.report(gateway(), event.report, now_, done); });
  }
  void take_body(simulate::ActEvent const &event) {
    wait_for<model::Incident>([&](auto const &done) {
      incidents_.act(desk(), event.id, {event.action, event.note, event.evidence, now_},
                     "\"" + std::to_string(event.version) + "\"", now_, done);
    });
  }

  /// Throws when it was refused.
  template <typename Value, typename Ask>
  void wait_for(Ask ask) {
    std::promise<std::string> refusal;
    ask(services::Done<Value>([&](tl::expected<Value, protocol::Problem> const &result) {
      refusal.set_value(result ? "" : result.error().detail);
    }));
    if (auto const words = refusal.get_future().get(); !words.empty()) {
      throw std::runtime_error("refused: " + words);
    }
  }
  void commit(tl::expected<services::OperatorDecision, protocol::Problem> const &decision) {
    services::City::Transaction transaction(city_, "operator", now_);
    for (auto const &draft : decision.value().facts) {
      transaction.add(draft.body, std::nullopt, draft.text);
    }
    transaction.submit(nullptr);
    drain();
  }
  void drain() {
    std::promise<void> tried;
    services::City::Transaction nothing(city_, "test", now_);
    nothing.submit([&](store::CommitOutcome) { tried.set_value(); });
    tried.get_future().wait();
  }

  model::Time now_; // the journal's thread reads it while this one waits
  services::TokenSource tokens_ = counting("token-");
  std::shared_ptr<services::BaseMap const> base_;
  store::Journal journal_;
  services::City city_;
  services::DutyRoster roster_;
  services::PositionService positions_;
  services::IncidentService incidents_;
  services::SessionService sessions_;
};

} // namespace yuntu::test
