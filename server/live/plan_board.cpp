#include "server/live/plan_board.hpp"

#include <utility>

namespace yuntu::live {

void PlanBoard::put(protocol::PlanUpsert plan) {
  auto const id = plan.plan.id;
  plans_[id] = protocol::encode_plan(std::move(plan));
  revisions_[id] = ++newest_;
}

void PlanBoard::remove(std::string const &id) {
  plans_.erase(id);
  revisions_.erase(id);
}

PlanBoard::Difference PlanBoard::since(HeldPlans const &held) const {
  Difference difference;
  for (auto const &[id, revision] : revisions_) {
    auto const found = held.find(id);
    if (found == held.end() || found->second != revision) {
      difference.plans.push_back(plans_.at(id));
    }
  }
  for (auto const &one : held) {
    if (!revisions_.contains(one.first)) {
      difference.removes.push_back({protocol::LiveLayer::plan, one.first});
    }
  }
  return difference;
}

std::vector<protocol::Shared<protocol::PlanUpsert>> PlanBoard::plans() const {
  std::vector<protocol::Shared<protocol::PlanUpsert>> all;
  all.reserve(plans_.size());
  for (auto const &one : plans_) {
    all.push_back(one.second);
  }
  return all;
}

} // namespace yuntu::live
