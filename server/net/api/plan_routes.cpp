#include "server/net/api/api.hpp"
#include "server/services/secret.hpp"

#include <utility>

namespace yuntu::net {
namespace {

Response answer_plan(unsigned status, services::SharedPlans::Result const &plan) {
  if (!plan) {
    return answer_problem(plan.error());
  }
  auto response = answer_json(status, protocol::plan_json(*plan));
  response.headers.emplace_back("ETag", "\"" + std::to_string(plan->plan.version) + "\"");
  if (status == 201) {
    response.headers.emplace_back("Location", "/api/v1/plans/" + plan->plan.id);
  }
  return response;
}

Response nothing_more() {
  Response response;
  response.status = 204;
  return response;
}

void read_plans(Api const &api, Request const & /*request*/, Respond const &respond) {
  api.to_plans([plans = api.plans, respond] {
    respond(answer_json(200, protocol::plans_json(plans->all())));
  });
}

void read_plan(Api const &api, Request const &request, Respond const &respond) {
  api.to_plans([plans = api.plans, id = request.captures[0], respond] {
    respond(answer_plan(200, plans->find(id)));
  });
}

void make_plan(Api const &api, Request const &request, Respond const &respond) {
  auto asked = protocol::parse_plan(request.body);
  if (!asked) {
    return respond(answer_problem(asked.error()));
  }
  api.to_plans([plans = api.plans, who = request.principal, asked = std::move(*asked), respond] {
    auto id = services::random_token().substr(0, 32);
    respond(answer_plan(201, plans->make(who, std::move(id), asked)));
  });
}

void change_plan(Api const &api, Request const &request, Respond const &respond) {
  auto asked = protocol::parse_plan_change(request.body);
  if (!asked) {
    return respond(answer_problem(asked.error()));
  }
  api.to_plans([plans = api.plans, who = request.principal, id = request.captures[0],
                asked = std::move(*asked),
                respond] { respond(answer_plan(200, plans->change(who, id, asked))); });
}

void remove_plan(Api const &api, Request const &request, Respond const &respond) {
  api.to_plans([api, who = request.principal, id = request.captures[0], respond] {
    auto const is_kept = api.plans->to_remove(who, id);
    if (!is_kept) {
      return respond(answer_problem(is_kept.error()));
    }
    if (!*is_kept) {
      api.plans->take_away(id);
      return respond(nothing_more());
    }
    services::Done<bool> const done = [api, id,
                                       respond](tl::expected<bool, protocol::Problem> forgotten) {
      if (!forgotten) {
        api.to_plans([plans = api.plans, id] { plans->not_removed(id); });
        return respond(answer_problem(forgotten.error()));
      }
      api.to_plans([plans = api.plans, id, respond] {
        plans->take_away(id);
        respond(nothing_more());
      });
    };
    api.to_city([api, who, id, done] { api.plan_keeper->forget(who, id, api.now(), done); });
  });
}

void save_plan(Api const &api, Request const &request, Respond const &respond) {
  api.to_plans([api, who = request.principal, id = request.captures[0], respond] {
    auto const plan = api.plans->to_keep(who, id);
    if (!plan) {
      return respond(answer_problem(plan.error()));
    }
    services::Done<bool> const done = [api, id, version = plan->version,
                                       respond](tl::expected<bool, protocol::Problem> kept) {
      if (!kept) {
        api.to_plans([plans = api.plans, id] { plans->not_kept(id); });
        return respond(answer_problem(kept.error()));
      }
      api.to_plans([plans = api.plans, id, version, respond] {
        plans->kept(id, version);
        respond(answer_plan(200, plans->find(id)));
      });
    };
    api.to_city(
        [api, who, plan = *plan, done] { api.plan_keeper->keep(who, plan, api.now(), done); });
  });
}

} // namespace

void add_plan_routes(std::vector<Route> &routes, Api const &api) {
  auto const bind = binder(api);
  constexpr auto reads = rules::Operation::read_plans;
  constexpr auto changes = rules::Operation::change_plan;
  routes.push_back({Method::get, "/api/v1/plans", reads, bind(read_plans)});
  routes.push_back({Method::post, "/api/v1/plans", changes, bind(make_plan)});
  routes.push_back({Method::get, "/api/v1/plans/{id}", reads, bind(read_plan)});
  routes.push_back({Method::put, "/api/v1/plans/{id}", changes, bind(change_plan)});
  routes.push_back({Method::erase, "/api/v1/plans/{id}", changes, bind(remove_plan)});
  routes.push_back({Method::post, "/api/v1/plans/{id}/save", changes, bind(save_plan)});
}

} // namespace yuntu::net
