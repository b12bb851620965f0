#include "server/live/fact_ring.hpp"

#include <algorithm>

namespace yuntu::live {

void FactRing::add(FactChange change) {
  auto const newest = change.seq;
  auto const now = change.time;
  if (change.is_shown()) {
    changes_.push_back(std::move(change));
  }
  while (!changes_.empty() &&
         (newest - changes_.front().seq >= most_facts || now - changes_.front().time > longest)) {
    covered_from_ = std::max(covered_from_, changes_.front().seq);
    changes_.pop_front();
  }
}

} // namespace yuntu::live
