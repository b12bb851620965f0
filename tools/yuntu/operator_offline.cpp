#include "server/services/device_service.hpp"
#include "server/services/layer_loader.hpp"
#include "server/services/operator_service.hpp"
#include "server/services/staff_change.hpp"
#include "server/store/log_store.hpp"
#include "tools/yuntu/operator_access.hpp"

#include <chrono>
#include <filesystem>

namespace yuntu::tools {
namespace {

using model::LayerKind;
using protocol::ControlReply;
using protocol::Problem;

model::Time wall_clock() {
  return std::chrono::time_point_cast<model::Duration>(std::chrono::system_clock::now());
}

/// The log opened for writing, with the state it says. Where workers are does not matter here.
class OfflineCity {
public:
  explicit OfflineCity(store::DataDirectory const &directory)
      : directory_(directory), lock_(directory), log_(directory.log()),
        state_(store::load_state(log_, [](geo::LonLat) { return model::AreaCodes{}; })) {}

  [[nodiscard]] model::CityState const &state() const { return state_; }

  /// Only the layers that rights can name.
  [[nodiscard]] services::BaseMap governed_areas() const {
    return load({LayerKind::subdistrict, LayerKind::community, LayerKind::grid});
  }
  /// Those that a post can belong to.
  [[nodiscard]] services::BaseMap all_areas() const {
    return load({LayerKind::subdistrict, LayerKind::community, LayerKind::estate, LayerKind::grid,
                 LayerKind::microgrid, LayerKind::building});
  }
  [[nodiscard]] services::BaseMap load(std::initializer_list<LayerKind> kinds) const {
    std::map<LayerKind, std::string> versions;
    for (auto const kind : kinds) {
      if (auto const found = state_.layers.find(kind); found != state_.layers.end()) {
        versions[kind] = found->second.version;
      }
    }
    store::BaseStore const base(directory_.base());
    return services::BaseMap(services::read_layers(base, versions),
                             services::BaseMap::Walking::left_out);
  }

  void commit(services::OperatorDecision const &decision) {
    auto const head = log_.head();
    model::CommitGroup group;
    group.tick = head.tick + 1;
    group.time = wall_clock();
    for (auto const &draft : decision.facts) {
      model::Fact fact;
      fact.seq = head.seq + group.facts.size() + 1;
      fact.tick = head.tick;
      fact.event_time = group.time;
      fact.ingest_time = group.time;
      fact.actor = "operator";
      fact.body = draft.body;
      fact.text = draft.text;
      group.facts.push_back(std::move(fact));
    }
    log_.append(group);
  }

  void store_layer(model::LayerVersion const &version) {
    store::BaseStore(directory_.base()).write(version);
  }

private:
  store::DataDirectory const &directory_;
  store::WriterLock lock_;
  store::LogStore log_;
  model::CityState state_;
};

struct ObeyOffline {
  OfflineCity &city;

  ControlReply commit(tl::expected<services::OperatorDecision, Problem> const &decision) const {
    if (!decision) {
      return decision.error();
    }
    city.commit(*decision);
    return protocol::UserReply{decision->user, decision->secret};
  }

  ControlReply operator()(protocol::AddUserCommand const &c) const {
    return commit(services::add_user(city.state(), city.governed_areas(),
                                     {c.name, c.role, c.areas, c.is_device}));
  }
  ControlReply operator()(protocol::ChangeRoleCommand const &c) const {
    return commit(services::change_role(city.state(), city.governed_areas(), c.who, c.role, c.areas,
                                        wall_clock()));
  }
  ControlReply operator()(protocol::RevokeUserCommand const &c) const {
    return commit(services::revoke_user(city.state(), c.who, wall_clock()));
  }
  ControlReply operator()(protocol::IssueLinkCommand const &c) const {
    return commit(services::issue_link(city.state(), c.who, wall_clock()));
  }
  ControlReply operator()(protocol::ProfileDeviceCommand const &c) const {
    return commit(services::profile_device(city.state(), c.device, c.datum, c.radius_percent));
  }
  ControlReply operator()(protocol::EnrolDeviceCommand const &c) const {
    return commit(services::enrol_device(city.state(), c.device, c.who));
  }
  ControlReply operator()(protocol::PublishLayerCommand const &c) const {
    auto const version = store::BaseStore(c.file).read(c.layer, c.version);
    auto const decision = services::publish_layer(city.state(), version,
                                                  c.effective.value_or(wall_clock()), wall_clock());
    if (!decision) {
      return decision.error();
    }
    city.store_layer(version);
    city.commit(*decision);
    return protocol::PublishReply{version.version};
  }
  ControlReply operator()(protocol::ImportStaffCommand const &c) const {
    auto const checked = services::check_staff(c.sheet, city.all_areas());
    return keep(services::decide_staff(city.state().staff, c.sheet, checked, wall_clock()));
  }
  ControlReply operator()(protocol::ImportRosterCommand const &c) const {
    return keep(services::decide_roster(city.state(), c.sheet, wall_clock()));
  }
  // Answered by read_offline, without the lock:
  ControlReply operator()(protocol::ReadStateCommand const & /*c*/) const {
    return protocol::StateReply{};
  }
  ControlReply operator()(protocol::ReadPostsCommand const & /*c*/) const {
    return protocol::PostsReply{};
  }
  ControlReply operator()(protocol::ReadDevicesCommand const & /*c*/) const {
    return protocol::DevicesReply{};
  }

  [[nodiscard]] ControlReply keep(services::SheetDecision const &sheet) const {
    if (!sheet.decision.facts.empty()) {
      city.commit(sheet.decision);
    }
    return services::sheet_reply(sheet);
  }
};

/// Reading needs no lock: commits are whole, and whoever writes does not wait for a reader.
model::CityState read_offline(store::DataDirectory const &directory) {
  if (!std::filesystem::exists(directory.log())) {
    return {};
  }
  store::LogOptions options;
  options.use = store::LogUse::inspect;
  store::LogStore log(directory.log(), options);
  return store::load_state(log, [](geo::LonLat) { return model::AreaCodes{}; });
}

protocol::StateReply state_reply(model::CityState const &state) {
  protocol::StateReply reply;
  for (auto const &[kind, layer] : state.layers) {
    reply.layers[kind] = layer.version;
  }
  reply.closures = state.closures;
  return reply;
}

} // namespace

ControlReply obey_offline(store::DataDirectory const &directory,
                          protocol::ControlCommand const &command) {
  if (std::holds_alternative<protocol::ReadStateCommand>(command)) {
    return state_reply(read_offline(directory));
  }
  if (std::holds_alternative<protocol::ReadPostsCommand>(command)) {
    return services::posts_reply(read_offline(directory).staff);
  }
  if (std::holds_alternative<protocol::ReadDevicesCommand>(command)) {
    return services::devices_reply(read_offline(directory));
  }
  OfflineCity city(directory);
  return std::visit(ObeyOffline{city}, command);
}

} // namespace yuntu::tools
