#pragma once

#include "server/model/principal.hpp"
#include "server/protocol/resources.hpp"
#include "server/rules/workflow/workflow.hpp"
#include "server/services/city.hpp"

#include <memory>
#include <optional>
#include <string>

namespace yuntu::services {

struct AddedClosure {
  model::Closure closure;
  bool is_new = true;
};

/// Streets closed to people on foot, and stations closed for now. City thread only; `done` is
/// called after the commit. What a closure does to the stations' reach is computed elsewhere and
/// follows as facts of its own.
class ClosureService {
public:
  /// `workflow` says when an incident is over.
  ClosureService(City &city, std::shared_ptr<rules::Workflow const> workflow);

  /// 422 when no street lies within 20 m, for a station that there is not, or for an incident that
  /// there is not or that is over;
  /// 409 when the id is used for another closure.
  void add(model::Principal const &principal, protocol::ClosureRequest const &request,
           model::Time now, Done<AddedClosure> const &done);
  /// 404 when there is none with this id.
  void remove(model::Principal const &principal, std::string const &id, model::Time now,
              Done<bool> const &done);
  /// Opens what has passed its `until` and what an incident blocked that is over, or whatever it
  /// was merged into. Call it every second or so.
  void expire(model::Time now);

private:
  [[nodiscard]] std::optional<protocol::Problem> fault_of(model::Closure const &closure,
                                                          model::Time now) const;
  [[nodiscard]] bool blocks(std::string incident) const;

  City &city_;
  std::shared_ptr<rules::Workflow const> workflow_;
};

} // namespace yuntu::services
