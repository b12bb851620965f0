#include "server/app/layer_loader.hpp"
#include "server/services/operator_service.hpp"
#include "server/store/log_store.hpp"
#include "tools/yuntu/operator_access.hpp"

#include <chrono>

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
    return services::BaseMap(app::read_layers(base, versions),
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
    return commit(
        services::change_role(city.state(), city.governed_areas(), c.who, c.role, c.areas));
  }
  ControlReply operator()(protocol::RevokeUserCommand const &c) const {
    return commit(services::revoke_user(city.state(), c.who));
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
    protocol::StateReply reply;
    for (auto const &[kind, layer] : city.state().layers) {
      reply.layers[kind] = layer.version;
    }
    reply.closures = city.state().closures;
    return reply;
  }
};

} // namespace

ControlReply obey_offline(store::DataDirectory const &directory,
                          protocol::ControlCommand const &command) {
  OfflineCity city(directory);
  return std::visit(ObeyOffline{city}, command);
}

} // namespace yuntu::tools
