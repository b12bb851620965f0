#include "server/app/layer_publisher.hpp"

#include "server/services/operator_service.hpp"
#include "server/store/event_log.hpp"

#include <utility>

namespace yuntu::app {

LayerPublisher::LayerPublisher(store::BaseStore &base_store, services::BaseMap::Layers layers,
                               TaskThread &worker, TaskThread &city_thread, TaskThread &live_thread,
                               services::City &city, Published &published,
                               std::function<model::Time()> now)
    : base_store_(base_store), layers_(std::move(layers)), worker_(worker),
      city_thread_(city_thread), live_thread_(live_thread), city_(city), published_(published),
      now_(std::move(now)) {}

void LayerPublisher::publish(Request request, services::Done<std::string> done) {
  worker_.post([this, request = std::move(request), done = std::move(done)] {
    try {
      auto staged = std::make_shared<model::LayerVersion const>(
          store::BaseStore(request.spool_file).read(request.layer, request.version));
      base_store_.write(*staged);
      auto replaced = std::exchange(layers_[request.layer], staged);
      auto base = std::make_shared<services::BaseMap const>(layers_);
      live_thread_.post(
          [this, version = request.version, base] { published_.await_base(version, base); });
      commit(std::move(staged), std::move(replaced), request.effective, done);
    } catch (std::exception const &error) {
      done(tl::unexpected(protocol::Problem{500, "Layer not stored", error.what(), {}}));
    }
  });
}

void LayerPublisher::commit(std::shared_ptr<model::LayerVersion const> version,
                            std::shared_ptr<model::LayerVersion const> replaced,
                            std::optional<model::Time> effective,
                            services::Done<std::string> const &done) {
  auto const undo = [this, version, replaced] {
    worker_.post([this, version, replaced] {
      if (layers_[version->layer] == version) {
        layers_[version->layer] = replaced;
        if (!replaced) {
          layers_.erase(version->layer);
        }
      }
    });
  };
  city_thread_.post([this, version, effective, undo, done] {
    auto const now = now_();
    auto const decision =
        services::publish_layer(city_.state(), *version, effective.value_or(now), now);
    if (!decision) {
      undo();
      done(tl::unexpected(decision.error()));
      return;
    }
    services::City::Transaction transaction(city_, "operator", now);
    for (auto const &draft : decision->facts) {
      transaction.add(draft.body, std::nullopt, draft.text);
    }
    transaction.submit([undo, done, version](store::CommitOutcome outcome) {
      if (outcome == store::CommitOutcome::committed) {
        done(version->version);
      } else {
        undo();
        done(tl::unexpected(services::problem_of(outcome)));
      }
    });
  });
}

} // namespace yuntu::app
