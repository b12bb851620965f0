#pragma once

#include "server/services/city.hpp"
#include "server/services/look_back.hpp"
#include "server/store/checkpoints.hpp"
#include "server/store/log_store.hpp"
#include "server/store/track_compactor.hpp"
#include "tests/support/small_town.hpp"

#include <atomic>
#include <filesystem>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace yuntu::test {

/// The small town on a log on disk, with what was live after each commit remembered. The clock is
/// `now`; every step is committed before the next one.
class RecordedTown {
public:
  /// What was shown at a time.
  struct Seen {
    model::Time time;
    model::CityState state;
  };

  explicit RecordedTown(std::filesystem::path const &folder)
      : file_(folder / "log.sqlite"), log(file_),
        published_(store::load_state(log, locate_in(versions_of(log)))),
        versions_(versions_of(log)),
        journal_(
            log, {}, [this] { return model::from_unix_ms(now_ms_); },
            [this](std::shared_ptr<model::CommitGroup const> group) { take(*group); }, nullptr),
        city(published_, map_of(versions_), journal_), compactor(file_) {}

  [[nodiscard]] model::Time now() const { return model::from_unix_ms(now_ms_); }
  void pass(model::Duration time) { now_ms_ += time.count(); }
  [[nodiscard]] std::filesystem::path const &file() const { return file_; }

  /// One transaction of these facts, told to have happened at `when`.
  void tell(std::vector<model::FactBody> const &bodies, std::optional<model::Time> when = {},
            std::string const &actor = "u1") {
    services::City::Transaction transaction(city, actor, now());
    for (auto const &body : bodies) {
      transaction.add(body, when);
    }
    commit(transaction);
  }
  /// As layers are published: the fact, then the map.
  void publish(model::LayerKind layer, std::string const &version) {
    tell({model::LayerPublished{layer, version, 2, now()}});
    city.use_base(map_of(versions_), now());
    drain();
  }
  /// Runs on the journal's thread, where the log is at home.
  void on_log(std::function<void()> const &work) {
    std::promise<void> done;
    journal_.run_between([&](store::EventLog & /*log*/) {
      work();
      done.set_value();
    });
    done.get_future().wait();
  }
  void checkpoint() {
    drain();
    on_log([this] { log.write_checkpoint(published_); });
  }
  /// Checkpoint, positions into tracks, blocks deleted.
  void compact() {
    checkpoint();
    for (auto facts = compactor.write_next(); !facts.empty(); facts = compactor.write_next()) {
      tell({facts.begin(), facts.end()}, {}, "server");
    }
    on_log([this] { log.delete_sealed_blocks(1'000'000); });
  }
  void commit(services::City::Transaction &transaction) {
    std::promise<void> stored;
    transaction.submit([&](store::CommitOutcome) { stored.set_value(); });
    stored.get_future().wait();
  }
  void drain() {
    services::City::Transaction nothing(city, "test", now());
    commit(nothing);
  }
  [[nodiscard]] model::CityState published() {
    drain();
    return published_;
  }
  [[nodiscard]] std::vector<Seen> const &seen() {
    drain();
    return seen_;
  }

  [[nodiscard]] static std::shared_ptr<services::BaseMap const>
  map_of_layers(std::map<model::LayerKind, model::LayerPublished> const &layers) {
    return map_of(versions_in(layers));
  }

private:
  struct Versions {
    std::string grids = "v1"; ///< they meet at 118.36, those of "v2" at 118.355
    std::string fences;       ///< "v1" and "v2" have one in common; without: none
    friend auto operator<=>(Versions const &, Versions const &) = default;
  };
  static Versions versions_in(std::map<model::LayerKind, model::LayerPublished> const &layers) {
    Versions versions;
    for (auto const &[kind, layer] : layers) {
      (kind == model::LayerKind::fence ? versions.fences : versions.grids) = layer.version;
    }
    return versions;
  }
  static Versions versions_of(store::EventLog &from) {
    return versions_in(store::layers_in_use(from));
  }
  static std::shared_ptr<services::BaseMap const> map_of(Versions const &versions) {
    static std::map<Versions, std::shared_ptr<services::BaseMap const>> maps;
    static std::mutex mutex;
    std::lock_guard const lock(mutex);
    auto &map = maps[versions];
    if (!map) {
      auto layers = small_town::layers();
      if (versions.grids == "v2") {
        layers[model::LayerKind::grid] =
            layer_version(model::LayerKind::grid,
                          {feature("G1", box(118.35, 35.05, 118.355, 35.06)),
                           feature("G2", box(118.355, 35.05, 118.37, 35.06))},
                          "v2");
      }
      if (!versions.fences.empty()) {
        layers[model::LayerKind::fence] = layer_version(
            model::LayerKind::fence, small_town::fences(versions.fences), versions.fences);
      }
      map = std::make_shared<services::BaseMap const>(layers);
    }
    return map;
  }
  static model::Locate locate_in(Versions const &versions) {
    return {[map = map_of(versions)](geo::LonLat where) { return map->locate(where); }};
  }
  /// On the journal's thread.
  void take(model::CommitGroup const &group) {
    for (auto const &fact : group.facts) {
      if (auto const *const layer = std::get_if<model::LayerPublished>(&fact.body)) {
        auto &version =
            layer->layer == model::LayerKind::fence ? versions_.fences : versions_.grids;
        version = layer->version;
      }
    }
    model::fold(published_, group, locate_in(versions_));
    seen_.push_back({group.time, store::shown_part(published_)});
  }

  std::filesystem::path file_;
  std::atomic<std::int64_t> now_ms_{start_ms};

public:
  store::LogStore log;

private:
  model::CityState published_; ///< journal thread; read when it is at rest
  Versions versions_;
  std::vector<Seen> seen_;
  store::Journal journal_;

public:
  services::City city;
  store::TrackCompactor compactor;
};

} // namespace yuntu::test
