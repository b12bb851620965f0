#pragma once

#include "server/rules/deadlines/deadline_policy.hpp"
#include "server/rules/deadlines/due_queue.hpp"
#include "server/rules/escalation/ladder.hpp"
#include "server/services/city.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace yuntu::services {

/// Sees to it that a milestone which is not reached in time becomes a fact, once. What is due next
/// of every open incident stands in a queue, so that a second in which nothing falls due costs
/// nothing. City thread only.
class DeadlineWatch {
public:
  /// Takes up the open incidents of the loaded state.
  DeadlineWatch(City &city, std::shared_ptr<rules::DeadlinePolicy const> policy,
                std::shared_ptr<rules::Ladder const> ladder);

  /// What was due already when the server hears of it, from a phone that was offline or a batch,
  /// is told no sooner than this after: the steps that reached it may be on their way. Counted from
  /// Incident::heard, which is in the log: a start in between neither cuts it short nor begins it
  /// anew.
  static constexpr model::Duration patience{std::chrono::minutes{10}};

  // What the clock skips when it is set ahead is held likewise: of incidents whose clock ran
  // before, nothing that is due after the jump's begin is told before the patience of
  // model::ClockAhead is over. A clock that was set wrong can be put right until then and has
  // raised nobody.

  /// After facts about it were submitted. What raises it for sure, whatever steps may be on their
  /// way, is told at once.
  void follow(std::string const &id, model::Time now);
  /// What was due before `until` and not reached then, told before a step that is taken at `until`:
  /// so a milestone that is reached too late is overdue, whether or not a second has passed since.
  void add_breaches(std::string const &id, model::Time until, City::Transaction &transaction) const;
  /// Facts for what was due before `now` and for what that raised up the ladder, dated to when it
  /// was; the rest at the next call when
  /// they are very many, or the journal is full. Call it every second or so.
  void record(model::Time now);
  /// All open incidents anew, as after a start: the clock was set, either way.
  void take_up();

  [[nodiscard]] std::size_t size() const { return queue_.size(); }

private:
  City &city_;
  /// When something is to be told of it next, patience included. By the incident alone, so that it
  /// is the same after a start. Neither breaches nor promotions move its `dues`.
  [[nodiscard]] std::optional<model::Time> next_of(model::Incident const &incident,
                                                   rules::Dues const &dues) const;
  /// Up to when what was due is told at `now`: until then, or until the clock was set ahead.
  [[nodiscard]] model::Time told_until(rules::Dues const &dues, model::Time now) const;
  /// All there is to tell of it before `now`, and when to look at it next.
  void tell(model::Incident const &incident, model::Time now, City::Transaction &transaction);
  /// `certain`: only those at the head of the ladder's list that no step could have prevented.
  enum class Promotions : bool { certain, all };
  void add_promotions(model::Incident const &incident, rules::Dues const &dues, model::Time until,
                      Promotions which, City::Transaction &transaction) const;

  std::shared_ptr<rules::DeadlinePolicy const> policy_;
  std::shared_ptr<rules::Ladder const> ladder_;
  rules::DueQueue queue_;
};

} // namespace yuntu::services
