#include "server/services/city.hpp"

#include "server/model/clock_step.hpp"

#include <memory>
#include <utility>

namespace yuntu::services {

City::City(model::CityState loaded, std::shared_ptr<BaseMap const> base, store::Journal &journal)
    : state_(std::move(loaded)), locator_(std::move(base)),
      locate_(make_locate()), distance_outside_{
                                  [this](model::AreaRef const &area, geo::LonLat place) {
                                    return locator_.base().distance_outside_m(area, place);
                                  },
                                  [this](std::string const &fence, geo::LonLat place) {
                                    return locator_.base().distance_outside_fence_m(fence, place);
                                  }},
      journal_(journal) {}

model::Locate City::make_locate() {
  return {[this](geo::LonLat place) { return locator_.locate(place); },
          locator_.base().areas_name()};
}

model::Worker const *City::find_worker(std::string const &id) const {
  auto const found = state_.workers.find(id);
  return found == state_.workers.end() ? nullptr : &found->second;
}

std::optional<protocol::Problem> City::closed_for_intake() const {
  switch (journal_.admission()) {
  case store::Admission::open:
    return std::nullopt;
  case store::Admission::full:
    return protocol::Problem{503,
                             "Too busy",
                             "more reports are waiting to be stored than is good; "
                             "send again in a second",
                             {}};
  case store::Admission::storage_full:
    return problem_of(store::CommitOutcome::storage_full);
  case store::Admission::storage_busy:
    return problem_of(store::CommitOutcome::storage_busy);
  case store::Admission::stopped:
    break;
  }
  return problem_of(store::CommitOutcome::stopped);
}

void City::use_base(std::shared_ptr<BaseMap const> base, model::Time now) {
  locator_ = AreaLocator(std::move(base));
  locate_ = make_locate();
  constexpr std::size_t facts_a_commit = 500;
  std::size_t added = 0;
  auto transaction = std::make_unique<Transaction>(*this, "server", now);
  for (auto &[id, worker] : state_.workers) {
    if (!worker.fix) {
      continue;
    }
    if (worker.fix->accuracy_dm > model::inaccurate_dm) {
      continue; // it says nothing about areas
    }
    worker.fix->areas = locator_.locate(worker.fix->position);
    auto change = rules::presence_moved(worker.presence, worker.fix->areas, now);
    if (!change.is_empty()) {
      transaction->add(rules::fact_of(id, std::move(change), "boundary"));
      if (++added % facts_a_commit == 0) {
        transaction->submit(nullptr);
        transaction = std::make_unique<Transaction>(*this, "server", now);
      }
    }
  }
  transaction->submit(nullptr);
}

bool City::clock_set_back(model::Time now) {
  if (model::is_dated_after(state_, now + largest_set_back)) {
    return false;
  }
  if (model::is_dated_after(state_, now)) {
    Transaction transaction(*this, "server", now);
    transaction.stand_alone();
    transaction.add(model::ClockSetBack{now});
    transaction.submit(nullptr);
  }
  return true;
}

void City::clock_jumped(model::ClockJumped const &jump) {
  Transaction transaction(*this, "server", jump.is_adopted ? jump.to : jump.from);
  transaction.stand_alone();
  transaction.add(jump);
  transaction.submit(nullptr);
}

City::Transaction::Transaction(City &city, std::string actor, model::Time now)
    : city_(city), actor_(std::move(actor)), now_(now),
      fold_(city.state_, city.state_.tick, city.locate_) {}

void City::Transaction::add(model::FactBody body, std::optional<model::Time> event_time,
                            std::string text) {
  model::Fact fact;
  fact.seq = city_.state_.seq + 1;
  fact.event_time = event_time.value_or(now_);
  fact.ingest_time = now_;
  fact.actor = actor_;
  fact.body = std::move(body);
  fact.text = std::move(text);
  model::fold_fact(city_.state_, fact, city_.state_.tick);
  entry_.facts.push_back(std::move(fact));
}

void City::Transaction::add(model::PositionRecord record) {
  if (record.verdict == model::PositionVerdict::accepted &&
      record.flag != model::PositionFlag::late && record.accuracy_dm <= model::inaccurate_dm) {
    record.found = {city_.base().areas_name(), city_.locator_.locate(record.position)};
  }
  if (auto const *const worker = fold_(record)) {
    auto change = rules::presence_step(*worker, record.time, city_.distance_outside_);
    if (!change.is_empty()) {
      add(rules::fact_of(record.worker, std::move(change), "position"), record.time);
    }
  }
  entry_.positions.push_back(std::move(record));
}

void City::Transaction::submit(store::Ticket ticket) {
  entry_.ticket = std::move(ticket);
  if (entry_.facts.empty() && entry_.positions.empty() && !entry_.ticket) {
    return;
  }
  city_.journal_.submit(std::move(entry_));
}

protocol::Problem problem_of(store::CommitOutcome outcome) {
  switch (outcome) {
  case store::CommitOutcome::storage_full:
    return {507,
            "Storage full",
            "the disk has no room left; nothing was lost, send again once "
            "there is space",
            {}};
  case store::CommitOutcome::storage_busy:
    return {503, "Storage busy", "another process holds the log; send again in a few seconds", {}};
  case store::CommitOutcome::stopped:
  case store::CommitOutcome::committed:
    break;
  }
  return {503, "Stopping", "the server is stopping; send again when it is back", {}};
}

} // namespace yuntu::services
