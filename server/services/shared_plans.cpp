#include "server/services/shared_plans.hpp"

#include "server/rules/visibility.hpp"
#include "server/services/station_places.hpp"
#include "server/services/what_if_service.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::services {

using protocol::Problem;

namespace {

Problem no_such_plan(std::string const &id) {
  return {404, "Not found", "there is no open plan " + id, {}};
}

void apply(protocol::PlanChange const &asked, model::Plan &plan) {
  plan.name = asked.name.value_or(plan.name);
  plan.minutes = asked.minutes.value_or(plan.minutes);
  plan.profile = asked.profile.value_or(plan.profile);
  plan.edits = asked.edits.value_or(plan.edits);
  plan.stations.at = asked.at.value_or(plan.stations.at);
  plan.stations.kind = asked.kind.value_or(plan.stations.kind);
}

/// Every viewer is sent them, whenever something changes.
void cut(std::vector<std::string> &codes) {
  codes.resize(std::min(codes.size(), SharedPlans::most_codes));
}

void take(SharedPlans::Answer answer, protocol::PlanUpsert &upsert) {
  if (answer) {
    cut(answer->gained.codes);
    cut(answer->lost.codes);
  }
  upsert.problem = answer ? std::string{} : answer.error().detail;
  upsert.answer = answer ? std::optional(std::move(*answer)) : std::nullopt;
}

/// Whether its answer is another one.
bool asks_anew(model::Plan const &before, model::Plan const &now) {
  return before.edits != now.edits || before.minutes != now.minutes ||
         before.profile != now.profile || before.stations != now.stations;
}

} // namespace

SharedPlans::SharedPlans(WhatIfShelf &shelf, Doors doors)
    : shelf_(shelf), doors_(std::move(doors)) {}

void SharedPlans::recall(model::Plan const &plan) {
  auto &open = plans_[plan.id];
  open.changed = ++changes_;
  open.upsert.plan = plan;
  open.upsert.owner_name = doors_.name_of(plan.owner);
  open.upsert.editor = plan.owner;
  open.upsert.editor_name = open.upsert.owner_name;
  open.upsert.saved_version = plan.version;
}

SharedPlans::Answer SharedPlans::answer_of(model::Plan const &plan) const {
  auto const city = doors_.city();
  if (!city) {
    return tl::unexpected(no_streets());
  }
  auto walker = read_profile(city->base().profiles(), plan.profile);
  if (!walker) {
    return tl::unexpected(walker.error());
  }
  if (auto unknown = unknown_kind(plan.stations, city->base())) {
    return tl::unexpected(std::move(*unknown));
  }
  protocol::WhatIfRequest request;
  request.limit_s = plan.minutes * 60;
  request.profile = plan.profile;
  std::transform(plan.edits.begin(), plan.edits.end(), std::back_inserter(request.edits),
                 protocol::town_edit_of);
  return what_if(shelf_, view_of(city, std::move(*walker), plan.stations), request);
}

protocol::PlanUpsert SharedPlans::put(model::Principal const &editor, model::Plan plan,
                                      Answer answer) {
  auto &open = plans_[plan.id];
  open.changed = ++changes_;
  auto &upsert = open.upsert;
  upsert.plan = std::move(plan);
  upsert.owner_name = doors_.name_of(upsert.plan.owner);
  upsert.editor = editor.user;
  upsert.editor_name = doors_.name_of(editor.user);
  take(std::move(answer), upsert);
  doors_.show(upsert);
  return upsert;
}

SharedPlans::Result SharedPlans::make(model::Principal const &principal, std::string id,
                                      protocol::PlanChange const &asked) {
  model::Plan plan;
  plan.id = std::move(id);
  plan.owner = principal.user;
  plan.role = principal.role;
  apply(asked, plan);
  auto answer = answer_of(plan);
  if (!answer) {
    return tl::unexpected(std::move(answer.error()));
  }
  make_room(principal.user);
  return put(principal, std::move(plan), std::move(answer));
}

void SharedPlans::make_room(std::string const &user) {
  auto const push_out = [&](auto const &counts, std::size_t most) {
    auto oldest = plans_.end();
    std::size_t count = 0;
    for (auto plan = plans_.begin(); plan != plans_.end(); ++plan) {
      if (plan->second.is_kept() || !counts(plan->second.upsert.plan)) {
        continue;
      }
      ++count;
      oldest =
          oldest == plans_.end() || plan->second.changed < oldest->second.changed ? plan : oldest;
    }
    if (count >= most) {
      doors_.take_away(oldest->first);
      plans_.erase(oldest);
    }
  };
  push_out([&](model::Plan const &plan) { return plan.owner == user; }, most_of_a_user);
  push_out([](model::Plan const & /*plan*/) { return true; }, most_unkept);
}

