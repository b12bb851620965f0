#include "server/services/deadline_watch.hpp"

#include <utility>

namespace yuntu::services {
namespace {

constexpr std::size_t incidents_a_commit = 500;
constexpr std::size_t commits_a_call = 40;

std::optional<model::Time> next_due(rules::Dues const &dues, model::Incident const &incident) {
  auto const next = dues.next_breach(incident);
  return next ? dues.due(*next) : std::nullopt;
}

void add_facts(rules::Dues const &dues, model::Incident const &incident, model::Time until,
               City::Transaction &transaction) {
  for (auto &breach : dues.breaches(incident, until)) {
    auto const due = breach.due;
    transaction.add(std::move(breach), due);
  }
}

} // namespace

DeadlineWatch::DeadlineWatch(City &city, std::shared_ptr<rules::DeadlinePolicy const> policy)
    : city_(city), policy_(std::move(policy)) {
  std::vector<rules::DueQueue::Entry> open;
  for (auto const &[id, incident] : city_.state().incidents) {
    if (incident.stage >= model::Stage::done) {
      continue;
    }
    if (auto const at = next_due(policy_->dues_of(incident), incident)) {
      open.push_back({&incident, *at});
    }
  }
  queue_.assign(open);
}

void DeadlineWatch::follow(std::string const &id, model::Time now) {
  auto const &incident = city_.state().incidents.at(id);
  auto at = next_due(policy_->dues_of(incident), incident);
  if (at && *at < now) {
    at = now + patience;
  }
  queue_.put(incident, at);
}

void DeadlineWatch::add_breaches(std::string const &id, model::Time until,
                                 City::Transaction &transaction) const {
  auto const &incident = city_.state().incidents.at(id);
  add_facts(policy_->dues_of(incident), incident, until, transaction);
}

void DeadlineWatch::record(model::Time now) {
  for (std::size_t commits = 0; commits < commits_a_call; ++commits) {
    if (!queue_.next() || *queue_.next() >= now || city_.closed_for_intake()) {
      return;
    }
    City::Transaction transaction(city_, "server", now);
    for (auto const &entry : queue_.take_before(now, incidents_a_commit)) {
      auto const dues = policy_->dues_of(*entry.incident);
      add_facts(dues, *entry.incident, now, transaction);
      queue_.put(*entry.incident, next_due(dues, *entry.incident)); // these facts move no due time
    }
    transaction.submit(nullptr);
  }
}

} // namespace yuntu::services
