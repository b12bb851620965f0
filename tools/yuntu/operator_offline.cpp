#include "server/services/code_history.hpp"
#include "server/services/coming_layers.hpp"
#include "server/services/device_service.hpp"
#include "server/services/layer_loader.hpp"
#include "server/services/operator_service.hpp"
#include "server/services/staff_change.hpp"
#include "server/store/log_store.hpp"
#include "tools/yuntu/operator_access.hpp"
#include "tools/yuntu/wall_clock.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace yuntu::tools {
namespace {

using model::LayerKind;
using protocol::ControlReply;
using protocol::Problem;

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

  [[nodiscard]] std::vector<std::string> versions_of(LayerKind layer) {
    services::VersionHistory versions;
    for (auto const &published : log_.layers_published(0)) {
      services::note_use(versions, published.layer, published.version);
    }
    return versions[layer];
  }
  [[nodiscard]] std::vector<model::LayerScheduled> coming(LayerKind layer) const {
    auto const found = state_.coming.find(layer);
    return found == state_.coming.end() ? std::vector<model::LayerScheduled>{} : found->second;
  }
  /// What the next server would do first: the versions whose time has come, in use since then.
  void bring_into_effect(LayerKind layer) {
    for (auto const &next : coming(layer)) {
      if (next.effective <= wall_clock()) {
        auto const version = store::BaseStore(directory_.base()).read(layer, next.version);
        commit(services::activate_layer(next, successions_before(version)));
      }
    }
  }
  /// By what it follows.
  [[nodiscard]] std::vector<model::CodeSuccession>
  successions_before(model::LayerVersion const &next) const {
    auto const before = state_.layers.find(next.layer);
    if (before == state_.layers.end()) {
      return {};
    }
    return services::successions_of(
        store::BaseStore(directory_.base()).read(next.layer, before->second.version), next);
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
      fact.event_time = draft.event_time.value_or(group.time);
      fact.ingest_time = group.time;
      fact.actor = "operator";
      fact.body = draft.body;
      fact.text = draft.text;
      group.facts.push_back(std::move(fact));
    }
    log_.append(group);
    model::fold(state_, group, model::Locate([](geo::LonLat) { return model::AreaCodes{}; }));
  }

  void store_layer(model::LayerVersion const &version) {
    store::BaseStore(directory_.base()).write(version);
  }
  [[nodiscard]] std::filesystem::path base_file() const { return directory_.base(); }

private:
  store::DataDirectory const &directory_;
  store::WriterLock lock_;
  store::LogStore log_;
  model::CityState state_;
};

services::FindVersion stored_versions(store::BaseStore const &base, LayerKind layer) {
  return [&base, layer](std::string const &version) {
    return services::scan_of(base, layer, version);
  };
}

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
    auto const version = std::make_shared<model::LayerVersion const>(
        store::BaseStore(c.file).read(c.layer, c.version));
    city.bring_into_effect(c.layer);
    auto const now = wall_clock();
    auto const effective = c.effective.value_or(now);
    store::BaseStore const base(city.base_file());
    if (auto const problem =
            services::code_problem(version, city.versions_of(c.layer), city.coming(c.layer),
                                   std::max(effective, now), stored_versions(base, c.layer))) {
      return *problem;
    }
    auto const decision = services::publish_layer(
        city.state(), *version, effective, now,
        effective > now ? std::vector<model::CodeSuccession>{} : city.successions_before(*version));
    if (!decision) {
      return decision.error();
    }
    city.store_layer(*version);
    if (!decision->facts.empty()) {
      city.commit(*decision);
    }
    return protocol::PublishReply{version->version, effective, {}};
  }
  ControlReply operator()(protocol::CancelLayerCommand const &c) const {
    city.bring_into_effect(c.layer);
    auto const cancelled =
        services::cancel_layer(city.state(), {c.layer, c.version, c.effective}, wall_clock());
    if (!cancelled) {
      return cancelled.error();
    }
    store::BaseStore const base(city.base_file());
    if (auto const problem =
            services::code_problem_without(*cancelled, city.versions_of(c.layer),
                                           city.coming(c.layer), stored_versions(base, c.layer))) {
      return *problem;
    }
    city.commit({{{*cancelled, {}}}, {}, {}});
    return protocol::PublishReply{c.version, cancelled->effective, {}};
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

/// As the next server brings it about at once.
protocol::StateReply state_reply(model::CityState state) {
  state.layers = services::layers_at(state, wall_clock());
  for (auto &[kind, coming] : state.coming) {
    std::erase_if(coming, [](auto const &next) { return next.effective <= wall_clock(); });
  }
  auto reply = services::versions_reply(state);
  std::erase_if(state.closures, [](auto const &closure) {
    return closure.second.until && *closure.second.until <= wall_clock();
  });
  reply.closures = std::move(state.closures);
  return reply;
}

} // namespace

ControlReply obey_offline(store::DataDirectory const &directory,
                          protocol::ControlCommand const &command) {
  if (std::holds_alternative<protocol::ReadStateCommand>(command)) {
    return state_reply(read_offline(directory));
  }
  if (auto const *const posts = std::get_if<protocol::ReadPostsCommand>(&command)) {
    return services::posts_reply(read_offline(directory).staff, *posts);
  }
  if (std::holds_alternative<protocol::ReadDevicesCommand>(command)) {
    return services::devices_reply(read_offline(directory));
  }
  OfflineCity city(directory);
  return std::visit(ObeyOffline{city}, command);
}

} // namespace yuntu::tools
