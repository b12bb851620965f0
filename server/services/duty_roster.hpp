#pragma once

#include "server/services/city.hpp"

#include <string>

namespace yuntu::services {

/// Turns the planned shifts that are due into DutyChanged facts with cause "roster", at the shifts'
/// own times, however late this is called. City thread only.
class DutyRoster {
public:
  explicit DutyRoster(City &city) : city_(city) {}

  /// Everybody. Call it every second or so.
  void bring_up_to_date(model::Time now);
  /// One worker: before anything hangs on their duty.
  void bring_up_to_date(std::string const &worker, model::Time now);

private:
  void add_due(std::string const &worker, model::Time now, City::Transaction &transaction) const;

  City &city_;
};

} // namespace yuntu::services
