#pragma once

#include "server/model/plan.hpp"
#include "server/model/principal.hpp"
#include "server/services/city.hpp"

#include <string>

namespace yuntu::services {

/// Plans that are kept over a restart: a fact for each version that somebody said to keep. City
/// thread only; `done` is called after the commit. Whose plan it is was judged before.
class PlanKeeper {
public:
  explicit PlanKeeper(City &city);

  void keep(model::Principal const &principal, model::Plan const &plan, model::Time now,
            Done<bool> const &done);
  /// Nothing is told to the log of a plan that it does not keep.
  void forget(model::Principal const &principal, std::string const &id, model::Time now,
              Done<bool> const &done);

private:
  City &city_;
};

} // namespace yuntu::services
