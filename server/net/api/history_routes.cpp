#include "server/net/api/api.hpp"
#include "server/net/api/query.hpp"

namespace yuntu::net {
namespace {

constexpr std::uint64_t most_fixes = 10'000;

/// Answers from the history's own thread, or 503 when enough are waiting for it.
template <typename Value>
void ask(Api const &api, Respond const &respond,
         std::function<tl::expected<Value, protocol::Problem>(services::HistoryService &)> question,
         std::string (*to_json)(Value const &)) {
  bool const is_taken =
      api.ask_history([respond, question, to_json](services::HistoryService &history) {
        auto const answer = question(history);
        respond(answer ? answer_json(200, to_json(*answer)) : answer_problem(answer.error()));
      });
  if (!is_taken) {
    respond(
        answer_problem(503, "Too busy", "others are looking back just now; ask again in a second"));
  }
}

void read_state(Api const &api, Request const &request, Respond const &respond) {
  auto const unknown = unknown_parameter(request, {"at", "as_of"});
  auto const at = find_time(request, "at");
  auto const as_of = find_time(request, "as_of");
  if (unknown || !at || !as_of) {
    return respond(answer_problem(unknown ? *unknown : !at ? at.error() : as_of.error()));
  }
  services::StateQuestion const question{*at, *as_of};
  ask<protocol::StateAnswer>(
      api, respond,
      [principal = request.principal, question, now = api.now()](auto &history) {
        return history.state(principal, question, now);
      },
      protocol::state_json);
}

tl::expected<services::TrackQuestion, protocol::Problem> track_question(Request const &request) {
  if (auto const unknown = unknown_parameter(request, {"from", "to", "cursor", "limit"})) {
    return tl::unexpected(*unknown);
  }
  auto const from = find_time(request, "from");
  auto const to = find_time(request, "to");
  auto const limit = find_count(request, "limit");
  if (!from || !to || !limit) {
    return tl::unexpected(!from ? from.error() : !to ? to.error() : limit.error());
  }
  if (!*from || !*to) {
    return tl::unexpected(
        protocol::Problem{400, "Bad parameter", "give both \"from\" and \"to\"", {}});
  }
  services::TrackQuestion question{request.captures[0], **from, **to,
                                   find_text(request, "cursor").value_or("")};
  if (*limit && (**limit == 0 || **limit > most_fixes)) {
    return tl::unexpected(
        protocol::Problem{400, "Bad parameter", "\"limit\" must be 1 to 10000", {}});
  }
  question.limit = limit->value_or(question.limit);
  return question;
}

void read_track(Api const &api, Request const &request, Respond const &respond) {
  auto const question = track_question(request);
  if (!question) {
    return respond(answer_problem(question.error()));
  }
  ask<protocol::TrackAnswer>(
      api, respond,
      [principal = request.principal, question = *question, now = api.now()](auto &history) {
        return history.track(principal, question, now);
      },
      protocol::track_json);
}

} // namespace

void add_history_routes(std::vector<Route> &routes, Api const &api) {
  auto const bind = binder(api);
  routes.push_back({Method::get, "/api/v1/state", rules::Operation::read_state, bind(read_state)});
  routes.push_back(
      {Method::get, "/api/v1/workers/{id}/track", rules::Operation::read_track, bind(read_track)});
}

} // namespace yuntu::net
