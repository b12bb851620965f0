#include "tools/yuntu/simulate/walk.hpp"

#include "geo/local_frame.hpp"

#include <algorithm>

namespace yuntu::simulate {

Walk::Walk(Beat const &beat, std::uint64_t seed)
    : beat_(&beat), random_(seed), speed_mps_(random_.between(0.9, 1.5)) {
  constexpr int most_tries = 20;
  for (int i = 0; i < most_tries; ++i) {
    tail_ = static_cast<std::uint32_t>(random_.below(beat.points.size()));
    if (!beat.points[tail_].is_silent) {
      break;
    }
  }
  if (!is_standing_for_good()) {
    way_ = choose_way(static_cast<std::uint32_t>(beat.points.size())); // from nowhere: any will do
  }
}

std::uint32_t Walk::choose_way(std::uint32_t from) {
  auto const first = beat_->first_way[tail_];
  auto const count = beat_->first_way[tail_ + 1] - first;
  std::uint32_t back = count;
  for (std::uint32_t i = 0; i < count; ++i) {
    back = beat_->ways[first + i].head == from ? i : back;
  }
  if (back == count || count == 1) {
    return first + static_cast<std::uint32_t>(random_.below(count));
  }
  auto const chosen = static_cast<std::uint32_t>(random_.below(count - 1));
  return first + (chosen < back ? chosen : chosen + 1);
}

void Walk::arrive() {
  auto const from = tail_;
  tail_ = beat_->ways[way_].head;
  way_ = choose_way(from);
  constexpr double stop_share = 0.15;
  if (beat_->points[tail_].has_door && random_.chance(stop_share)) {
    pause_s_ = random_.between(20.0, 240.0);
  }
}

void Walk::advance(double seconds) {
  if (is_standing_for_good()) {
    return;
  }
  while (seconds > 0) {
    double const stands_s = std::min(pause_s_, seconds);
    pause_s_ -= stands_s;
    seconds -= stands_s;
    double const left_m = beat_->ways[way_].length_m - walked_m_;
    double const goes_m = speed_mps_ * seconds;
    if (goes_m < left_m) {
      walked_m_ += goes_m;
      return;
    }
    seconds -= left_m / speed_mps_;
    walked_m_ = 0;
    arrive();
  }
}

geo::LonLat Walk::place() const {
  auto const tail = beat_->points[tail_].place;
  if (is_standing_for_good()) {
    return tail;
  }
  auto const &way = beat_->ways[way_];
  geo::LocalFrame const frame(tail);
  auto const ahead = frame.to_metric(beat_->points[way.head].place);
  double const share = walked_m_ / way.length_m;
  return frame.to_lon_lat({share * ahead.easting, share * ahead.northing});
}

bool Walk::is_in_alley() const {
  return beat_->points[tail_].is_alley;
}

bool Walk::is_silent() const {
  return beat_->points[tail_].is_silent;
}

} // namespace yuntu::simulate
