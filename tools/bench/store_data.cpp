#include "tools/bench/store_data.hpp"

#include "tools/yuntu/track.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace yuntu::bench {
namespace {

constexpr std::int64_t day_start_ms = 1'795'132'800'000; // 2026-11-20T08:00:00+08:00
constexpr std::uint64_t slots_a_round = 100;             // of 100 ms: a fix every ten seconds
constexpr std::uint32_t lattice = 12;

/// Streets 80 m apart.
simulate::Beat lattice_beat() {
  simulate::Beat beat;
  constexpr std::int32_t step_lon = 8'800;
  constexpr std::int32_t step_lat = 7'200;
  for (std::uint32_t y = 0; y < lattice; ++y) {
    for (std::uint32_t x = 0; x < lattice; ++x) {
      auto const place =
          geo::LonLat::from_units(1'183'500'000 + static_cast<std::int32_t>(x) * step_lon,
                                  350'500'000 + static_cast<std::int32_t>(y) * step_lat);
      beat.points.push_back({place.value(), (x + y) % 3 == 0, false, false});
      beat.first_way.push_back(static_cast<std::uint32_t>(beat.ways.size()));
      auto const at = y * lattice + x;
      if (x > 0) {
        beat.ways.push_back({at - 1, 80});
      }
      if (x + 1 < lattice) {
        beat.ways.push_back({at + 1, 80});
      }
      if (y > 0) {
        beat.ways.push_back({at - lattice, 80});
      }
      if (y + 1 < lattice) {
        beat.ways.push_back({at + lattice, 80});
      }
    }
  }
  beat.first_way.push_back(static_cast<std::uint32_t>(beat.ways.size()));
  return beat;
}

model::FactBody fact_body(std::uint64_t i, model::Time time) {
  auto const number = std::to_string(i % 5'000);
  switch (i % 8) {
  case 0: {
    model::IncidentReported incident;
    incident.id = "6f2c1a90-0000-4000-8000-" + std::to_string(100'000'000'000 + i / 8 % 50'000);
    incident.channel = "12345";
    incident.category = "noise";
    incident.position = *geo::LonLat::from_units(1'183'500'000, 350'500'000);
    incident.time = time;
    incident.body_hash = "0123456789abcdef0123456789abcdef";
    return incident;
  }
  case 1:
    return model::IncidentMoved{
        "6f2c1a90-0000-4000-8000-" + std::to_string(100'000'000'000 + i / 8 % 50'000),
        model::Action::classify, model::Stage::received, model::Stage::classified, 2};
  case 2:
    return model::DutyChanged{"w" + number, i % 16 == 2, time, "roster"};
  default:
    return model::PresenceChanged{
        "w" + number,
        {{model::AreaLevel::grid, "371302001001"}, {model::AreaLevel::building, "371302001001-17"}},
        {{model::AreaLevel::grid, "371302001002"}},
        "position"};
  }
}

} // namespace

WalkingDay::WalkingDay(std::size_t workers) : beat_(lattice_beat()), random_(7) {
  for (std::size_t i = 0; i < workers; ++i) {
    auto const worker = "w" + std::to_string(10'000 + i);
    walkers_.push_back(std::make_unique<Walker>(
        Walker{worker, "tablet-" + worker, simulate::Walk(beat_, i), simulate::Gps(i)}));
  }
}

model::Time WalkingDay::now() const {
  return model::from_unix_ms(day_start_ms + static_cast<std::int64_t>(slot_) * 100);
}

std::vector<model::PositionRecord> WalkingDay::next() {
  std::vector<model::PositionRecord> records;
  for (std::size_t i = slot_ % slots_a_round; i < walkers_.size(); i += slots_a_round) {
    auto &walker = *walkers_[i];
    walker.walk.advance(10);
    auto const fix = walker.gps.measure(walker.walk.place(), 10, simulate::Sky::open);
    model::PositionRecord record;
    record.worker = walker.worker;
    record.device = walker.device;
    record.boot = 1;
    record.seq = ++walker.seq;
    record.content_hash = static_cast<std::uint32_t>(random_.between(0.0, 4'294'967'295.0));
    // A phone's clock ticks in seconds, its message takes a while.
    record.time = model::from_unix_ms(model::to_unix_ms(now()) / 1'000 * 1'000);
    record.position = fix.place;
    record.accuracy_dm = static_cast<std::uint32_t>(std::lround(fix.accuracy_m * 10));
    records.push_back(std::move(record));
  }
  ++slot_;
  return records;
}

std::vector<store::TrackRecord> geolife(std::filesystem::path const &data) {
  auto const file = data / "gps" / "geolife_small.gpkg";
  std::vector<store::TrackRecord> records;
  if (!std::filesystem::exists(file)) {
    return records;
  }
  demo::Random random(3);
  tools::TrackOptions options;
  options.track_field = "trajectory_id";
  options.time_field = "t";
  for (auto const &track : tools::read_tracks(file, options).tracks) {
    std::uint64_t seq = 0;
    for (auto const &point : track.points) {
      model::PositionRecord record;
      record.worker = "w" + track.id;
      record.device = "tablet-" + track.id;
      record.boot = 1;
      record.seq = ++seq;
      record.content_hash = static_cast<std::uint32_t>(random.between(0.0, 4'294'967'295.0));
      record.time = point.time;
      record.position = point.place;
      record.accuracy_dm = 50;
      // As if each had been sent at once, ten commits a second.
      records.push_back(
          {static_cast<std::uint64_t>(model::to_unix_ms(point.time)) / 100, 0, std::move(record)});
    }
  }
  return records;
}

void append_facts(store::EventLog &log, std::size_t count, std::size_t facts_a_commit) {
  std::uint64_t done = 0;
  while (done < count) {
    auto const head = log.head();
    model::CommitGroup group;
    group.tick = head.tick + 1;
    group.time = model::from_unix_ms(day_start_ms + static_cast<std::int64_t>(group.tick) * 10);
    for (std::size_t i = 0; i < facts_a_commit && done < count; ++i, ++done) {
      auto body = fact_body(done, group.time);
      bool const has_text = std::holds_alternative<model::IncidentReported>(body);
      group.facts.push_back({head.seq + i + 1, head.tick, group.time, group.time, "u17",
                             std::move(body), has_text ? "夜间施工扰民，楼下装修" : ""});
    }
    log.append(group);
  }
}

} // namespace yuntu::bench