tl::expected<SharedPlans::Open const *, Problem>
SharedPlans::changeable(model::Principal const &principal, std::string const &id) const {
  auto const found = plans_.find(id);
  if (found == plans_.end()) {
    return tl::unexpected(no_such_plan(id));
  }
  if (found->second.is_removing) {
    return tl::unexpected(Problem{409, "Being deleted", "plan " + id + " is being deleted", {}});
  }
  auto const &plan = found->second.upsert.plan;
  if (!rules::may_change(principal, plan)) {
    return tl::unexpected(Problem{403,
                                  "Not allowed",
                                  "plan " + id + " may be changed by who made it and by role " +
                                      std::string(model::to_string(plan.role)),
                                  {}});
  }
  return &found->second;
}

SharedPlans::Result SharedPlans::change(model::Principal const &principal, std::string const &id,
                                        protocol::PlanChange const &asked) {
  auto const open = changeable(principal, id);
  if (!open) {
    return tl::unexpected(open.error());
  }
  auto const &before = (*open)->upsert;
  if (asked.version != before.plan.version) {
    return tl::unexpected(Problem{409,
                                  "Changed meanwhile",
                                  "plan " + id + " is at version " +
                                      std::to_string(before.plan.version) + " by now, not " +
                                      std::to_string(asked.version),
                                  {}});
  }
  auto plan = before.plan;
  apply(asked, plan);
  ++plan.version;
  if (!asks_anew(before.plan, plan) && !before.answer) {
    return put(principal, std::move(plan), tl::unexpected(Problem{422, {}, before.problem, {}}));
  }
  auto answer = asks_anew(before.plan, plan) ? answer_of(plan) : Answer(*before.answer);
  if (!answer) {
    return tl::unexpected(std::move(answer.error()));
  }
  return put(principal, std::move(plan), std::move(answer));
}

tl::expected<bool, Problem> SharedPlans::to_remove(model::Principal const &principal,
                                                   std::string const &id) {
  return changeable(principal, id).map([&](Open const *open) {
    plans_.at(id).is_removing = open->is_kept();
    return open->is_kept();
  });
}

void SharedPlans::not_removed(std::string const &id) {
  if (auto const found = plans_.find(id); found != plans_.end()) {
    found->second.is_removing = false;
  }
}

void SharedPlans::take_away(std::string const &id) {
  if (plans_.erase(id) > 0) {
    doors_.take_away(id);
  }
}

std::size_t SharedPlans::count_kept() const {
  return static_cast<std::size_t>(std::count_if(
      plans_.begin(), plans_.end(), [](auto const &plan) { return plan.second.is_kept(); }));
}

tl::expected<model::Plan, Problem> SharedPlans::to_keep(model::Principal const &principal,
                                                        std::string const &id) {
  auto const open = changeable(principal, id);
  if (!open) {
    return tl::unexpected(open.error());
  }
  if (!(*open)->is_kept() && count_kept() >= most_kept) {
    return tl::unexpected(
        Problem{409,
                "Enough are kept",
                std::to_string(most_kept) + " plans are kept; delete one of them first",
                {}});
  }
  auto &plan = plans_.at(id);
  ++plan.being_kept;
  return plan.upsert.plan;
}

void SharedPlans::kept(std::string const &id, std::uint64_t version) {
  auto const found = plans_.find(id);
  if (found == plans_.end()) {
    return;
  }
  --found->second.being_kept;
  if (found->second.upsert.saved_version < version) {
    found->second.upsert.saved_version = version;
    doors_.show(found->second.upsert);
  }
}

void SharedPlans::not_kept(std::string const &id) {
  if (auto const found = plans_.find(id); found != plans_.end()) {
    --found->second.being_kept;
  }
}

SharedPlans::Result SharedPlans::find(std::string const &id) const {
  auto const found = plans_.find(id);
  return found == plans_.end() ? Result(tl::unexpected(no_such_plan(id)))
                               : Result(found->second.upsert);
}

std::vector<protocol::PlanUpsert> SharedPlans::all() const {
  std::vector<Open const *> open;
  open.reserve(plans_.size());
  for (auto const &plan : plans_) {
    open.push_back(&plan.second);
  }
  std::sort(open.begin(), open.end(),
            [](Open const *a, Open const *b) { return a->changed > b->changed; });
  std::vector<protocol::PlanUpsert> upserts;
  upserts.reserve(open.size());
  for (auto const *const plan : open) {
    upserts.push_back(plan->upsert);
  }
  return upserts;
}

std::vector<std::string> SharedPlans::ids() const {
  std::vector<std::string> ids;
  for (auto const &plan : plans_) {
    ids.push_back(plan.first);
  }
  return ids;
}

void SharedPlans::look_again(std::string const &id) {
  auto const found = plans_.find(id);
  if (found == plans_.end()) {
    return;
  }
  auto upsert = found->second.upsert;
  take(answer_of(upsert.plan), upsert);
  if (upsert != found->second.upsert) {
    found->second.upsert = upsert;
    doors_.show(std::move(upsert));
  }
}

} // namespace yuntu::services
