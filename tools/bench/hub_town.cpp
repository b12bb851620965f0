#include "tools/bench/hub_town.hpp"

#include "geo/tile_math.hpp"

#include <protozero/pbf_reader.hpp>

#include <algorithm>
#include <cmath>

namespace yuntu::bench {
namespace {

constexpr std::uint32_t first_x = 13'500;
constexpr std::uint32_t first_y = 6'400;

/// A place given in cells from the north-west corner.
geo::LonLat lon_lat(double x, double y) {
  constexpr double pi = 3.14159265358979323846;
  auto const world = std::exp2(14.0);
  auto const lon = (first_x + x) / world * 360 - 180;
  auto const lat = std::atan(std::sinh(pi * (1 - 2 * (first_y + y) / world))) * 180 / pi;
  return geo::LonLat::from_degrees(lon, lat).value();
}

std::string numbered(char letter, int number) {
  auto const digits = std::to_string(10'000 + number).substr(1);
  return letter + digits;
}

/// 10 x 11 grids, five of them a community, all one subdistrict. As an AreaLocator does: the same
/// areas are the same shared object.
std::vector<model::AreaCodes> make_areas() {
  std::vector<model::AreaCodes> all;
  for (int grid = 0; grid < 110; ++grid) {
    model::AreaCodes areas;
    areas.set(model::AreaLevel::subdistrict, "S001");
    areas.set(model::AreaLevel::community, numbered('C', grid / 5));
    areas.set(model::AreaLevel::grid, numbered('G', grid));
    all.push_back(areas);
  }
  return all;
}

std::size_t grid_at(double x, double y) {
  auto const column = std::min(static_cast<int>(x / 10), 9);
  auto const row = std::min(static_cast<int>(y * 11 / HubTown::cells), 10);
  return static_cast<std::size_t>(row * 10 + column);
}

std::uint64_t workers_in(protozero::pbf_reader message) {
  std::uint64_t count = 0;
  while (message.next()) {
    if (message.tag() != 3) {
      message.skip();
      continue;
    }
    auto block = message.get_message();
    while (block.next()) {
      count += block.tag() == 5 ? 1U : 0U;
      block.skip();
    }
  }
  return count;
}

/// Of a snapshot (2) or changes (3).
std::uint64_t records_in(std::string const &frame) {
  protozero::pbf_reader message(frame);
  message.next();
  return message.tag() == 2 || message.tag() == 3 ? workers_in(message.get_message()) : 0;
}

} // namespace

HubTown::HubTown() : areas_(make_areas()) {
  state_.seq = 1;
  state_.tick = 1;
  std::uniform_real_distribution<double> anywhere(0, cells);
  for (int i = 0; i < workers; ++i) {
    auto &worker = state_.workers[numbered('w', i)];
    worker.id = numbered('w', i);
    worker.duty.push_back({model::from_unix_ms(0), {}});
    places_.emplace_back(anywhere(random_), anywhere(random_));
    place(worker, places_.back().first, places_.back().second);
    walking_.push_back(&worker);
  }
  hub_ = std::make_unique<live::Hub>("bench", state_);
}

void HubTown::place(model::Worker &worker, double x, double y) {
  worker.fix = model::WorkerFix{
      lon_lat(x, y), 60,
      model::from_unix_ms(1'795'132'800'000 + static_cast<std::int64_t>(state_.tick) * 10),
      areas_[grid_at(x, y)]};
  worker.tick = state_.tick;
}

protocol::Subscribe HubTown::message_of(Watcher const &watcher) const {
  auto const north_west = lon_lat(watcher.x + 0.2, watcher.y + 0.2);
  auto const south_east = lon_lat(watcher.x + watcher.wide - 0.2, watcher.y + watcher.high - 0.2);
  protocol::Subscribe message;
  message.bbox = {north_west.lon(), south_east.lat(), south_east.lon(), north_west.lat()};
  message.zoom = 15;
  message.layers = {protocol::LiveLayer::worker, protocol::LiveLayer::incident};
  return message;
}

void HubTown::add_viewer(int wide, int high) {
  Watcher watcher;
  watcher.socket = std::make_shared<SwallowingSocket>();
  watcher.wide = wide;
  watcher.high = high;
  watcher.x = static_cast<int>(random_() % static_cast<unsigned>(cells - wide + 1));
  watcher.y = static_cast<int>(random_() % static_cast<unsigned>(cells - high + 1));
  viewers_.push_back(watcher);
  auto const id = viewers_.size();
  model::AudienceSet rights;
  rights.sees_workers = rights.sees_incidents = rights.sees_reach = rights.is_everywhere = true;
  hub_->open(id, watcher.socket, protocol::WireFormat::binary);
  hub_->sign_in(id, {"u" + std::to_string(id), model::Role::command, {}, {}}, rights, {});
  (void)write_all();
  hub_->subscribe(id, message_of(watcher));
  (void)write_all();
}

void HubTown::add_mixed_viewers(int count) {
  for (int i = 0; i < count; ++i) {
    auto const share = i % 100;
    auto const side = share < 60 ? 3 : share < 90 ? 8 : share < 99 ? 30 : cells;
    add_viewer(side, side);
  }
}

void HubTown::pan(std::size_t viewer, Pan pan) {
  auto &watcher = viewers_[viewer];
  if (watcher.x + watcher.drift < 0 || watcher.x + watcher.drift + watcher.wide > cells) {
    watcher.drift = -watcher.drift;
  }
  watcher.x += watcher.wide < cells ? watcher.drift : 0;
  auto message = message_of(watcher);
  if (pan == Pan::by_resume) {
    message.resume = protocol::Cursor{"bench", state_.seq, state_.tick};
  }
  hub_->subscribe(viewer + 1, message);
}

void HubTown::subscribe_again(std::size_t viewer) {
  hub_->subscribe(viewer + 1, message_of(viewers_[viewer]));
}

model::CommitGroup HubTown::walk(int count) {
  model::CommitGroup group;
  group.tick = ++state_.tick;
  std::uniform_real_distribution<double> step(-0.005, 0.005); // 10 m
  for (int i = 0; i < count; ++i) {
    auto const who = random_() % static_cast<unsigned>(workers);
    auto &[x, y] = places_[who];
    x = std::clamp(x + step(random_), 0.0, cells - 0.001);
    y = std::clamp(y + step(random_), 0.0, cells - 0.001);
    place(*walking_[who], x, y);
    model::PositionRecord record;
    record.worker = walking_[who]->id;
    record.time = walking_[who]->fix->time;
    group.positions.push_back(std::move(record));
  }
  return group;
}

std::uint64_t HubTown::write_all() {
  std::uint64_t records = 0;
  for (std::size_t i = 0; i < viewers_.size(); ++i) {
    while (viewers_[i].socket->is_writing) {
      viewers_[i].socket->is_writing = false;
      hub_->ready(i + 1);
    }
    for (auto const &frame : viewers_[i].socket->taken) {
      records += records_in(*frame);
    }
    viewers_[i].socket->taken.clear();
  }
  return records;
}

std::uint64_t HubTown::bytes() const {
  std::uint64_t sum = 0;
  for (auto const &watcher : viewers_) {
    sum += watcher.socket->bytes;
  }
  return sum;
}

} // namespace yuntu::bench
