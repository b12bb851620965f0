#include "tests/faults/town.hpp"

#include <chrono>

namespace yuntu::faults {

std::unique_ptr<test::RunningServer> Town::start(std::vector<std::string> const &environment) {
  auto const begin = std::chrono::steady_clock::now();
  try {
    auto server =
        std::make_unique<test::RunningServer>(data(), std::filesystem::path{}, environment);
    std::chrono::duration<double, std::milli> const taken =
        std::chrono::steady_clock::now() - begin;
    ready_ms.push_back(taken.count());
    refusal.clear();
    return server;
  } catch (std::runtime_error const &error) {
    refusal = error.what();
    return nullptr;
  }
}

void Town::send_again(test::RunningServer const &server, Outcome &outcome) {
  for (auto const &request : acknowledged.open) {
    auto const answer = as(server, request.user).post(request.path, request.body);
    outcome.expect(answer.status == 200 || answer.status == 201,
                   "sent again to " + request.path + ": " + std::to_string(answer.status) + " " +
                       answer.raw.body);
    if (request.path == "/api/v1/positions" && answer.status == 200 &&
        answer.body.at("rejected").empty()) {
      auto const &reports = request.body.at("reports");
      acknowledged.reports.emplace(request.body.at("worker"), reports.at(0).at("seq"));
    }
    ++sent_again;
  }
  acknowledged.open.clear();
}

void Town::check_kept(test::RunningServer const &server, Outcome &outcome) {
  outcome.take_violations(ledger.read_on());
  outcome.take_violations(ledger.missing(acknowledged));
  for (int const number : acknowledged.incidents) {
    if (seen_.insert(number).second) {
      auto const answer = as(server, "desk").get("/api/v1/incidents/" + test::uuid(number));
      outcome.expect(answer.status == 200,
                     "incident " + std::to_string(number) + " is not shown after the restart");
    }
  }
}

int exit_code_of(std::string const &refusal) {
  std::string const mark = "exit code ";
  auto const at = refusal.find(mark);
  return at == std::string::npos ? -1 : std::stoi(refusal.substr(at + mark.size()));
}

} // namespace yuntu::faults
