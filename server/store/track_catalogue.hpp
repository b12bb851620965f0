#pragma once

#include "server/model/day.hpp"
#include "server/model/fact.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <variant>
#include <vector>

namespace yuntu::store {

class Database;

/// Which positions stand in which track file, as the log's facts say it.
///
/// One rule decides where a commit's positions are in force: up to `sealed_through` they are in the
/// segments, behind it in position_blocks. So the commit of a TrackSegmentSealed is the instant at
/// which both change, and blocks that are still there afterwards are leftovers, to be deleted at
/// leisure. A plain value.
class TrackCatalogue {
public:
  using Segment = model::TrackSegmentSealed;

  [[nodiscard]] static bool is_about_tracks(model::FactBody const &body) {
    return std::holds_alternative<Segment>(body) ||
           std::holds_alternative<model::TrackDayExpired>(body);
  }
  /// What is not about tracks is passed over. Throws StorageFailed for ranges that overlap or leave
  /// a gap and for days that cannot be read.
  void add(model::FactBody const &body);

  [[nodiscard]] std::uint64_t sealed_through() const { return sealed_through_; }
  /// Of days that are not past retention, in order.
  [[nodiscard]] std::map<model::Day, std::vector<Segment>> const &days() const { return days_; }
  /// The segments that are kept of the range of commits that `tick` lies in, by day.
  [[nodiscard]] std::vector<Segment> segments_at(std::uint64_t tick) const;
  /// Those that hold anything of (after, through].
  [[nodiscard]] std::vector<Segment> segments_between(std::uint64_t after,
                                                      std::uint64_t through) const;
  /// Past retention, or before a day that is.
  [[nodiscard]] bool is_expired(model::Day day) const { return expired_ && day <= *expired_; }
  [[nodiscard]] bool is_kept(Segment const &segment) const;
  /// What the next segment of the day gets: number and offset.
  [[nodiscard]] std::uint64_t next_segment(model::Day day) const;
  [[nodiscard]] std::uint64_t next_offset(model::Day day) const;

private:
  void take(Segment const &segment);
  void take(model::TrackDayExpired const &body);

  std::uint64_t sealed_from_ = 1; ///< of the newest range
  std::uint64_t sealed_through_ = 0;
  std::map<model::Day, std::vector<Segment>> days_;
  std::map<model::Day, std::uint64_t> expired_segments_; ///< the newest number, by day
  std::optional<model::Day> expired_;
};

/// Adds the facts behind `after_seq` and gives back the seq of the newest of them.
std::uint64_t read_catalogue(Database &database, std::uint64_t after_seq,
                             TrackCatalogue &catalogue);

} // namespace yuntu::store
