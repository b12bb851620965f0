#include "server/services/operator_service.hpp"

#include "server/rules/presence_tracker.hpp"
#include "server/services/secret.hpp"

#include <algorithm>

namespace yuntu::services {
namespace {

using Decision = tl::expected<OperatorDecision, protocol::Problem>;

tl::unexpected<protocol::Problem> refuse(unsigned status, std::string title, std::string detail) {
  return tl::unexpected(protocol::Problem{status, std::move(title), std::move(detail), {}});
}

std::optional<std::string> unknown_area(BaseMap const &base,
                                        std::vector<std::string> const &areas) {
  for (auto const &code : areas) {
    if (base.governed_levels(code) != 1) {
      return code;
    }
  }
  return std::nullopt;
}

tl::unexpected<protocol::Problem> no_such_user(std::string const &who) {
  return refuse(404, "No such user", "there is no user with the id or name \"" + who + "\"");
}

tl::unexpected<protocol::Problem> no_such_area(std::string const &code) {
  return refuse(422, "Unknown area",
                "\"" + code +
                    "\" must be the code of one subdistrict, community or grid in use, "
                    "and not of areas on several levels");
}

Decision schedule_layer(model::CityState const &state, model::LayerScheduled const &next) {
  auto const coming = state.coming.find(next.layer);
  if (coming != state.coming.end()) {
    auto const &last = coming->second.back();
    if (std::find(coming->second.begin(), coming->second.end(), next) != coming->second.end()) {
      return OperatorDecision{};
    }
    if (next.effective < last.effective) {
      return refuse(409, "Too early",
                    "version " + last.version + " takes effect at " +
                        model::format_rfc3339(last.effective) +
                        "; one that is published later cannot take effect between now and then");
    }
  }
  return OperatorDecision{{{next, {}}}, {}, {}};
}

/// Who may not report any more is not on duty any more.
void end_duty(model::CityState const &state, std::string const &user, model::Time now,
              OperatorDecision &decision) {
  auto const worker = state.workers.find(user);
  if (worker == state.workers.end() || !worker->second.is_on_duty()) {
    return;
  }
  decision.facts.push_back({model::DutyChanged{user, false, now, "operator"}, {}});
  auto left = rules::presence_ended(worker->second.presence, now);
  if (!left.is_empty()) {
    decision.facts.push_back({rules::fact_of(user, std::move(left), "operator"), {}});
  }
}

} // namespace

model::User const *find_user(model::CityState const &state, std::string const &who) {
  auto const by_id = state.users.find(who);
  if (by_id != state.users.end()) {
    return by_id->second.is_revoked ? nullptr : &by_id->second;
  }
  auto const by_name = std::find_if(state.users.begin(), state.users.end(), [&](auto const &entry) {
    return entry.second.name == who && !entry.second.is_revoked;
  });
  return by_name == state.users.end() ? nullptr : &by_name->second;
}

Decision add_user(model::CityState const &state, BaseMap const &base, NewUser const &user,
                  TokenSource const &make_token) {
  if (user.name.empty() || user.name.size() > 128) {
    return refuse(422, "Bad name", "a user's name has 1 to 128 bytes");
  }
  if (user.role == model::Role::resident) {
    return refuse(422, "No account needed", "residents report without an account");
  }
  if (find_user(state, user.name) != nullptr) {
    return refuse(409, "Name taken", "there is a user \"" + user.name + "\" already");
  }
  if (auto const code = unknown_area(base, user.areas)) {
    return no_such_area(*code);
  }
  OperatorDecision decision;
  decision.user = "u" + std::to_string(state.users.size() + 1);
  decision.secret = make_token();
  decision.facts.push_back({model::UserAdded{decision.user, user.role, user.areas,
                                             digest(decision.secret), user.is_device},
                            user.name});
  return decision;
}

Decision change_role(model::CityState const &state, BaseMap const &base, std::string const &who,
                     model::Role role, std::vector<std::string> const &areas, model::Time now) {
  auto const *const user = find_user(state, who);
  if (user == nullptr) {
    return no_such_user(who);
  }
  if (role == model::Role::resident) {
    return refuse(422, "No account needed", "to end an account: yuntu user revoke");
  }
  if (auto const code = unknown_area(base, areas)) {
    return no_such_area(*code);
  }
  OperatorDecision decision{{{model::UserRoleChanged{user->id, role, areas}, {}}}, user->id, {}};
  if (role != model::Role::grid_worker) {
    end_duty(state, user->id, now, decision);
  }
  return decision;
}

Decision revoke_user(model::CityState const &state, std::string const &who, model::Time now) {
  auto const *const user = find_user(state, who);
  if (user == nullptr) {
    return no_such_user(who);
  }
  OperatorDecision decision{{{model::UserRevoked{user->id}, {}}}, user->id, {}};
  end_duty(state, user->id, now, decision);
  return decision;
}

Decision issue_link(model::CityState const &state, std::string const &who, model::Time now,
                    TokenSource const &make_token) {
  auto const *const user = find_user(state, who);
  if (user == nullptr) {
    return no_such_user(who);
  }
  OperatorDecision decision;
  decision.user = user->id;
  decision.secret = make_token();
  decision.facts.push_back(
      {model::SignInLinkIssued{user->id, digest(decision.secret), now + link_time}, {}});
  return decision;
}

Decision publish_layer(model::CityState const &state, model::LayerVersion const &version,
                       model::Time effective, model::Time now,
                       std::vector<model::CodeSuccession> successions) {
  auto const in_use = state.layers.find(version.layer);
  if (in_use != state.layers.end() && in_use->second.version == version.version) {
    return refuse(409, "In use already",
                  "this content is version " + version.version + ", which is in use");
  }
  if (in_use != state.layers.end() && effective < in_use->second.effective) {
    return refuse(409, "Too early",
                  "the version in use took effect at " +
                      model::format_rfc3339(in_use->second.effective) +
                      "; a later import cannot take effect before it");
  }
  auto const features = static_cast<std::int64_t>(version.features.size());
  if (effective > now) {
    return schedule_layer(state, {version.layer, version.version, features, effective});
  }
  return activate_layer({version.layer, version.version, features, effective},
                        std::move(successions));
}

OperatorDecision activate_layer(model::LayerScheduled const &coming,
                                std::vector<model::CodeSuccession> successions) {
  OperatorDecision decision;
  decision.facts.push_back({model::LayerPublished{coming.layer, coming.version, coming.features,
                                                  coming.effective, std::move(successions)},
                            {},
                            coming.effective});
  return decision;
}

} // namespace yuntu::services
