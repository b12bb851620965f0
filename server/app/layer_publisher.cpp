#include "server/app/layer_publisher.hpp"

#include "server/app/log.hpp"
#include "server/store/event_log.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::app {
namespace {

constexpr std::chrono::minutes between_tries{1};

/// Called when the last copy is gone.
std::shared_ptr<void> call_at_end(std::function<void()> then) {
  return {nullptr, [then = std::move(then)](void * /*nothing*/) {
            if (then) {
              then();
            }
          }};
}

} // namespace

LayerPublisher::LayerPublisher(store::BaseStore &base_store, services::IndexShelf const &shelf,
                               LayersInLog layers, TaskThread &worker, TaskThread &city_thread,
                               TaskThread &live_thread, services::City &city, Published &published,
                               std::function<model::Time()> now)
    : base_store_(base_store), shelf_(shelf), layers_(std::move(layers)), worker_(worker),
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

void LayerPublisher::bring_into_effect(std::function<void()> then) {
  auto const end = call_at_end(std::move(then));
  auto const now = now_();
  for (auto const &[kind, coming] : city_.state().coming) {
    auto const waits = not_before_.find(kind);
    if (coming.front().effective > now || (waits != not_before_.end() && waits->second > now)) {
      continue;
    }
    not_before_[kind] = model::Time::max();
    auto const &next = coming.front();
    publish({{}, kind, next.version, next.effective},
            [this, end, layer = kind](tl::expected<std::string, protocol::Problem> const &result) {
              if (!result) {
                log(LogLevel::error,
                    "event=version_not_in_effect layer=" + std::string(model::to_string(layer)) +
                        " reason=\"" + result.error().detail + "\"");
              }
              city_thread_.post([this, end, layer, is_good = result.has_value()] {
                not_before_[layer] = is_good ? model::Time{} : now_() + between_tries;
              });
            });
  }
}

void LayerPublisher::start_next() {
  if (!jobs_.empty()) {
    build(jobs_.front());
  }
}

LayerPublisher::Version LayerPublisher::read(model::LayerKind layer,
                                             std::string const &version) const {
  auto const found = layers_.in_use.find(layer);
  if (found != layers_.in_use.end() && found->second->version == version) {
    return found->second;
  }
  return std::make_shared<model::LayerVersion const>(base_store_.read(layer, version));
}

tl::expected<LayerPublisher::Candidate, protocol::Problem> LayerPublisher::prepare(Job const &job) {
  auto const layer = job.request.layer;
  auto const now = now_();
  Candidate candidate;
  candidate.effective = job.request.effective.value_or(now);
  candidate.is_for_later = !job.is_due() && candidate.effective > now;
  if (job.is_due()) {
    candidate.version = read(layer, job.request.version);
  } else {
    candidate.version = std::make_shared<model::LayerVersion const>(
        store::BaseStore(job.request.spool_file).read(layer, job.request.version));
    if (auto problem = services::code_problem(
            *candidate.version, layers_.versions[layer], layers_.coming[layer],
            std::max(candidate.effective, now),
            [&](std::string const &version) { return read(layer, version); })) {
      return tl::unexpected(std::move(*problem));
    }
    base_store_.write(*candidate.version);
  }
  auto const before = layers_.in_use.find(layer);
  if (!candidate.is_for_later && before != layers_.in_use.end()) {
    candidate.successions = services::successions_of(*before->second, *candidate.version);
  }
  return candidate;
}

void LayerPublisher::build(Job const &job) {
  auto const refuse = [&](protocol::Problem problem) {
    job.done(tl::unexpected(std::move(problem)));
    finish(std::nullopt);
  };
  try {
    auto candidate = prepare(job);
    if (!candidate) {
      refuse(candidate.error());
      return;
    }
    if (!candidate->is_for_later) {
      auto layers = layers_.in_use;
      layers[candidate->version->layer] = candidate->version;
      auto base = std::make_shared<services::BaseMap const>(
          std::move(layers), services::BaseMap::Walking::included, &shelf_);
      live_thread_.post(
          [this, name = candidate->version->version, base] { published_.await_base(name, base); });
    }
    city_thread_.post([this, job, candidate = std::move(*candidate)] { commit(job, candidate); });
  } catch (std::exception const &error) {
    refuse({500, "Layer not stored", error.what(), {}});
  }
}

tl::expected<services::OperatorDecision, protocol::Problem>
LayerPublisher::decide(Job const &job, Candidate const &candidate) const {
  auto const &version = *candidate.version;
  if (!job.is_due()) {
    // As it was when it was prepared: what was for later then has no base map.
    auto const now = candidate.is_for_later ? candidate.effective - model::Duration{1} : now_();
    return services::publish_layer(city_.state(), version, candidate.effective, now,
                                   candidate.successions);
  }
  auto const coming = city_.state().coming.find(version.layer);
  if (coming == city_.state().coming.end() || coming->second.front().version != version.version) {
    return services::OperatorDecision{}; // another has taken its place
  }
  return services::activate_layer(coming->second.front(), candidate.successions);
}

void LayerPublisher::commit(Job const &job, Candidate const &candidate) {
  auto const forget = [this, name = candidate.version->version] {
    live_thread_.post([this, name] { published_.forget_base(name); });
  };
  auto const give_up = [this, job, forget](protocol::Problem const &problem) {
    forget();
    worker_.post([this] { finish(std::nullopt); });
    job.done(tl::unexpected(problem));
  };
  auto const decision = decide(job, candidate);
  auto const closed = city_.closed_for_intake();
  if (!decision || closed) {
    give_up(decision ? *closed : decision.error());
    return;
  }
  bool const is_told = !decision->facts.empty();
  if (!is_told) {
    forget();
  }
  services::City::Transaction transaction(city_, job.request.actor, now_());
  for (auto const &draft : decision->facts) {
    transaction.add(draft.body, draft.event_time, draft.text);
  }
  transaction.submit([this, give_up, job, candidate, is_told](store::CommitOutcome outcome) {
    if (outcome == store::CommitOutcome::stopped) {
      give_up(services::problem_of(outcome));
      return;
    }
    // Told "full" or "busy" the fact is still first in the queue and will be stored.
    worker_.post(
        [this, candidate, is_told] { finish(is_told ? std::optional(candidate) : std::nullopt); });
    if (outcome == store::CommitOutcome::committed) {
      job.done(candidate.version->version);
    } else {
      job.done(tl::unexpected(services::problem_of(outcome)));
    }
  });
}

void LayerPublisher::finish(std::optional<Candidate> const &done) {
  if (done) {
    auto const &version = *done->version;
    auto &coming = layers_.coming[version.layer];
    if (done->is_for_later) {
      std::erase_if(coming, [&](auto const &each) { return each.effective == done->effective; });
      coming.push_back({version.layer, version.version, 0, done->effective}); // the last, by rule
    } else {
      std::erase_if(coming, [&](auto const &each) { return each.effective <= done->effective; });
      layers_.in_use[version.layer] = done->version;
      services::note_use(layers_.versions, version.layer, version.version);
    }
  }
  jobs_.pop_front();
  start_next();
}

} // namespace yuntu::app
