#pragma once

#include "server/net/http_message.hpp"
#include "server/protocol/errors.hpp"
#include "server/services/coverage_service.hpp"
#include "server/services/walk_view.hpp"

#include <tl/expected.hpp>

#include <memory>
#include <optional>
#include <string>

namespace yuntu::net {

// What the questions about walks have in common; each refusal names the parameter.

/// `profile`, one of the county's; standard when it is not given.
[[nodiscard]] tl::expected<services::Walker, protocol::Problem>
walker_of(Request const &request, services::WalkProfiles const &profiles);
/// `at` and `kind`: which stations count. 404 when none is of the kind.
[[nodiscard]] tl::expected<model::StationFilter, protocol::Problem>
stations_of(Request const &request, services::BaseMap const &base);
/// The station with that code; 404 when there is none, 422 when it does not count.
[[nodiscard]] tl::expected<services::CoverageOriginRequest, protocol::Problem>
station_of(std::string const &code, services::WalkCity const &city,
           model::StationFilter const &filter);

/// What walks are asked about.
struct WalkQuestion {
  std::shared_ptr<services::WalkCity const> walk; ///< the standard one
  services::Walker walker;
  double limit_s = 0;
  model::StationFilter stations;
  std::optional<services::CoverageOriginRequest> origin; ///< nullopt: none was given

  /// Makes the profile's map when it is the first to ask: on a pool thread.
  [[nodiscard]] services::WalkView view() const {
    return services::view_of(walk, walker, stations);
  }
};

/// `profile`, exactly one of `minutes` and `metres` (at most two hours), `at` and `kind`; of `lon`
/// and `lat`, or a `station` (404 when there is none, 422 when it does not count). `walk` null:
/// 409.
[[nodiscard]] tl::expected<WalkQuestion, protocol::Problem>
walk_question(std::shared_ptr<services::WalkCity const> walk, Request const &request);

} // namespace yuntu::net
