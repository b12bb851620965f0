#pragma once

#include "server/protocol/live_values.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace yuntu::live {

/// Which plans a viewer holds, and which revision of each.
using HeldPlans = std::map<std::string, std::uint64_t>;

/// The plans that are open. They are no facts and lie on no line of the log: each viewer is sent
/// what differs from what it holds, however long ago it was sent that. Live thread only.
class PlanBoard {
public:
  void put(protocol::PlanUpsert plan);
  /// Nothing for an id that is not here.
  void remove(std::string const &id);

  /// What a viewer with `held` lacks: plans that are new or changed, then ids of
  /// those that are open no more.
  struct Difference {
    std::vector<protocol::Shared<protocol::PlanUpsert>> plans;
    std::vector<protocol::Remove> removes;
    [[nodiscard]] bool is_empty() const { return plans.empty() && removes.empty(); }
  };
  [[nodiscard]] Difference since(HeldPlans const &held) const;
  /// What a viewer who has been sent everything holds.
  [[nodiscard]] HeldPlans const &all() const { return revisions_; }
  [[nodiscard]] std::vector<protocol::Shared<protocol::PlanUpsert>> plans() const;
  [[nodiscard]] std::size_t size() const { return plans_.size(); }

private:
  std::map<std::string, protocol::Shared<protocol::PlanUpsert>> plans_;
  HeldPlans revisions_;
  std::uint64_t newest_ = 0; ///< revision
};

} // namespace yuntu::live
