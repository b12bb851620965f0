#pragma once

#include "geo/envelope.hpp"
#include "server/live/interest.hpp"
#include "server/model/city_state.hpp"
#include "server/protocol/live_values.hpp"

#include <map>
#include <string>

namespace yuntu::live {

/// The streets from which one reaches each station: computed elsewhere, shown once the fact that
/// says so is stored. Live thread only.
class ReachBoard {
public:
  /// `upsert` is the newest computed, `shown` the newest whose fact is stored.
  struct Entry {
    protocol::Shared<protocol::ReachUpsert> upsert;
    std::string digest;
    protocol::Shared<protocol::ReachUpsert> shown;
    geo::Envelope box; ///< of all that was ever staged: who holds an old form hears of the new one
  };

  /// The streets that belong to a coming or present ReachChanged with this digest.
  void stage(protocol::ReachUpsert reach, std::string digest, model::CityState const &published);
  /// What the fact shows; nullptr: nothing, or its streets are not here.
  protocol::Shared<protocol::ReachUpsert> show(model::ReachChanged const &fact);

  [[nodiscard]] bool is_in_view(std::string const &station, Interest const &interest) const;
  [[nodiscard]] std::map<std::string, Entry> const &entries() const { return entries_; }

private:
  std::map<std::string, Entry> entries_;
};

} // namespace yuntu::live
