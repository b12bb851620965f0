#pragma once

#include "server/model/clock_ahead.hpp"
#include "server/model/fact.hpp"
#include "server/model/shift.hpp"
#include "server/model/staff.hpp"
#include "server/model/worker.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace yuntu::model {

struct User {
  std::string id;
  std::string name;
  Role role = Role::resident;
  std::vector<std::string> areas;
  std::string token_hash;
  bool is_device = false;
  bool is_revoked = false;
  friend bool operator==(User const &, User const &) = default;
};

struct SignInLink {
  std::string user;
  Time expires;
  friend bool operator==(SignInLink const &, SignInLink const &) = default;
};

struct Session {
  std::string user;
  Time expires;
  friend bool operator==(Session const &, Session const &) = default;
};

struct Device {
  std::string user;
  std::string datum = "wgs84"; ///< of fixes that name none
  std::uint32_t radius_percent = 68;
  std::string datum_suspect;                 ///< what fits its fixes better; empty: nothing does
  std::string enrolment;                     ///< hash of its secret id; empty: has none
  std::map<std::uint64_t, DeviceMark> boots; ///< the newest 8 boots
  friend bool operator==(Device const &, Device const &) = default;
};

/// A street or a station that is closed for now.
struct Closure {
  std::string id;
  geo::LonLat position;
  std::string reason;
  std::optional<Time> until;
  std::string incident = {}; ///< that it is for; empty: none
  std::string station = {};  ///< what is closed, its code; empty: the street at `position`
  friend bool operator==(Closure const &, Closure const &) = default;
};

/// Everything the log says, folded. There are two of them in a server: the *decided* state (city
/// thread: what the rules run on) and the *published* state (live thread: what is stored and may
/// be shown). Both are filled by `fold` alone, from a checkpoint and the commits after it.
/// A plain value: copy it to hand it to another thread.
struct CityState {
  std::uint64_t seq = 0;                      ///< of the newest fact folded
  std::uint64_t tick = 0;                     ///< of the newest commit folded
  std::map<LayerKind, LayerPublished> layers; ///< in use; their successions stand in the facts only
  std::map<LayerKind, std::vector<LayerScheduled>> coming; ///< by the time they take effect
  std::map<std::string, User> users;
  std::map<std::string, SignInLink> links; ///< by hash of the code
  std::map<std::string, Session> sessions; ///< by hash of the session token
  std::map<std::string, Device> devices;
  std::map<std::string, std::string> enrolments; ///< device by hash of its secret id
  std::map<std::string, Worker> workers;
  std::map<std::string, Incident> incidents;
  std::map<std::string, Closure> closures;
  std::map<std::string, ReachChanged> reaches; ///< by station
  std::map<std::string, Plan> plans;           ///< those that are kept
  Staff staff;
  /// By worker: planned shifts in order, without those that are over (see `fold_fact`).
  std::map<std::string, std::vector<Shift>> shifts;
  std::optional<ClockAhead> clock_ahead; ///< the newest; none since the clock was set back

  friend bool operator==(CityState const &, CityState const &) = default;
};

/// The areas of a point by the layers now in use.
class Locate {
public:
  /// `map` names the layers that `find` answers by: equal names give equal answers; 0 = no name.
  template <typename Find>
  requires std::is_invocable_r_v<AreaCodes, Find &, geo::LonLat> Locate(Find find,
                                                                        std::uint64_t map = 0)
      : find_(std::move(find)), map_(map) {}

  [[nodiscard]] AreaCodes operator()(geo::LonLat place) const { return find_(place); }
  /// Without a search when it was found by these very layers.
  [[nodiscard]] AreaCodes operator()(PositionRecord const &record) const {
    return map_ != 0 && record.found.map == map_ ? record.found.areas : find_(record.position);
  }

private:
  std::function<AreaCodes(geo::LonLat)> find_;
  std::uint64_t map_;
};

/// Folds one fact; `tick` is that of its commit. A planned shift is dropped when a DutyChanged by
/// roster has ended it, and a day after its end when the worker's next one is planned.
void fold_fact(CityState &state, Fact const &fact, std::uint64_t tick);
/// Facts in order, then positions; sets the state's seq and tick. When a layer of areas was
/// published, relocate_workers: `locate` must then answer for the new layer.
void fold(CityState &state, CommitGroup const &group, Locate const &locate);
/// After a layer was published: every worker's areas anew, and every worker with a fix gets the
/// state's tick, changed or not. After a restart only the newest layers are known, so which ones
/// changed cannot be told, and the state must come out the same.
void relocate_workers(CityState &state, Locate const &locate);

} // namespace yuntu::model
