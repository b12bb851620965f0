#pragma once

#include "tests/e2e/api_client.hpp"
#include "tests/e2e/demo_town.hpp"
#include "tests/e2e/live_client.hpp"
#include "tests/e2e/running_server.hpp"

#include <string>
#include <vector>

namespace yuntu::test {

using Lines = std::vector<std::string>;

/// The demo county with its server up, and what people do in it. Each action REQUIREs that the
/// server has taken it.
class Scene {
public:
  Scene();

  /// By the gateway, 30 s after the report before, so that nobody seems to fly.
  void report(std::string const &worker, std::uint64_t seq, DemoPlace const &place) const;
  void end_duty(std::string const &worker) const;
  /// By the desk.
  void raise(int number, DemoPlace const &place) const;
  void act(int number, std::string const &action, int version) const;

  [[nodiscard]] ApiClient as(std::string const &user) const {
    return {server.port(), demo_town().token(user)};
  }
  [[nodiscard]] LiveClient watch_as(std::string const &user, Wire wire = Wire::text) const {
    return {server.port(), demo_town().token(user), wire};
  }
  /// Where a viewer that has seen everything stands.
  [[nodiscard]] Cursor cursor_of(std::string const &user) const;

  TownCopy town;
  RunningServer server;
  std::vector<DemoPlace> here;  ///< in grid 1, which worker-1 sees
  std::vector<DemoPlace> there; ///< in grid 2
};

/// What a viewer is shown, see describe(); the areas as `yuntu locate` gives them, in which no
/// server has a hand.
[[nodiscard]] std::string worker_line(std::string const &id, DemoPlace const &place);
[[nodiscard]] std::string incident_line(int number, std::string const &stage_and_version,
                                        DemoPlace const &place);
[[nodiscard]] Lines starting_with(std::string const &start, Lines const &lines);

} // namespace yuntu::test
