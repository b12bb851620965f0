#pragma once

#include "server/model/incident.hpp"
#include "server/model/principal.hpp"
#include "server/protocol/incident_batch.hpp"
#include "server/protocol/resources.hpp"
#include "server/services/city.hpp"
#include "server/services/deadline_watch.hpp"
#include "server/services/incident_policy.hpp"

#include <optional>
#include <string>
#include <vector>

namespace yuntu::services {

struct ReportedIncident {
  model::Incident incident;
  bool is_new = true;  ///< false: the same report again
  std::string receipt; ///< for residents, else empty
};

/// Incidents: reported, moved along as the county's workflow has it, against its deadlines. City
/// thread only; `done` is called after the commit.
class IncidentService {
public:
  /// `receipt_secret` makes a resident's receipt from the incident's id, so that a retry gets the
  /// same one although only its digest is kept.
  IncidentService(City &city, std::string receipt_secret, IncidentPolicy policy);

  /// Same id and same report: answered again. Same id, another report: 409. A building that is not
  /// loaded, a place outside the county or a category that is none: 422. It is routed at once, by
  /// the category given or else by its words.
  void report(model::Principal const &principal, model::IncidentReport const &report,
              model::Time now, Done<ReportedIncident> const &done);

  /// What a feed has sent: each report by itself, what is good of them in one commit. The same
  /// again, from whatever feed, is answered as that. Those without an id get one (see
  /// incident_identity.hpp). Verdicts in the order of the rows.
  void report_batch(model::Principal const &principal,
                    std::vector<protocol::IncidentRow> const &rows, model::Time now,
                    Done<std::vector<protocol::RowVerdict>> const &done);

  /// `if_match` is the ETag the client holds. 404 what it may not see, 412 stale, 422 with the
  /// allowed actions, or for a category, an assignee or a target of a merge that cannot be, 428
  /// without If-Match.
  void act(model::Principal const &principal, std::string const &id,
           protocol::ActionRequest const &request, std::string const &if_match, model::Time now,
           Done<model::Incident> const &done);

  /// Up or down the ladder, by a person. 404 what it may not see, 422 a level that there is not or
  /// an incident that is done; nothing when it stands there already.
  void escalate(model::Principal const &principal, std::string const &id,
                protocol::EscalationRequest const &request, model::Time now,
                Done<model::Incident> const &done);

  /// Facts for what was not done in time. Call it every second or so.
  void record_overdue(model::Time now) { deadlines_.record(now); }
  /// After a jump of the clock that was adopted.
  void clock_jumped() { deadlines_.take_up(); }

private:
  [[nodiscard]] model::Incident const *find(std::string const &id) const;
  /// A report that is new and good.
  void add(City::Transaction &transaction, model::IncidentReport const &report, geo::LonLat place,
           std::string receipt_hash, model::Time now);
  protocol::RowVerdict take_row(City::Transaction &transaction, protocol::IncidentRow const &row,
                                model::Time now);
  tl::expected<geo::LonLat, protocol::Problem> place_of(model::IncidentReport const &report) const;
  /// That the actor's own fix was at the place at `time`; nullopt: it proves nothing.
  std::optional<model::PlaceProof> proof_of(model::Principal const &principal,
                                            model::Incident const &incident,
                                            model::Time time) const;
  /// 422 that names the nearest ones; empty is no category.
  [[nodiscard]] std::optional<protocol::Problem>
  unknown_category(std::string const &category) const;
  /// What is wrong with whom or what the request names.
  std::optional<protocol::Problem> fault_of(model::Principal const &principal,
                                            model::Incident const &incident,
                                            protocol::ActionRequest const &request) const;

  /// What it is about and whose it is, as a fact; none when nothing says so.
  void add_routing(City::Transaction &transaction, std::string const &id,
                   rules::Router::Named const &category, model::Time time) const;

  City &city_;
  std::string receipt_secret_;
  std::shared_ptr<rules::Workflow const> workflow_;
  std::shared_ptr<rules::DeadlinePolicy const> policy_; ///< the deadlines
  std::shared_ptr<rules::Router const> router_;
  std::shared_ptr<rules::Ladder const> ladder_;
  DeadlineWatch deadlines_;
};

/// Strong, quoted: the version.
[[nodiscard]] std::string etag_of(model::Incident const &incident);

} // namespace yuntu::services
