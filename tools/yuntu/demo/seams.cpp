#include "tools/yuntu/demo/seams.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace yuntu::demo {
namespace {

std::pair<geo::LonLat, geo::LonLat> edge_of(geo::LonLat a, geo::LonLat b) {
  return a < b ? std::pair{a, b} : std::pair{b, a};
}

/// The vertices of the ring from index `from` round to index `to`, both included.
Chain walk_round(Chain const &ring, std::size_t from, std::size_t to) {
  Chain part{ring[from]};
  for (std::size_t i = from; i != to;) {
    i = (i + 1) % ring.size();
    part.push_back(ring[i]);
  }
  return part;
}

} // namespace

void Seams::split(geo::LonLat a, geo::LonLat b, geo::LonLat at) {
  if (at == a || at == b || !splits_.emplace(edge_of(a, b), at).second) {
    throw std::logic_error("a border edge is split twice, or at its own end");
  }
}

void Seams::append(Chain &out, geo::LonLat a, geo::LonLat b) const {
  auto const found = splits_.find(edge_of(a, b));
  if (found == splits_.end()) {
    out.push_back(b);
    return;
  }
  append(out, a, found->second);
  append(out, found->second, b);
}

Chain Seams::resolve_line(Chain const &line) const {
  Chain out{line.front()};
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    append(out, line[i], line[i + 1]);
  }
  return out;
}

Chain Seams::resolve_ring(Chain const &ring) const {
  Chain closed = ring;
  closed.push_back(ring.front());
  closed = resolve_line(closed);
  closed.pop_back();
  return closed;
}

std::pair<Chain, Chain> cut_ring(Chain const &ring, Chain const &line) {
  auto const index_of = [&ring](geo::LonLat p) {
    auto const found = std::find(ring.begin(), ring.end(), p);
    if (found == ring.end()) {
      throw std::logic_error("a cut ends beside the border it should cut");
    }
    return static_cast<std::size_t>(found - ring.begin());
  };
  std::size_t const start = index_of(line.front());
  std::size_t const end = index_of(line.back());
  Chain left = walk_round(ring, end, start);
  left.insert(left.end(), line.begin() + 1, line.end() - 1);
  Chain right = walk_round(ring, start, end);
  right.insert(right.end(), line.rbegin() + 1, line.rend() - 1);
  return {left, right};
}

Chain border_around(std::vector<Chain> const &rings) {
  std::set<std::pair<geo::LonLat, geo::LonLat>> open;
  for (Chain const &ring : rings) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      geo::LonLat const a = ring[i];
      geo::LonLat const b = ring[(i + 1) % ring.size()];
      if (open.erase({b, a}) == 0) {
        open.emplace(a, b);
      }
    }
  }
  std::map<geo::LonLat, geo::LonLat> next(open.begin(), open.end());
  Chain border;
  for (geo::LonLat at = next.begin()->first; border.size() <= next.size();) {
    border.push_back(at);
    at = next.at(at);
    if (at == border.front()) {
      break;
    }
  }
  if (border.size() != open.size()) {
    throw std::logic_error("areas to be joined do not make one piece of land");
  }
  return border;
}

} // namespace yuntu::demo
