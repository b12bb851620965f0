#pragma once

#include "server/model/city_state.hpp"
#include "server/model/position_fold.hpp"
#include "server/protocol/errors.hpp"
#include "server/rules/presence_tracker.hpp"
#include "server/services/area_locator.hpp"
#include "server/store/journal.hpp"

#include <tl/expected.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace yuntu::services {

/// How a use case ends: called once, from any thread, after the commit is known.
template <typename Value>
using Done = std::function<void(tl::expected<Value, protocol::Problem>)>;

/// The decided state and the way into the journal. City thread only; the rules run on this.
class City {
public:
  City(City const &) = delete; // what it hands out points to it
  City &operator=(City const &) = delete;
  City(model::CityState loaded, std::shared_ptr<BaseMap const> base, store::Journal &journal);

  [[nodiscard]] model::CityState const &state() const { return state_; }
  [[nodiscard]] BaseMap const &base() const { return locator_.base(); }
  [[nodiscard]] std::shared_ptr<BaseMap const> const &shared_base() const {
    return locator_.shared_base();
  }
  /// nullptr when there is none.
  [[nodiscard]] model::Worker const *find_worker(std::string const &id) const;

  /// For rules::presence_step, by the layers in use.
  [[nodiscard]] rules::DistanceOutside const &distance_outside() const { return distance_outside_; }

  /// A reason to turn intake away just now: 503 or 507 with what to do.
  [[nodiscard]] std::optional<protocol::Problem> closed_for_intake() const;

  /// After a layer's fact has been committed. The areas of workers are found anew; what that
  /// changes goes out as facts with cause "boundary".
  void use_base(std::shared_ptr<BaseMap const> base, model::Time now);

  /// Further back is a clock that is wrong, such as one without a battery, and no step: what it
  /// dated back could not be told again when it is put right.
  static constexpr model::Duration largest_set_back{std::chrono::hours{24}};
  /// The wall clock goes back to `now`, for good: nobody stays on duty since later, nor was seen
  /// later. Nothing when nobody was. False, and nothing, when somebody was so more than
  /// `largest_set_back` later.
  [[nodiscard]] bool clock_set_back(model::Time now);
  /// For the record, and, when it is adopted, for what must not follow from it at once.
  void clock_jumped(model::ClockJumped const &jump);

  /// What one use case decides, folded into the decided state as it is added, committed as one
  /// transaction by `submit`. Every Transaction must be submitted.
  class Transaction {
  public:
    Transaction(City &city, std::string actor, model::Time now);
    void add(model::FactBody body, std::optional<model::Time> event_time = std::nullopt,
             std::string text = {});
    /// A judged fix; presence facts follow from it.
    void add(model::PositionRecord record);
    /// So many of them will come.
    void expect_positions(std::size_t count) { entry_.positions.reserve(count); }
    void submit(store::Ticket ticket);
    /// Nothing else comes into its commit.
    void stand_alone() { entry_.stands_alone = true; }

  private:
    City &city_;
    std::string actor_;
    model::Time now_;
    model::PositionFold fold_;
    store::JournalEntry entry_;
  };

private:
  [[nodiscard]] model::Locate make_locate();

  model::CityState state_;
  AreaLocator locator_;
  model::Locate locate_;
  rules::DistanceOutside const distance_outside_;
  store::Journal &journal_;
};

/// Answers `done` with `value` once the commit is known to have gone well, else with the problem.
template <typename Value>
store::Ticket ticket_for(Done<Value> done, Value value);

[[nodiscard]] protocol::Problem problem_of(store::CommitOutcome outcome);

template <typename Value>
store::Ticket ticket_for(Done<Value> done, Value value) {
  return [done = std::move(done), value = std::move(value)](store::CommitOutcome outcome) mutable {
    if (outcome == store::CommitOutcome::committed) {
      done(std::move(value)); // called once
    } else {
      done(tl::unexpected(problem_of(outcome)));
    }
  };
}

} // namespace yuntu::services
