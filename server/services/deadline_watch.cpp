#include "server/services/deadline_watch.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::services {
namespace {

constexpr std::size_t incidents_a_commit = 500;
constexpr std::size_t commits_a_call = 40;

std::optional<model::Time> next_due(rules::Dues const &dues, model::Incident const &incident) {
  auto const next = dues.next_breach(incident);
  return next ? dues.due(*next) : std::nullopt;
}

/// The earlier of what there is.
std::optional<model::Time> earlier(std::optional<model::Time> one,
                                   std::optional<model::Time> other) {
  return one && other ? std::min(*one, *other) : one ? one : other;
}

/// Whether its clock ran already when the wall clock was set ahead.
bool is_known_before(std::optional<model::ClockAhead> const &ahead, rules::Dues const &dues) {
  return ahead && dues.clock.from <= ahead->from;
}

void add_breaches_of(rules::Dues const &dues, model::Incident const &incident, model::Time until,
                     City::Transaction &transaction) {
  for (auto &breach : dues.breaches(incident, until)) {
    auto const due = breach.due;
    transaction.add(std::move(breach), due);
  }
}

} // namespace

DeadlineWatch::DeadlineWatch(City &city, std::shared_ptr<rules::DeadlinePolicy const> policy,
                             std::shared_ptr<rules::Ladder const> ladder)
    : city_(city), policy_(std::move(policy)), ladder_(std::move(ladder)) {
  take_up();
}

void DeadlineWatch::take_up() {
  std::vector<rules::DueQueue::Entry> open;
  for (auto const &[id, incident] : city_.state().incidents) {
    if (incident.stage >= model::Stage::done) {
      continue;
    }
    if (auto const at = next_of(incident, policy_->dues_of(incident))) {
      open.push_back({&incident, *at});
    }
  }
  queue_.assign(open);
}

std::optional<model::Time> DeadlineWatch::next_of(model::Incident const &incident,
                                                  rules::Dues const &dues) const {
  auto const with_patience = [&](std::optional<model::Time> at) {
    return at && *at < incident.heard ? incident.heard + patience : at;
  };
  auto const held = [&, &ahead = city_.state().clock_ahead](std::optional<model::Time> at) {
    bool const is_held =
        at && is_known_before(ahead, dues) && *at >= ahead->from && *at < ahead->holds_until();
    return is_held ? ahead->holds_until() : at;
  };
  auto const due = next_due(dues, incident);
  auto const promotion = ladder_->next(incident, dues);
  if (!promotion) {
    return held(with_patience(due));
  }
  return held(promotion->is_certain ? earlier(with_patience(due), promotion->time)
                                    : with_patience(earlier(due, promotion->time)));
}

model::Time DeadlineWatch::told_until(rules::Dues const &dues, model::Time now) const {
  auto const &ahead = city_.state().clock_ahead;
  bool const is_held = is_known_before(ahead, dues) && now <= ahead->holds_until();
  return is_held ? std::min(now, ahead->from) : now;
}

void DeadlineWatch::follow(std::string const &id, model::Time now) {
  auto const &incident = city_.state().incidents.at(id);
  auto const dues = policy_->dues_of(incident);
  City::Transaction transaction(city_, "server", now);
  add_promotions(incident, dues, told_until(dues, now), Promotions::certain, transaction);
  transaction.submit(nullptr);
  queue_.put(incident, next_of(incident, dues));
}

void DeadlineWatch::add_breaches(std::string const &id, model::Time until,
                                 City::Transaction &transaction) const {
  auto const &incident = city_.state().incidents.at(id);
  auto const dues = policy_->dues_of(incident);
  add_breaches_of(dues, incident, told_until(dues, until), transaction);
}

void DeadlineWatch::add_promotions(model::Incident const &incident, rules::Dues const &dues,
                                   model::Time until, Promotions which,
                                   City::Transaction &transaction) const {
  // Each rule fires once, so this ends.
  for (auto next = ladder_->next(incident, dues);
       next && next->time < until && (which == Promotions::all || next->is_certain);
       next = ladder_->next(incident, dues)) {
    transaction.add(model::IncidentEscalated{incident.id, next->level, next->cause}, next->time);
  }
}

void DeadlineWatch::tell(model::Incident const &incident, model::Time now,
                         City::Transaction &transaction) {
  auto const dues = policy_->dues_of(incident);
  auto const until = told_until(dues, now);
  add_promotions(incident, dues, until, Promotions::certain, transaction);
  auto next = next_of(incident, dues);
  if (next && *next < now) {
    add_breaches_of(dues, incident, until, transaction);
    add_promotions(incident, dues, until, Promotions::all, transaction);
    next = next_of(incident, dues);
  }
  queue_.put(incident, next);
}

void DeadlineWatch::record(model::Time now) {
  for (std::size_t commits = 0; commits < commits_a_call; ++commits) {
    if (!queue_.next() || *queue_.next() >= now || city_.closed_for_intake()) {
      return;
    }
    City::Transaction transaction(city_, "server", now);
    for (auto const &entry : queue_.take_before(now, incidents_a_commit)) {
      tell(*entry.incident, now, transaction);
    }
    transaction.submit(nullptr);
  }
}

} // namespace yuntu::services
