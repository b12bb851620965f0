#pragma once

#include "server/model/city_state.hpp"
#include "server/protocol/errors.hpp"
#include "server/services/base_map.hpp"
#include "server/services/secret.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <string>
#include <vector>

namespace yuntu::services {

/// What the operator's command line decides, with a running server or without one: pure, given the
/// state, so that both doors use the same rules. The caller commits `facts` and shows the rest.
struct OperatorDecision {
  struct Draft {
    model::FactBody body;
    std::string text;
    std::optional<model::Time> event_time = {}; ///< absent: when it is committed
  };
  std::vector<Draft> facts;
  std::string user;
  std::string secret; ///< the token or sign-in code; shown once, never stored
};

struct NewUser {
  std::string name;
  model::Role role = model::Role::resident;
  std::vector<std::string> areas;
  bool is_device = false;
};

/// By id or name; nullptr: nobody, or revoked.
[[nodiscard]] model::User const *find_user(model::CityState const &state, std::string const &who);

/// 422 for an area that is not a subdistrict, community or grid in use, for a taken name, for a
/// resident (residents need no account).
[[nodiscard]] tl::expected<OperatorDecision, protocol::Problem>
add_user(model::CityState const &state, BaseMap const &base, NewUser const &user,
         TokenSource const &make_token = random_token);

/// `who` is a user's id or name. Who ceases to be a grid worker goes off duty.
[[nodiscard]] tl::expected<OperatorDecision, protocol::Problem>
change_role(model::CityState const &state, BaseMap const &base, std::string const &who,
            model::Role role, std::vector<std::string> const &areas, model::Time now);
[[nodiscard]] tl::expected<OperatorDecision, protocol::Problem>
revoke_user(model::CityState const &state, std::string const &who, model::Time now);
/// A one-time sign-in link's code, good for 10 minutes.
[[nodiscard]] tl::expected<OperatorDecision, protocol::Problem>
issue_link(model::CityState const &state, std::string const &who, model::Time now,
           TokenSource const &make_token = random_token);
/// In use at once, or from `effective` on when that lies in the future (activate_layer then
/// follows). 409 when that version is in use already, or when `effective` lies before the time at
/// which another version took effect, or, in the future, before one at which another will. No
/// facts: that version takes effect then already. `successions` are told when it is in use at once.
[[nodiscard]] tl::expected<OperatorDecision, protocol::Problem>
publish_layer(model::CityState const &state, model::LayerVersion const &version,
              model::Time effective, model::Time now,
              std::vector<model::CodeSuccession> successions = {});
/// A version whose time has come is in use since then.
[[nodiscard]] OperatorDecision activate_layer(model::LayerScheduled const &coming,
                                              std::vector<model::CodeSuccession> successions);

inline constexpr std::chrono::minutes link_time{10};

} // namespace yuntu::services
