#include "tools/yuntu/fetch_world.hpp"

#include "tools/yuntu/command.hpp"
#include "tools/yuntu/simulate/world_reader.hpp"

#include <initializer_list>
#include <optional>

namespace yuntu::tools {
namespace {

/// The body, or nullopt for a status that means: there is nothing.
std::optional<std::string> fetch(HttpClient &client, std::string const &path,
                                 std::initializer_list<long> nothing) {
  auto answer = client.get(path);
  if (answer.status == 200) {
    return std::move(answer.body);
  }
  for (auto const status : nothing) {
    if (answer.status == status) {
      return std::nullopt;
    }
  }
  throw CommandError("GET " + path + " answered " + std::to_string(answer.status) + ": " +
                     answer.body);
}

} // namespace

simulate::World fetch_world(HttpClient &client) {
  simulate::World world;
  if (auto const text = fetch(client, "/api/v1/layers/grid", {404})) {
    world.grids = simulate::read_grids(*text);
  }
  if (auto const text = fetch(client, "/api/v1/layers/estate", {404})) {
    world.estates = simulate::read_estates(*text);
  }
  if (auto const text = fetch(client, "/api/v1/layers/building", {404})) {
    world.homes = simulate::read_homes(*text);
  }
  world.streets = simulate::read_streets(*fetch(client, "/api/v1/streets", {}));
  if (auto const text = fetch(client, "/api/v1/staff", {403, 404})) {
    world.staff = simulate::read_staff(*text, world.grids);
  }
  return world;
}

} // namespace yuntu::tools
