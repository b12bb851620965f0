#pragma once

#include "server/live/hub.hpp"
#include "server/rules/visibility.hpp"
#include "tests/support/live_proto.hpp"
#include "tests/support/samples.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace yuntu::test {

/// Keeps what it is given; the test says when it has been written.
class RecordingSocket final : public live::Socket {
public:
  explicit RecordingSocket(protocol::WireFormat format = protocol::WireFormat::json)
      : format_(format) {}

  std::size_t offer(std::vector<live::Frame> frames, live::Lane by) override {
    lane = by;
    if (is_closed) {
      return 0;
    }
    ++unwritten;
    for (auto const &frame : frames) {
      bytes += frame->size();
      unread.push_back(format_ == protocol::WireFormat::json ? nlohmann::json::parse(*frame)
                                                             : decode_server_message(*frame));
    }
    return frames.size();
  }
  void close(live::CloseReason reason, std::string const & /*words*/) override {
    is_closed = true;
    close_reason = reason;
  }

  std::vector<nlohmann::json> unread;
  std::size_t bytes = 0;
  int unwritten = 0;                   ///< offers taken and not yet said to be written
  live::Lane lane = live::Lane::facts; ///< of the newest offer
  bool is_stuck = false;
  bool is_closed = false;
  live::CloseReason close_reason{};

private:
  protocol::WireFormat format_;
};

/// A town of two grids side by side (G1 west of 118.36, G2 east) in one community, with nothing
/// around it, its published state and the hub on it; time stands still.
class LiveTown {
public:
  static constexpr double border = 118.36;

  LiveTown() { restart(); }
  /// Another town: where its areas lie, and those of them that are counted.
  LiveTown(model::Locate where, std::vector<live::CountArea> areas)
      : where_(std::move(where)), areas_(std::move(areas)) {
    restart();
  }

  static model::AreaCodes locate(geo::LonLat where) {
    bool const is_inside = where.lon() >= 118.30 && where.lon() < 118.42;
    return is_inside ? areas_of("S1", "C1", where.lon() < border ? "G1" : "G2")
                     : model::AreaCodes{};
  }

  /// As above with micro-grids, some 360 m wide, which lie `shift` degrees further west.
  static model::Locate locate_finely(double shift) {
    return {[shift](geo::LonLat where) {
      auto areas = locate(where);
      if (!areas[model::AreaLevel::grid].empty()) {
        auto const strip = static_cast<int>((where.lon() - 118 + shift) / 0.004);
        areas.set(model::AreaLevel::microgrid, "M" + std::to_string(strip));
      }
      return areas;
    }};
  }

  [[nodiscard]] static std::vector<live::CountArea> two_grids() {
    using model::AreaLevel;
    return {{AreaLevel::grid, "G1", place(118.33, 35.05), {"S1", "C1", "G1"}},
            {AreaLevel::grid, "G2", place(118.39, 35.05), {"S1", "C1", "G2"}},
            {AreaLevel::community, "C1", place(118.36, 35.05), {"S1", "C1", ""}},
            {AreaLevel::subdistrict, "S1", place(118.36, 35.05), {"S1", "", ""}}};
  }

  live::Hub &hub() { return *hub_; }
  model::CityState state;
  std::vector<model::CommitGroup> log;
  protocol::WireFormat format = protocol::WireFormat::json; ///< of who connects from now on

  // What happens in the town.
  void commit(std::vector<model::FactBody> const &bodies,
              std::vector<model::PositionRecord> positions = {}, std::string const &text = {}) {
    model::CommitGroup group;
    group.tick = state.tick + 1;
    group.time = now;
    auto seq = state.seq;
    for (auto const &body : bodies) {
      group.facts.push_back({++seq, state.tick, now, now, "u1", body, text});
    }
    group.positions = std::move(positions);
    model::fold(state, group, where_);
    hub_->publish(group);
    log.push_back(std::move(group));
    settle();
  }
  void go_on_duty(std::string const &worker) {
    commit({model::DutyChanged{worker, true, at_s(-3600), "person"}});
  }
  void go_off_duty(std::string const &worker) {
    commit({model::DutyChanged{worker, false, now, "person"}});
  }
  model::PositionRecord fix(std::string const &worker, double lon, double lat) {
    model::PositionRecord record;
    record.worker = worker;
    record.device = "d-" + worker;
    record.boot = 1;
    record.seq = ++position_seq_;
    record.time = now;
    record.position = place(lon, lat);
    record.accuracy_dm = 50;
    return record;
  }
  void move(std::string const &worker, double lon, double lat = 35.05) {
    commit({}, {fix(worker, lon, lat)});
  }
  /// On duty and seen there.
  void place_worker(std::string const &worker, double lon) {
    go_on_duty(worker);
    move(worker, lon);
  }
  void report(std::string const &id, double lon, double lat = 35.05,
              std::string const &text = "水管爆裂",
              model::Severity severity = model::Severity::routine) {
    model::IncidentReported body;
    body.id = id;
    body.channel = "web";
    body.position = place(lon, lat);
    body.areas = where_(body.position);
    body.severity = severity;
    body.time = now;
    commit({body}, {}, text);
  }
  void act(std::string const &id, model::Action action, model::Stage to) {
    auto const &incident = state.incidents.at(id);
    commit({model::IncidentMoved{id, action, incident.stage, to, incident.version + 1, {}}});
  }
  void flush() {
    hub_->flush();
    settle();
  }
  /// A re-import: from now on areas lie elsewhere.
  void redraw(model::Locate where) {
    where_ = std::move(where);
    commit({model::LayerPublished{model::LayerKind::microgrid, "v", 1, now}});
    hub_->workers_relocated();
    settle();
  }

