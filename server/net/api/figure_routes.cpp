#include "server/net/api/api.hpp"
#include "server/net/api/query.hpp"
#include "server/services/figure_service.hpp"

#include <stdexcept>

namespace yuntu::net {
namespace {

using protocol::Problem;
using rules::FigureQuestion;
using services::KnownIncidents;

enum class Format : unsigned char { json, csv, xlsx };

/// Called once, on a thread that may take its time.
using OnKnown = std::function<void(KnownIncidents const &)>;

/// A period that goes on is counted from what is published, one that is over from the log as it was
/// then: asked again years later the answer is the same.
void know_incidents(Api const &api, FigureQuestion const &question, model::Time now,
                    Respond const &respond, OnKnown const &on_known) {
  if (question.to > now) {
    return api.read_counted(on_known);
  }
  bool const is_taken =
      api.ask_history([question, respond, on_known](services::HistoryService &history) {
        auto const known = history.incidents_at(question.to);
        known ? on_known(*known) : respond(answer_problem(known.error()));
      });
  if (!is_taken) {
    respond(
        answer_problem(503, "Too busy", "others are looking back just now; ask again in a second"));
  }
}

tl::expected<FigureQuestion, Problem> figure_question(Request const &request, model::Time now) {
  if (auto const unknown = unknown_parameter(request, {"from", "to", "by", "format"})) {
    return tl::unexpected(*unknown);
  }
  auto const from = find_time(request, "from");
  auto const to = find_time(request, "to");
  if (!from || !to) {
    return tl::unexpected(!from ? from.error() : to.error());
  }
  if (!*from || !*to) {
    return tl::unexpected(Problem{400, "Bad parameter", "give both \"from\" and \"to\"", {}});
  }
  FigureQuestion question{**from, **to, {}};
  if (auto const by = find_text(request, "by")) {
    auto const grouping = rules::parse_grouping(*by);
    if (!grouping) {
      return tl::unexpected(Problem{
          400, "Bad parameter", "\"by\" must be " + std::string(rules::grouping_words), {}});
    }
    question.by = *grouping;
  }
  if (auto const fault = services::fault_of(question, now)) {
    return tl::unexpected(*fault);
  }
  return question;
}

tl::expected<Format, Problem> format_of(Request const &request) {
  using Choice = std::pair<std::string_view, Format>;
  return choice_of(request, "format",
                   std::array{Choice{"json", Format::json}, Choice{"csv", Format::csv},
                              Choice{"xlsx", Format::xlsx}},
                   "json, csv or xlsx");
}

Response workbook_answer(protocol::FigureTable const &table) {
  try {
    return answer_file(protocol::figures_workbook(table),
                       "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                       "figures.xlsx");
  } catch (std::runtime_error const &error) { // no memory, no room for its scratch files
    return answer_problem(500, "No workbook", error.what());
  }
}

Response answer_in(Format format, protocol::FigureTable const &table) {
  switch (format) {
  case Format::csv:
    return answer_file(protocol::figures_csv(table), "text/csv; charset=utf-8", "figures.csv");
  case Format::xlsx:
    return workbook_answer(table);
  case Format::json:
    break;
  }
  return answer_json(200, protocol::figures_json(table));
}

void read_figures(Api const &api, Request const &request, Respond const &respond) {
  auto const now = api.now();
  auto const question = figure_question(request, now);
  auto const format = format_of(request);
  if (!question || !format) {
    return respond(answer_problem(!question ? question.error() : format.error()));
  }
  know_incidents(api, *question, now, respond,
                 [api, question = *question, format = *format, principal = request.principal, now,
                  respond](KnownIncidents const &known) {
                   respond(answer_in(format, services::figure_table(known, question, principal,
                                                                    api.figure_policy, now)));
                 });
}

void read_rankings(Api const &api, Request const &request, Respond const &respond) {
  auto const now = api.now();
  auto const unknown = unknown_parameter(request, {"month", "board"});
  auto const refusal = services::refusal_of_boards(request.principal);
  if (unknown || refusal) {
    return respond(answer_problem(unknown ? *unknown : *refusal));
  }
  auto const month = services::month_of(find_text(request, "month").value_or(""));
  if (!month) {
    return respond(answer_problem(400, "Bad parameter", "\"month\" must be a month, e.g. 2026-11"));
  }
  if (auto const fault = services::fault_of(*month, now)) {
    return respond(answer_problem(*fault));
  }
  know_incidents(api, *month, now, respond,
                 [api, month = *month, board = find_text(request, "board"), now,
                  respond](KnownIncidents const &known) {
                   auto const table =
                       services::ranking_table(known, month, board, api.figure_policy, now);
                   respond(table ? answer_json(200, protocol::rankings_json(*table))
                                 : answer_problem(table.error()));
                 });
}

} // namespace

void add_figure_routes(std::vector<Route> &routes, Api const &api) {
  auto const bind = binder(api);
  using rules::Operation;
  routes.push_back({Method::get, "/api/v1/figures", Operation::read_figures, bind(read_figures)});
  routes.push_back({Method::get, "/api/v1/rankings", Operation::read_figures, bind(read_rankings)});
}

} // namespace yuntu::net
