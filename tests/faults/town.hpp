#pragma once

#include "tests/e2e/load.hpp"
#include "tests/e2e/running_server.hpp"
#include "tests/faults/ledger.hpp"
#include "tests/faults/outcome.hpp"

#include <memory>
#include <string>
#include <vector>

namespace yuntu::faults {

/// A demo county whose server dies again and again, with everything it has ever acknowledged.
class Town {
public:
  Town() : places(test::demo_town().places_in(test::DemoTown::grid(1))), ledger(copy.data()) {}

  [[nodiscard]] std::filesystem::path data() const { return copy.data(); }
  [[nodiscard]] test::ApiClient as(test::RunningServer const &server,
                                   std::string const &user) const {
    return {server.port(), test::demo_town().token(user)};
  }

  /// A server that is ready; null = it has ended before, see `refusal`. Its time is noted.
  std::unique_ptr<test::RunningServer> start(std::vector<std::string> const &environment = {});
  /// Sends again what was under way when the server died; it must be taken now.
  void send_again(test::RunningServer const &server, Outcome &outcome);
  /// Everything acknowledged is stored, once, and shown.
  void check_kept(test::RunningServer const &server, Outcome &outcome);

  test::TownCopy copy;
  std::vector<test::DemoPlace> places;
  Ledger ledger;
  test::Acknowledged acknowledged;
  std::vector<double> ready_ms;
  std::string refusal; ///< what the server said that did not come up
  std::size_t sent_again = 0;

private:
  std::set<int> seen_; ///< incidents that were asked for over HTTP
};

/// "70" of what RunningServer throws; -1 when it says none.
[[nodiscard]] int exit_code_of(std::string const &refusal);

} // namespace yuntu::faults
