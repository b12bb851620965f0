#pragma once

#include "tests/geo/temp_dir.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace yuntu::test {

/// A point inside a building of the demo county, as `yuntu locate` sees it.
struct DemoPlace {
  double lon = 0; ///< degrees, WGS 84
  double lat = 0;
  nlohmann::json areas; ///< level -> {"code","name"} or null
};

/// The demo county, made and imported through `yuntu demo` and `yuntu import` by manifest.json.
/// Prepared once for each build of the binaries, whichever test comes first, and then only read.
struct DemoTown {
  std::filesystem::path files; ///< what `yuntu demo` wrote
  std::filesystem::path data;  ///< the data directory; to read only, with as many as you like
  /// The same, never opened: an SQLite file in use has neighbours that come and go, which no copy
  /// can be made of. TownCopy takes this one.
  std::filesystem::path sealed;
  nlohmann::json manifest;
  nlohmann::json reports; ///< what each import printed, in the manifest's order
  nlohmann::json places;  ///< building code -> {"lon","lat","areas"}, one point in each building

  /// Of desk (command), worker-1 and worker-2 (grid_worker of grid(1) and grid(2)), planner,
  /// steward, administrator and gateway.
  [[nodiscard]] std::string token(std::string const &user) const;
  /// Code of a grid, from 1 to 8.
  [[nodiscard]] static std::string grid(int number);
  /// Buildings in a grid, by code.
  [[nodiscard]] std::vector<DemoPlace> places_in(std::string const &grid) const;

  nlohmann::json users; ///< name -> what `yuntu user add` printed
};

[[nodiscard]] DemoTown const &demo_town();

/// A data directory of the test's own with the demo county in it.
class TownCopy {
public:
  TownCopy();
  [[nodiscard]] std::filesystem::path data() const { return dir_.path() / "data"; }
  [[nodiscard]] TempDir const &dir() const { return dir_; }

private:
  TempDir dir_;
};

} // namespace yuntu::test
