#include "server/services/layer_loader.hpp"
#include "server/services/operator_service.hpp"
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
    std::map<LayerKind, std::string> versions;
    for (auto const kind : {LayerKind::subdistrict, LayerKind::community, LayerKind::grid}) {
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
  ControlReply operator()(protocol::ReadStateCommand const & /*c*/) const {
    return protocol::StateReply{}; // answered by read_offline, without the lock
  }
};

/// Reading needs no lock: commits are whole, and whoever writes does not wait for a reader.
protocol::StateReply read_offline(store::DataDirectory const &directory) {
  protocol::StateReply reply;
  if (!std::filesystem::exists(directory.log())) {
    return reply;
  }
  store::LogOptions options;
  options.use = store::LogUse::inspect;
  store::LogStore log(directory.log(), options);
  auto const state = store::load_state(log, [](geo::LonLat) { return model::AreaCodes{}; });
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
    return read_offline(directory);
  }
  OfflineCity city(directory);
  return std::visit(ObeyOffline{city}, command);
}

} // namespace yuntu::tools
