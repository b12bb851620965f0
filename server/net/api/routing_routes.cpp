#include "server/net/api/api.hpp"
#include "server/net/api/query.hpp"
#include "server/protocol/routing_answers.hpp"

#include <algorithm>

namespace yuntu::net {
namespace {

constexpr std::size_t longest_text = 4096; ///< as of a report

void read_categories(Api const &api, Request const & /*request*/, Respond const &respond) {
  auto const &router = *api.incident_policy.router;
  protocol::ShownCategories shown{router.tree().name(), router.tree().title(), {}, {}};
  for (auto const &group : router.tree().classes()) {
    shown.classes.push_back({{group.code, group.name}, {}});
    for (auto const &category : group.categories) {
      shown.classes.back().categories.push_back({category.code, category.name});
    }
  }
  for (auto const &department : router.departments().departments()) {
    shown.departments.push_back({department.code, department.name});
  }
  respond(answer_json(200, protocol::categories_json(shown)));
}

std::string name_of(rules::DepartmentTable const &table, std::string const &code) {
  auto const &all = table.departments();
  auto const found =
      std::find_if(all.begin(), all.end(), [&](auto const &each) { return each.code == code; });
  return found == all.end() ? std::string{} : found->name;
}

void try_routing(Api const &api, Request const &request, Respond const &respond) {
  if (auto const unknown = unknown_parameter(request, {"text", "lon", "lat", "category"})) {
    return respond(answer_problem(*unknown));
  }
  auto const text = find_text(request, "text");
  if (!text || text->size() > longest_text) {
    return respond(answer_problem(400, "Bad parameter",
                                  "\"text\" must be what was reported, at most 4096 bytes"));
  }
  auto const place = place_of(request);
  if (!place) {
    return respond(answer_problem(place.error()));
  }
  auto const &router = *api.incident_policy.router;
  std::string category;
  if (auto const named = find_text(request, "category"); named && !named->empty()) {
    auto const known = router.find_category(*named);
    if (!known) {
      return respond(answer_problem(422, "Unknown category", router.words_for_unknown(*named)));
    }
    category = *known;
  }
  auto const areas = api.base()->locate(*place);
  auto found = router.route({category}, *text, areas);
  auto name = name_of(router.departments(), found.routing.department);
  protocol::TriedRouting tried{std::move(found.routing), std::move(name), {}, areas};
  for (auto &score : found.scores) {
    tried.scores.push_back({std::move(score.category), score.score, std::move(score.words)});
  }
  respond(answer_json(200, protocol::tried_routing_json(tried)));
}

/// The most frequent first, then by name.
std::vector<protocol::CorrectedPair> sorted_pairs(rules::RoutingCounts const &counts) {
  std::vector<protocol::CorrectedPair> pairs;
  for (auto const &[pair, of] : counts.corrected_pairs()) {
    pairs.push_back({pair.first, pair.second, of});
  }
  std::stable_sort(pairs.begin(), pairs.end(), [](auto const &one, auto const &other) {
    return protocol::total_of(one) > protocol::total_of(other);
  });
  return pairs;
}

void read_corrections(Api const &api, Request const & /*request*/, Respond const &respond) {
  api.read_routings([respond](rules::RoutingCounts const &counts) {
    respond(answer_json(200, protocol::corrections_json(sorted_pairs(counts))));
  });
}

} // namespace

void add_routing_routes(std::vector<Route> &routes, Api const &api) {
  auto const bind = binder(api);
  using rules::Operation;
  routes.push_back(
      {Method::get, "/api/v1/categories", Operation::read_categories, bind(read_categories)});
  routes.push_back({Method::get, "/api/v1/routing", Operation::try_routing, bind(try_routing)});
  routes.push_back({Method::get, "/api/v1/routing/corrections", Operation::read_corrections,
                    bind(read_corrections)});
}

} // namespace yuntu::net
