#include "server/net/api/api.hpp"
#include "server/net/api/coverage_query.hpp"
#include "server/net/api/map_format.hpp"
#include "server/net/api/query.hpp"
#include "server/services/reach_picture.hpp"
#include "server/services/secret.hpp"
#include "server/services/station_places.hpp"
#include "server/services/what_if_service.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::net {
namespace {

constexpr std::uint64_t most_openings = services::BarrierService::most_openings;

/// The standard city, and how somebody walks there.
struct Walkers {
  std::shared_ptr<services::WalkCity const> city;
  services::Walker walker;
};

/// `profile` of a body.
tl::expected<Walkers, protocol::Problem> walkers_of(Api const &api, std::string const &profile) {
  auto city = api.walk_city();
  if (!city) {
    return tl::unexpected(services::no_streets());
  }
  auto walker = services::read_profile(city->base().profiles(), profile);
  if (!walker) {
    return tl::unexpected(walker.error());
  }
  return Walkers{std::move(city), std::move(*walker)};
}

void ask_what_if(Api const &api, Request const &request, Respond const &respond) {
  auto asked = protocol::parse_what_if(request.body);
  if (!asked) {
    return respond(answer_problem(asked.error()));
  }
  auto const walkers = walkers_of(api, asked->profile);
  if (!walkers) {
    return respond(answer_problem(walkers.error()));
  }
  if (auto const unknown = services::unknown_kind(asked->stations, walkers->city->base())) {
    return respond(answer_problem(*unknown));
  }
  api.to_pool([shelf = api.what_ifs, walkers = *walkers, asked = std::move(*asked), respond] {
    auto const answer = services::what_if(
        *shelf, services::view_of(walkers.city, walkers.walker, asked.stations), asked);
    respond(answer ? answer_json(200, protocol::what_if_json(*answer))
                   : answer_problem(answer.error()));
  });
}

void draw_edited_reach(Api const &api, Request const &request, Respond const &respond) {
  auto asked = protocol::parse_edited_reach(request.body);
  if (!asked) {
    return respond(answer_problem(asked.error()));
  }
  auto const walkers = walkers_of(api, asked->town.profile);
  if (!walkers) {
    return respond(answer_problem(walkers.error()));
  }
  if (auto const unknown = services::unknown_kind(asked->town.stations, walkers->city->base())) {
    return respond(answer_problem(*unknown));
  }
  auto const origin = asked->station.empty()
                          ? tl::expected<services::CoverageOriginRequest, protocol::Problem>(
                                services::CoverageOriginRequest{asked->place, {}})
                          : station_of(asked->station, *walkers->city, asked->town.stations);
  if (!origin) {
    return respond(answer_problem(origin.error()));
  }
  api.to_pool([walkers = *walkers, origin = *origin, town = std::move(asked->town), respond] {
    auto const reach = services::edited_reach_picture(
        services::view_of(walkers.city, walkers.walker, town.stations), origin, town.limit_s,
        town.edits);
    respond(reach ? answer_geojson(protocol::reach_geojson(*reach))
                  : answer_problem(reach.error()));
  });
}

void read_barriers(Api const &api, Request const &request, Respond const &respond) {
  if (auto const unknown =
          unknown_parameter(request, {"minutes", "metres", "profile", "at", "kind", "most"})) {
    return respond(answer_problem(*unknown));
  }
  auto const most = find_count(request, "most");
  if (!most || (*most && (**most == 0 || **most > most_openings))) {
    return respond(!most ? answer_problem(most.error())
                         : answer_problem(400, "Bad parameter", "\"most\" must be 1 to 50"));
  }
  auto const question = walk_question(api.walk_city(), request);
  if (!question) {
    return respond(answer_problem(question.error()));
  }
  auto const answer = [respond, most = most->value_or(20)](protocol::BarriersAnswer barriers) {
    barriers.openings.resize(std::min<std::size_t>(barriers.openings.size(), most));
    respond(answer_json(200, protocol::barriers_json(barriers)));
  };
  if (auto known = api.barriers->find(question->walk, question->walker, question->limit_s,
                                      question->stations)) {
    return answer(std::move(*known));
  }
  bool const is_taken = api.look_for_barriers([barriers = api.barriers, asked = *question, answer] {
    answer(barriers->look(asked.walk, asked.walker, asked.limit_s, asked.stations));
  });
  if (!is_taken) {
    respond(answer_problem(503, "Too busy", "others are looking just now; ask again in a second"));
  }
}

void begin_siting(Api const &api, Request const &request, Respond const &respond) {
  auto question = protocol::parse_siting(request.body);
  if (!question) {
    return respond(answer_problem(question.error()));
  }
  auto const walkers = walkers_of(api, question->profile);
  if (!walkers) {
    return respond(answer_problem(walkers.error()));
  }
  if (auto const unknown = services::unknown_kind(question->stations, walkers->city->base())) {
    return respond(answer_problem(*unknown));
  }
  if (question->weight != protocol::SitingWeight::buildings &&
      services::total_weight(walkers->city->walk(), question->weight) == 0) {
    return respond(answer_problem(422, "Nothing to weigh by",
                                  std::string(services::words_for_missing(question->weight)) +
                                      "; let \"weight\" be another"));
  }
  auto const id = services::random_token().substr(0, 32);
  auto const begun = api.sitings->begin(request.principal, id, walkers->city, std::move(*question));
  if (!begun) {
    return respond(answer_problem(begun.error()));
  }
  api.to_siting(begun->lane, [sitings = api.sitings, id] { sitings->run(id); });
  auto response = answer_json(202, protocol::siting_job_json(begun->job));
  response.headers.emplace_back("Location", "/api/v1/siting/" + id);
  respond(response);
}

Response answer_siting(tl::expected<protocol::SitingJob, protocol::Problem> const &job) {
  return job ? answer_json(200, protocol::siting_job_json(*job)) : answer_problem(job.error());
}

/// `format` csv and geojson are of what was chosen: 409 while there is nothing of that.
void read_siting(Api const &api, Request const &request, Respond const &respond) {
  if (auto const unknown = unknown_parameter(request, {"format"})) {
    return respond(answer_problem(*unknown));
  }
  auto const format = map_format_of(request);
  if (!format) {
    return respond(answer_problem(format.error()));
  }
  auto const job = api.sitings->find(request.principal.user, request.captures[0]);
  if (!job || *format == MapFormat::json) {
    return respond(answer_siting(job));
  }
  if (!job->result) {
    return respond(answer_problem(409, "Nothing chosen",
                                  "the siting has no result (yet): ask for it as JSON, which says "
                                  "how it stands"));
  }
  respond(answer_in(*format, "sites",
                    {[&] { return protocol::siting_job_json(*job); },
                     [&] { return protocol::siting_csv(*job->question, *job->result); },
                     [&] { return protocol::siting_geojson(*job->question, *job->result); }}));
}

void cancel_siting(Api const &api, Request const &request, Respond const &respond) {
  respond(answer_siting(api.sitings->cancel(request.principal, request.captures[0])));
}

} // namespace

void add_planning_routes(std::vector<Route> &routes, Api const &api) {
  auto const bind = binder(api);
  auto const asks = rules::Operation::read_coverage;
  routes.push_back({Method::post, "/api/v1/coverage/what-if", asks, bind(ask_what_if)});
  routes.push_back({Method::post, "/api/v1/coverage/reach", asks, bind(draw_edited_reach)});
  routes.push_back({Method::get, "/api/v1/coverage/barriers", asks, bind(read_barriers)});
  auto const sites = rules::Operation::run_siting;
  Route begin{Method::post, "/api/v1/siting", sites, bind(begin_siting)};
  begin.most_bytes = protocol::most_siting_bytes;
  routes.push_back(std::move(begin));
  routes.push_back({Method::get, "/api/v1/siting/{id}", sites, bind(read_siting)});
  routes.push_back({Method::erase, "/api/v1/siting/{id}", sites, bind(cancel_siting)});
}

} // namespace yuntu::net
