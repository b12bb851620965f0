#include "server/live/reach_board.hpp"

#include <utility>

namespace yuntu::live {

using protocol::LiveLayer;

void ReachBoard::stage(protocol::ReachUpsert reach, std::string digest,
                       model::CityState const &published) {
  auto &entry = entries_[reach.station];
  for (auto const &line : reach.streets) {
    entry.box.expand(geo::envelope_of(line));
  }
  auto const stored = published.reaches.find(reach.station);
  bool const is_stored =
      stored != published.reaches.end() && !entry.shown && stored->second.streets_digest == digest;
  entry.digest = std::move(digest);
  entry.upsert = protocol::encode_reach(std::move(reach));
  if (is_stored) {
    entry.shown = entry.upsert; // at the start: its fact is older than the ring
  }
}

protocol::Shared<protocol::ReachUpsert> ReachBoard::show(model::ReachChanged const &fact) {
  auto const found = entries_.find(fact.station);
  if (found == entries_.end() || found->second.digest != fact.streets_digest) {
    return nullptr;
  }
  found->second.shown = found->second.upsert;
  return found->second.shown;
}

bool ReachBoard::is_in_view(std::string const &station, Interest const &interest) const {
  auto const found = entries_.find(station);
  return interest.wants(LiveLayer::reach) &&
         (interest.everywhere.has(LiveLayer::reach) || found == entries_.end() ||
          found->second.box.intersects(interest.box));
}

} // namespace yuntu::live
