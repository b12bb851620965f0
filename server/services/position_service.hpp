#pragma once

#include "server/model/position_report.hpp"
#include "server/model/principal.hpp"
#include "server/rules/position_filter.hpp"
#include "server/services/city.hpp"
#include "server/services/datum_watch.hpp"
#include "server/services/duty_roster.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::services {

struct DutyState {
  std::string worker;
  bool is_on = false;
  model::Time since;
};

/// Positions and duty. City thread only; `done` is called after the commit.
class PositionService {
public:
  explicit PositionService(City &city, rules::PositionLimits limits = {},
                           rules::DatumGuardLimits guard = {});

  /// Judges each report in order of time, stores what is new, acknowledges by identity (device,
  /// boot, seq): the same report again is accepted again and stored once, another content under a
  /// used identity is a conflict, refused and noted as a fact. Only role gateway names another
  /// worker; a worker that only a gateway knows, who is none of the staff, has no roster and of
  /// whose duty nothing was ever said, is on duty from its first report that is not older than the
  /// history limit. Fixes of a device whose datum is suspected are flagged and taken as declared.
  void report(model::Principal const &principal, model::PositionBatch const &batch, model::Time now,
              Done<model::Acknowledgement> const &done);

  /// `time` absent: now. Saying what is already so changes nothing and is answered all the same.
  void change_duty(model::Principal const &principal, std::string const &worker, bool is_on,
                   std::optional<model::Time> time, model::Time now, Done<DutyState> const &done);

  /// Who was seen outside an area and not again has left it after a while. Call it every second.
  void settle_presence(model::Time now);

private:
  tl::expected<std::string, protocol::Problem> worker_of(model::Principal const &principal,
                                                         std::string const &named) const;
  /// One worker's part of a batch.
  struct Share {
    std::string worker;
    std::vector<model::PositionReport const *> reports; ///< in order of time
  };
  using Shares = std::vector<Share>;
  struct Answering {
    model::Acknowledgement ack;
    std::vector<std::uint64_t> accepted;
  };

  static Shares shares_of(model::PositionBatch const &batch, std::string const &worker);
  [[nodiscard]] tl::expected<Shares, protocol::Problem>
  assign(model::Principal const &principal, model::PositionBatch const &batch) const;
  void judge(model::PositionBatch const &batch, Share const &share, model::Device const &device,
             model::Time now, City::Transaction &transaction, Answering &answering);
  [[nodiscard]] std::optional<model::Time> implied_duty(model::Principal const &principal,
                                                        Share const &share, model::Time now) const;

  City &city_;
  DutyRoster roster_;
  rules::PositionLimits limits_;
  DatumWatch watch_;
  /// Workers whose presence may change as time passes, with how late their newest fix came: the
  /// time that passes is theirs, which a batch from a dead zone brings hours behind.
  std::map<std::string, model::Duration> unsettled_;
};

} // namespace yuntu::services
