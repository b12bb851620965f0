#pragma once

#include "geo/what_if.hpp"
#include "server/protocol/people_count.hpp"
#include "server/services/coverage_service.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace yuntu::services {

/// The city as what-if questions see it: its stations at the streets nearest to them that are open;
/// those that do not count stand nowhere. Valid as long as the city.
[[nodiscard]] geo::ServedTown served_town(WalkView const &view, std::int32_t limit_mm);

/// Keeps workspaces for what-if questions warm, since making one searches the whole town (about
/// 10 ms) and a question takes microseconds. Any thread; questions at the same time have workspaces
/// of their own. A workspace that lies here does not keep its city: when closures or layers change,
/// the next question finds that it is of no use any more.
class WhatIfShelf {
public:
  static constexpr std::size_t most_kept = 4;

  /// A workspace, and whom the stations serve as things are, counted when it was made.
  using Ask = std::function<void(geo::WhatIf &, protocol::PeopleCount const &served)>;
  /// Calls `ask` with a workspace for this city, the stations that count and the longest walk,
  /// which is nobody else's meanwhile.
  void use(WalkView const &view, std::int32_t limit_mm, Ask const &ask);
  /// Workspaces that lie here.
  [[nodiscard]] std::size_t size() const;

private:
  struct Workspace {
    std::weak_ptr<WalkCity const> city; ///< that `what_if` refers to
    std::vector<bool> stations;         ///< which of the city's count
    std::unique_ptr<geo::WhatIf> what_if;
    protocol::PeopleCount served; ///< without any edit
  };

  static Workspace made(WalkView const &view, std::vector<bool> stations, std::int32_t limit_mm);
  std::optional<Workspace> take(std::shared_ptr<WalkCity const> const &city,
                                std::vector<bool> const &stations, std::int32_t limit_mm);
  void give_back(Workspace workspace);

  mutable std::mutex mutex_;
  std::deque<Workspace> kept_; ///< used last in front
};

} // namespace yuntu::services
