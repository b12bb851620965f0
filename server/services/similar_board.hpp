#pragma once

#include "server/model/city_state.hpp"
#include "server/model/principal.hpp"
#include "server/protocol/resources.hpp"
#include "server/rules/duplicates/similar_incidents.hpp"
#include "server/rules/routing/category_tree.hpp"
#include "server/rules/workflow/workflow.hpp"

#include <memory>

namespace yuntu::services {

/// Which published incidents may be about the same thing. Live thread only.
class SimilarBoard {
public:
  /// Categories are akin by `tree`.
  SimilarBoard(model::CityState const &state, std::shared_ptr<rules::Workflow const> workflow,
               rules::CategoryTree const &tree);

  /// After `state` has folded the group.
  void follow(model::CommitGroup const &group, model::CityState const &state);
  /// Adds to it what is like it, of what this principal may see.
  void show(protocol::ShownIncident &shown, model::CityState const &state,
            model::Principal const &principal) const;

private:
  void put(model::Incident const &incident);

  std::shared_ptr<rules::Workflow const> workflow_;
  rules::SimilarIncidents open_;
};

} // namespace yuntu::services
