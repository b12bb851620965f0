#include "server/net/api/api.hpp"
#include "server/rules/visibility.hpp"

namespace yuntu::net {
namespace {

void read_workers(Api const &api, Request const &request, Respond const &respond) {
  api.read_published([principal = request.principal, respond](model::CityState const &state) {
    auto const rights = rules::audiences_of(principal);
    std::vector<model::Worker> workers;
    std::vector<std::string> names;
    for (auto const &[id, worker] : state.workers) {
      auto const audience = worker.fix ? model::audience_of(worker.fix->areas) : model::Audience{};
      bool const is_self = id == principal.user;
      if (!worker.is_on_duty() ||
          (!is_self && !rights.admits(model::DataClass::worker, audience))) {
        continue;
      }
      workers.push_back(worker);
      auto const user = state.users.find(id);
      names.push_back(user == state.users.end() ? id : user->second.name);
    }
    respond(answer_json(200, protocol::workers_json(workers, names)));
  });
}

void report_positions(Api const &api, Request const &request, Respond const &respond) {
  auto batch = protocol::parse_position_batch(request.body);
  if (!batch) {
    return respond(answer_problem(batch.error()));
  }
  api.to_city([api, principal = request.principal, batch = std::move(*batch), respond] {
    api.positions->report(principal, batch, api.now(),
                          respond_with<model::Acknowledgement>(respond, [](auto const &ack) {
                            return answer_json(200, protocol::acknowledgement_json(ack));
                          }));
  });
}

void change_duty(Api const &api, Request const &request, Respond const &respond) {
  auto const duty = protocol::parse_duty_request(request.body);
  if (!duty) {
    return respond(answer_problem(duty.error()));
  }
  api.to_city([api, principal = request.principal, duty = *duty, respond] {
    api.positions->change_duty(
        principal, duty.worker, duty.is_on, duty.time, api.now(),
        respond_with<services::DutyState>(respond, [](auto const &state) {
          return answer_json(200, protocol::duty_json(state.worker, state.is_on, state.since));
        }));
  });
}

} // namespace

void add_worker_routes(std::vector<Route> &routes, Api const &api) {
  auto const bind = binder(api);
  routes.push_back(
      {Method::get, "/api/v1/workers", rules::Operation::read_workers, bind(read_workers)});
  routes.push_back({Method::post, "/api/v1/positions", rules::Operation::report_positions,
                    bind(report_positions)});
  routes.push_back(
      {Method::post, "/api/v1/duty", rules::Operation::change_duty, bind(change_duty)});
}

} // namespace yuntu::net
