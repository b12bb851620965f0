#pragma once

#include "server/model/plan.hpp"
#include "server/model/principal.hpp"
#include "server/protocol/plan_messages.hpp"
#include "server/services/what_if_shelf.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace yuntu::services {

/// The plans that people try out together, each with what it would change of the town as it is now.
/// Those that nobody has told to keep live here only and are bounded: a user's 17th takes the place
/// of the one of these that it changed longest ago, the 33rd of all that of anybody's. Kept ones
/// are never pushed out; there are at most `most_kept`.
/// One thread's; what it shows is handed on in order.
class SharedPlans {
public:
  static constexpr std::size_t most_of_a_user = 16;
  static constexpr std::size_t most_unkept = 32;
  static constexpr std::size_t most_kept = 32;
  static constexpr std::size_t most_codes = 2000; ///< of buildings gained or lost, in an answer

  struct Doors {
    std::function<std::shared_ptr<WalkCity const>()> city; ///< nullptr while there are no streets
    std::function<std::string(std::string const &user)> name_of;
    std::function<void(protocol::PlanUpsert)> show; ///< new or changed
    std::function<void(std::string const &id)> take_away;
  };
  using Result = tl::expected<protocol::PlanUpsert, protocol::Problem>;
  using Answer = tl::expected<protocol::WhatIfAnswer, protocol::Problem>;

  /// `shelf` is kept by reference.
  SharedPlans(WhatIfShelf &shelf, Doors doors);

  /// At the start: one that is kept; `look_again` works out its answer and shows it.
  void recall(model::Plan const &plan);

  /// Problems: 400 unknown profile, 409 no streets, 404 a kind that no station is of, 404 and 422
  /// an edit that cannot be.
  Result make(model::Principal const &principal, std::string id, protocol::PlanChange const &asked);
  /// Besides: 403 whose plan it is, 409 it is based on another version.
  Result change(model::Principal const &principal, std::string const &id,
                protocol::PlanChange const &asked);
  /// Whether it is kept, or about to be: then the log has to hear of it before `take_away`, or
  /// `not_removed` when it could not; meanwhile nobody may change or keep it (409). 403, 404.
  tl::expected<bool, protocol::Problem> to_remove(model::Principal const &principal,
                                                  std::string const &id);
  void not_removed(std::string const &id);
  /// Nothing when it is gone.
  void take_away(std::string const &id);
  /// The plan as it may be kept by this principal; `kept` or `not_kept` says what became of it.
  /// 403, 404, 409 enough are kept.
  tl::expected<model::Plan, protocol::Problem> to_keep(model::Principal const &principal,
                                                       std::string const &id);
  /// Its fact has been committed. Nothing when the plan is gone.
  void kept(std::string const &id, std::uint64_t version);
  /// The log could not take it.
  void not_kept(std::string const &id);

  [[nodiscard]] Result find(std::string const &id) const;
  /// Changed last first.
  [[nodiscard]] std::vector<protocol::PlanUpsert> all() const;
  [[nodiscard]] std::vector<std::string> ids() const;
  /// The town has changed under it. Shown when that makes a difference.
  void look_again(std::string const &id);

private:
  struct Open {
    protocol::PlanUpsert upsert;
    std::uint64_t changed = 0; ///< counts all changes of all plans
    int being_kept = 0;        ///< times that the log was asked to keep it and has not answered
    bool is_removing = false;  ///< the log was asked to forget it
    [[nodiscard]] bool is_kept() const { return being_kept > 0 || upsert.saved_version != 0; }
  };
  [[nodiscard]] tl::expected<Open const *, protocol::Problem>
  changeable(model::Principal const &principal, std::string const &id) const;
  [[nodiscard]] Answer answer_of(model::Plan const &plan) const;
  void make_room(std::string const &user);
  [[nodiscard]] std::size_t count_kept() const;
  protocol::PlanUpsert put(model::Principal const &editor, model::Plan plan, Answer answer);

  WhatIfShelf &shelf_;
  Doors doors_;
  std::map<std::string, Open> plans_;
  std::uint64_t changes_ = 0;
};

} // namespace yuntu::services
