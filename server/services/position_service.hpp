#pragma once

#include "server/model/position_report.hpp"
#include "server/model/principal.hpp"
#include "server/rules/position_filter.hpp"
#include "server/services/city.hpp"
#include "server/services/duty_roster.hpp"

#include <optional>
#include <string>

namespace yuntu::services {

struct DutyState {
  std::string worker;
  bool is_on = false;
  model::Time since;
};

/// Positions and duty. City thread only; `done` is called after the commit.
class PositionService {
public:
  explicit PositionService(City &city, rules::PositionLimits limits = {});

  /// Judges each report, stores what is new, acknowledges by identity (device, boot, seq): the same
  /// report again is accepted again and stored once, another content under a used identity is a
  /// conflict. Only role gateway names another worker; a worker that only a gateway knows, who is
  /// none of the staff, has no roster and of whose duty nothing was ever said, is on duty from its
  /// first report that is not older than the history limit.
  void report(model::Principal const &principal, model::PositionBatch const &batch, model::Time now,
              Done<model::Acknowledgement> const &done);

  /// `time` absent: now. Saying what is already so changes nothing and is answered all the same.
  void change_duty(model::Principal const &principal, std::string const &worker, bool is_on,
                   std::optional<model::Time> time, model::Time now, Done<DutyState> const &done);

private:
  tl::expected<std::string, protocol::Problem> worker_of(model::Principal const &principal,
                                                         std::string const &named) const;
  void judge(model::PositionBatch const &batch, model::PositionReport const &report,
             std::string const &worker, model::Time now, City::Transaction &transaction,
             model::Acknowledgement &ack);

  [[nodiscard]] std::optional<model::Time> implied_duty(model::Principal const &principal,
                                                        std::string const &worker,
                                                        model::PositionBatch const &batch,
                                                        model::Time now) const;

  City &city_;
  DutyRoster roster_;
  rules::PositionLimits limits_;
};

} // namespace yuntu::services
