#pragma once

#include "server/model/fact.hpp"
#include "server/model/position_report.hpp"
#include "server/store/event_log.hpp"
#include "server/store/track_segment.hpp"
#include "tools/yuntu/simulate/beat.hpp"
#include "tools/yuntu/simulate/gps.hpp"
#include "tools/yuntu/simulate/walk.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace yuntu::bench {

/// Workers with a fix every ten seconds, each at a moment of its own: the simulator's walk and its
/// GPS errors on a lattice of streets 80 m apart.
class WalkingDay {
public:
  explicit WalkingDay(std::size_t workers);

  /// The fixes of the next 100 ms.
  [[nodiscard]] std::vector<model::PositionRecord> next();
  [[nodiscard]] model::Time now() const;

private:
  struct Walker {
    std::string worker;
    std::string device;
    simulate::Walk walk;
    simulate::Gps gps;
    std::uint64_t seq = 0;
  };

  simulate::Beat beat_;
  std::vector<std::unique_ptr<Walker>> walkers_;
  demo::Random random_;
  std::uint64_t slot_ = 0;
};

/// GeoLife's points as fixes of one commit each; empty when the file is not there.
[[nodiscard]] std::vector<store::TrackRecord> geolife(std::filesystem::path const &data);

/// `count` facts as a county's days bring them: presence, incidents and their steps, duty.
void append_facts(store::EventLog &log, std::size_t count, std::size_t facts_a_commit);

} // namespace yuntu::bench
