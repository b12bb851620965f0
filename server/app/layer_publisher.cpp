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

/// Of a version whose time has come.
void log_failure(model::LayerKind layer,
                 tl::expected<services::VersionOutcome, protocol::Problem> const &result) {
  if (!result) {
    log(LogLevel::error,
        "event=version_not_in_effect layer=" + std::string(model::to_string(layer)) + " reason=\"" +
            result.error().detail + "\"");
  }
}

} // namespace

LayerPublisher::LayerPublisher(store::BaseStore &base_store, services::IndexShelf const &shelf,
                               LayersInLog layers, TaskThread &worker, TaskThread &city_thread,
                               TaskThread &live_thread, services::City &city, Published &published,
                               std::function<model::Time()> now)
    : base_store_(base_store), shelf_(shelf), layers_(std::move(layers)), worker_(worker),
      city_thread_(city_thread), live_thread_(live_thread), city_(city), published_(published),
      now_(std::move(now)) {}

void LayerPublisher::publish(Request request, Done done) {
  take({What::publish, std::move(request), std::move(done)});
}

void LayerPublisher::cancel(services::ComingName name, std::string actor, Done done) {
  take({What::cancel,
        {{}, name.layer, std::move(name.version), name.effective, std::move(actor)},
        std::move(done)});
}