  // Viewers.
  struct Viewer {
    live::ViewerId id = 0;
    std::shared_ptr<RecordingSocket> socket;

    /// What came since the last call.
    std::vector<nlohmann::json> take() { return std::exchange(socket->unread, {}); }
  };
  Viewer connect(model::Principal const &who) {
    Viewer viewer{++next_id_, std::make_shared<RecordingSocket>(format)};
    sockets_[viewer.id] = viewer.socket;
    hub_->open(viewer.id, viewer.socket, format);
    hub_->sign_in(viewer.id, who, rules::audiences_of(who), now);
    settle();
    return viewer;
  }
  void subscribe(Viewer const &viewer, protocol::Subscribe const &message) {
    hub_->subscribe(viewer.id, message);
    settle();
  }
  /// Connected and subscribed to everything, hello and snapshot read.
  Viewer watch(model::Principal const &who, protocol::Subscribe const &message) {
    auto viewer = connect(who);
    subscribe(viewer, message);
    viewer.take();
    return viewer;
  }
  void disconnect(Viewer const &viewer) {
    hub_->close(viewer.id);
    sockets_.erase(viewer.id);
  }
  /// Says of every socket that is not stuck that it has written what it took.
  void settle() {
    bool is_quiet = false;
    while (!is_quiet) {
      is_quiet = true;
      for (auto const &[id, socket] : sockets_) {
        if (!socket->is_stuck && socket->unwritten > 0) {
          --socket->unwritten;
          hub_->ready(id);
          is_quiet = false;
        }
      }
    }
  }
  /// A new process on the same log: the ring filled from it, nobody connected.
  void restart() {
    sockets_.clear();
    hub_ = std::make_unique<live::Hub>("epoch-1", state);
    hub_->use_areas(areas_);
    hub_->start_ring_after(0);
    for (auto const &group : log) {
      hub_->recall(group);
    }
  }

  model::Time now = at_s(0);

private:
  model::Locate where_ = locate;
  std::vector<live::CountArea> areas_ = two_grids();
  std::unique_ptr<live::Hub> hub_;
  std::map<live::ViewerId, std::shared_ptr<RecordingSocket>> sockets_;
  live::ViewerId next_id_ = 0;
  std::uint64_t position_seq_ = 0;
};

[[nodiscard]] inline model::Principal commander() {
  return {"u1", model::Role::command, {}, {}};
}
[[nodiscard]] inline model::Principal worker_of(std::string area) {
  return {"u2", model::Role::grid_worker, {std::move(area)}, {}};
}

inline protocol::ViewBox const whole_town{118.2, 34.9, 118.6, 35.2};

[[nodiscard]] inline protocol::Subscribe
everything_in(protocol::ViewBox const &box, std::optional<protocol::Cursor> resume = {}) {
  using protocol::LiveLayer;
  return {
      box, 14, {LiveLayer::worker, LiveLayer::incident, LiveLayer::reach}, {}, std::move(resume)};
}

/// As above with counts, at a zoom.
[[nodiscard]] inline protocol::Subscribe counted_in(protocol::ViewBox const &box, double zoom) {
  auto message = everything_in(box);
  message.zoom = zoom;
  message.layers.push_back(protocol::LiveLayer::count);
  return message;
}

/// Ids of the upserts of a layer, in order.
[[nodiscard]] inline std::vector<std::string> upserted(nlohmann::json const &message,
                                                       std::string const &layer) {
  std::vector<std::string> ids;
  for (auto const &item : message.at("upserts")) {
    if (item.at("layer") == layer) {
      ids.push_back(item.at("id"));
    }
  }
  return ids;
}

[[nodiscard]] inline std::vector<std::string> removed(nlohmann::json const &message,
                                                      std::string const &layer) {
  std::vector<std::string> ids;
  for (auto const &item : message.at("removes")) {
    if (item.at("layer") == layer) {
      ids.push_back(item.at("id"));
    }
  }
  return ids;
}

using Ids = std::vector<std::string>;

} // namespace yuntu::test
