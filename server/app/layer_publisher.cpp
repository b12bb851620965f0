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
  worker_.post([this, job = Job{std::move(request), std::move(done)}]() mutable {
    jobs_.push_back(std::move(job));
    if (jobs_.size() == 1) {
      start_next();
    }
  });
}

void LayerPublisher::start_next() {
  if (!jobs_.empty()) {
    build(jobs_.front());
  }
}

void LayerPublisher::build(Job const &job) {
  try {
    auto const version = std::make_shared<model::LayerVersion const>(
        store::BaseStore(job.request.spool_file).read(job.request.layer, job.request.version));
    base_store_.write(*version);
    auto layers = layers_;
    layers[version->layer] = version;
    auto base = std::make_shared<services::BaseMap const>(std::move(layers));
    live_thread_.post([this, name = version->version, base] { published_.await_base(name, base); });
    city_thread_.post([this, job, version] { commit(job, version); });
  } catch (std::exception const &error) {
    job.done(tl::unexpected(protocol::Problem{500, "Layer not stored", error.what(), {}}));
    finish(nullptr);
  }
}

void LayerPublisher::commit(Job const &job, Version const &version) {
  auto const give_up = [this, job, version](protocol::Problem const &problem) {
    live_thread_.post([this, name = version->version] { published_.forget_base(name); });
    worker_.post([this] { finish(nullptr); });
    job.done(tl::unexpected(problem));
  };
  auto const now = now_();
  auto const decision =
      services::publish_layer(city_.state(), *version, job.request.effective.value_or(now), now);
  auto const closed = city_.closed_for_intake();
  if (!decision || closed) {
    give_up(decision ? *closed : decision.error());
    return;
  }
  services::City::Transaction transaction(city_, job.request.actor, now);
  for (auto const &draft : decision->facts) {
    transaction.add(draft.body, std::nullopt, draft.text);
  }
  transaction.submit([this, give_up, job, version](store::CommitOutcome outcome) {
    if (outcome == store::CommitOutcome::stopped) {
      give_up(services::problem_of(outcome));
      return;
    }
    // Told "full" or "busy" the fact is still first in the queue and will be stored.
    worker_.post([this, version] { finish(version); });
    if (outcome == store::CommitOutcome::committed) {
      job.done(version->version);
    } else {
      job.done(tl::unexpected(services::problem_of(outcome)));
    }
  });
}

void LayerPublisher::finish(Version const &version) {
  if (version) {
    layers_[version->layer] = version;
  }
  jobs_.pop_front();
  start_next();
}

} // namespace yuntu::app