void LayerPublisher::take(Job job) {
  worker_.post([this, job = std::move(job)]() mutable {
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
    take({What::activate,
          {{}, kind, next.version, next.effective},
          [this, end, layer = kind](auto const &result) {
            log_failure(layer, result);
            city_thread_.post([this, end, layer, is_good = result.has_value()] {
              not_before_[layer] = is_good ? model::Time{} : now_() + between_tries;
            });
          }});
  }
}

void LayerPublisher::start_next() {
  if (!jobs_.empty()) {
    let_due_ones_pass();
    build(jobs_.front());
  }
}

/// A version whose time came a moment ago was in use before what is published now.
void LayerPublisher::let_due_ones_pass() {
  auto &job = jobs_.front();
  if (job.what != What::publish || std::exchange(job.has_let_due_ones_pass, true)) {
    return;
  }
  auto const layer = job.request.layer;
  auto const now = now_();
  auto place = jobs_.begin();
  for (auto const &next : layers_.coming[layer]) {
    if (next.effective <= now) {
      place = std::next(
          jobs_.insert(place, {What::activate,
                               {{}, layer, next.version, next.effective},
                               [layer](auto const &result) { log_failure(layer, result); }}));
    }
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

services::FindVersion LayerPublisher::find_versions(model::LayerKind layer) const {
  return [this, layer](std::string const &version) {
    auto const found = layers_.in_use.find(layer);
    return found != layers_.in_use.end() && found->second->version == version
               ? services::scan_of(found->second)
               : services::scan_of(base_store_, layer, version);
  };
}

tl::expected<LayerPublisher::Candidate, protocol::Problem>
LayerPublisher::prepare_new(Request const &request) {
  auto const layer = request.layer;
  auto const now = now_();
  if (request.against) {
    services::LayersInUse in_use;
    for (auto const &[kind, version] : layers_.in_use) {
      in_use[kind] = version->version;
    }
    if (auto problem = services::changed_since_check(in_use, *request.against)) {
      return tl::unexpected(std::move(*problem));
    }
  }
  Candidate candidate;
  candidate.effective = request.effective.value_or(now);
  candidate.is_for_later = candidate.effective > now;
  candidate.version = std::make_shared<model::LayerVersion const>(
      store::BaseStore(request.spool_file).read(layer, request.version));
  if (auto problem =
          services::code_problem(candidate.version, layers_.versions[layer], layers_.coming[layer],
                                 std::max(candidate.effective, now), find_versions(layer))) {
    return tl::unexpected(std::move(*problem));
  }
  base_store_.write(*candidate.version);
  return candidate;
}

tl::expected<LayerPublisher::Candidate, protocol::Problem>
LayerPublisher::prepare_cancel(Request const &request) {
  auto const layer = request.layer;
  model::CityState known;
  if (auto const &coming = layers_.coming[layer]; !coming.empty()) {
    known.coming[layer] = coming;
  }
  auto const cancelled =
      services::cancel_layer(known, {layer, request.version, request.effective}, now_());
  if (!cancelled) {
    return tl::unexpected(cancelled.error());
  }
  if (auto problem = services::code_problem_without(*cancelled, layers_.versions[layer],
                                                    layers_.coming[layer], find_versions(layer))) {
    return tl::unexpected(std::move(*problem));
  }
  Candidate candidate;
  candidate.effective = cancelled->effective;
  return candidate;
}

tl::expected<LayerPublisher::Candidate, protocol::Problem> LayerPublisher::prepare(Job const &job) {
  auto const &request = job.request;
  if (job.what == What::cancel) {
    return prepare_cancel(request);
  }
  tl::expected<Candidate, protocol::Problem> candidate;
  if (job.what == What::publish) {
    candidate = prepare_new(request);
  } else {
    candidate->version = read(request.layer, request.version);
    candidate->effective = *request.effective;
  }
  auto const before = layers_.in_use.find(request.layer);
  if (candidate && candidate->is_for_now() && before != layers_.in_use.end()) {
    candidate->successions = services::successions_of(*before->second, *candidate->version);
  }
  return candidate;
}

void LayerPublisher::build(Job const &job) {
  auto const refuse = [&](protocol::Problem problem) {
    job.done(tl::unexpected(std::move(problem)));
    finish(job.request.layer, std::nullopt);
  };
  try {
    auto candidate = prepare(job);
    if (!candidate) {
      refuse(candidate.error());
      return;
    }
    if (candidate->is_for_now()) {
      auto layers = layers_.in_use;
      layers[candidate->version->layer] = candidate->version;
      auto base = std::make_shared<services::BaseMap const>(
          std::move(layers), services::BaseMap::Walking::included, &shelf_, layers_.profiles);
      live_thread_.post(
          [this, name = candidate->version->version, base] { published_.await_base(name, base); });
    }
    city_thread_.post([this, job, candidate = std::move(*candidate)] { commit(job, candidate); });
  } catch (std::exception const &error) {
    refuse({500, "Layer not stored", error.what(), {}});
  }
}

LayerPublisher::Decision LayerPublisher::decide(Job const &job, Candidate const &candidate) const {
  auto const &request = job.request;
  auto const &state = city_.state();
  if (job.what == What::cancel) {
    auto const cancelled = services::cancel_layer(
        state, {request.layer, request.version, candidate.effective}, now_());
    return cancelled ? Decision(services::OperatorDecision{{{*cancelled, {}}}, {}, {}})
                     : tl::unexpected(cancelled.error());
  }
  auto const &version = *candidate.version;
  if (job.what == What::publish) {
    // As it was when it was prepared: what was for later then has no base map.
    auto const now = candidate.is_for_later ? candidate.effective - model::Duration{1} : now_();
    return services::publish_layer(state, version, candidate.effective, now, candidate.successions);
  }
  auto const coming = state.coming.find(version.layer);
  if (coming == state.coming.end() || coming->second.front().version != version.version ||
      coming->second.front().effective != candidate.effective) {
    return services::OperatorDecision{}; // another has taken its place
  }
  return services::activate_layer(coming->second.front(), candidate.successions);
}

void LayerPublisher::commit(Job const &job, Candidate const &candidate) {
  auto const layer = job.request.layer;
  auto const forget = [this, name = job.request.version, is_awaited = candidate.is_for_now()] {
    if (is_awaited) {
      live_thread_.post([this, name] { published_.forget_base(name); });
    }
  };
  auto const decision = decide(job, candidate);
  auto const closed = city_.closed_for_intake();
  if (!decision || closed) {
    forget();
    worker_.post([this, layer] { finish(layer, std::nullopt); });
    job.done(tl::unexpected(decision ? *closed : decision.error()));
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
  transaction.submit([this, layer, forget, job, candidate, is_told](store::CommitOutcome outcome) {
    if (outcome == store::CommitOutcome::stopped) {
      forget();
    }
    // Told "full" or "busy" the fact is still first in the queue and will be stored.
    bool const is_in_log = is_told && outcome != store::CommitOutcome::stopped;
    worker_.post([this, layer, candidate, is_in_log] {
      finish(layer, is_in_log ? std::optional(candidate) : std::nullopt);
    });
    services::VersionOutcome told{job.request.version, candidate.effective};
    if (outcome != store::CommitOutcome::committed) {
      told.waits = services::not_stored_yet(outcome);
    }
    job.done(told);
  });
}

void LayerPublisher::finish(model::LayerKind layer, std::optional<Candidate> const &done) {
  if (done) {
    auto &coming = layers_.coming[layer];
    if (done->is_for_now()) {
      std::erase_if(coming, [&](auto const &each) { return each.effective <= done->effective; });
      layers_.in_use[layer] = done->version;
      services::note_use(layers_.versions, layer, done->version->version);
    } else {
      std::erase_if(coming, [&](auto const &each) { return each.effective == done->effective; });
      if (done->is_for_later) {
        coming.push_back({layer, done->version->version, 0, done->effective}); // the last, by rule
      }
    }
  }
  jobs_.pop_front();
  start_next();
}

} // namespace yuntu::app
