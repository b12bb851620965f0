#include "server/app/app.hpp"

#include "server/app/clock_watch.hpp"
#include "server/app/control_door.hpp"
#include "server/app/history_door.hpp"
#include "server/app/import_door.hpp"
#include "server/app/inbox_door.hpp"
#include "server/app/layer_publisher.hpp"
#include "server/app/limits.hpp"
#include "server/app/live_door.hpp"
#include "server/app/loaded.hpp"
#include "server/app/metrics.hpp"
#include "server/app/photo_desk.hpp"
#include "server/app/planning_desk.hpp"
#include "server/app/program_runner.hpp"
#include "server/app/published.hpp"
#include "server/app/receipt_secret.hpp"
#include "server/app/track_keeper.hpp"
#include "server/app/walk_updater.hpp"
#include "server/app/wall_clock.hpp"
#include "server/net/api/api.hpp"
#include "server/services/counted_incidents.hpp"
#include "server/services/duty_roster.hpp"
#include "server/services/incident_view.hpp"
#include "server/services/index_shelf.hpp"
#include "server/services/tile_map.hpp"
#include "server/services/walking_file.hpp"
#include "server/store/log_store.hpp"
#include "server/store/start_check.hpp"

#include <algorithm>
#include <future>
#include <optional>

namespace yuntu::app {
namespace {

/// What a start has to fold at most, whatever the rhythm of checkpoints; a fact counts as four
/// positions.
constexpr std::size_t most_uncheckpointed = 4'000'000;
/// At a start, of one layer; the rest follow a second apart.
constexpr int most_versions_due = 100;
constexpr std::uintmax_t large_write_ahead_log = 64UL * 1024 * 1024;
/// A file is read for a minute at most and checked as long; the disk may be slow.
constexpr std::chrono::minutes longest_reading{15};

} // namespace

// Members are made top to bottom and live until nothing below uses them: see stop().
struct App::Impl {
  explicit Impl(Config given)
      : config(std::move(given)), directory(store::open_data_directory(config.data)),
        lock(directory), log(directory.log(), serving_options()), start_check(directory.log()),
        base_store(directory.base()),
        shelf(directory.indexes(),
              [](std::string const &event) { app::log(LogLevel::warn, event); }),
        loaded(load(log, base_store, shelf, services::read_walking(directory.root))), base([&] {
          shared_base.set(loaded.base);
          return loaded.base;
        }()),
        fatal([this](std::string const &thread, std::string const &what) {
          report_fatal("thread " + thread + ": " + what);
        }),
        incident_policy(services::read_incident_policy(
            directory.root, {config.workflow, config.categories, config.ladder})),
        figure_policy({incident_policy.deadlines,
                       {incident_policy.router, &incident_policy.router->departments()},
                       services::read_counting(directory.root),
                       services::read_boards(directory.root)}),
        counted(loaded.state), city_thread("city", fatal), live_thread("live", fatal),
        walk_thread("walk", fatal), pool("pool", fatal), tiles("tiles", fatal),
        published(loaded.state, base, log.head().epoch, services::signs_of(incident_policy)),
        similar(published.state(), incident_policy.workflow, incident_policy.router->tree()),
        journal(
            log, {}, [this] { return clock.now(); },
            [this](std::shared_ptr<model::CommitGroup const> group) {
              live_thread.post([this, group] { take_commit(group); });
            },
            [this](std::string const &reason) { report_fatal(reason); },
            [this] { answers.send(); }),
        tracks(
            log, directory.log(), journal,
            [this](std::vector<model::FactBody> bodies, store::Ticket ticket) {
              city_thread.post([this, bodies = std::move(bodies), ticket = std::move(ticket)] {
                services::City::Transaction transaction(city, "server", clock.now());
                for (auto const &body : bodies) {
                  transaction.add(body);
                }
                transaction.submit(ticket);
              });
            },
            config.retention, [this] { return clock.now(); }, fatal),
        history(
            directory, [this] { return shared_base.get(); }, services::signs_of(incident_policy),
            fatal),
        city(std::move(loaded.state), base, journal), roster(city),
        positions(city, {}, config.datum_guard),
        incidents(city, receipt_secret(directory), incident_policy),
        clock_watch(clock, city, incidents), sessions(city),
        closures(city, incident_policy.workflow),
        walk(walk_thread, config.reach_limit_s,
             [this](std::vector<services::StationReach> const &reaches) { take(reaches); }),
        publisher(base_store, shelf, std::move(loaded.layers), walk_thread, city_thread,
                  live_thread, city, published, [this] { return clock.now(); }),
        import_thread("imports", fatal), reader(yuntu_beside_this(), longest_reading, fatal),
        spool(directory.spool()),
        imports(spool, directory.root, import_limits(config),
                make_import_doors({reader, publisher, live_thread, import_thread,
                                   [this] { return clock.now(); }}),
                services::known_versions(published.state())),
        photos(directory.photos(), city, published.state(), fatal),
        planning({live_thread, published, city, walk, directory_of_users}, fatal) {
    city_thread.pace_patient(positions_pace(config));
    start_check.await();
    directory_of_users.set(std::make_shared<services::PrincipalDirectory const>(published.state()));
    shared_staff.set(std::make_shared<model::Staff const>(published.state().staff));
    published.observe(observers());
    for (auto const &words :
         services::out_of_reach(*incident_policy.workflow, *incident_policy.deadlines)) {
      app::log(LogLevel::warn, "event=milestone_out_of_reach reason='" + words + "'");
    }
    config.listen.log = [](std::string const &line) { app::log(LogLevel::info, line); };
    files = config.web.empty() ? net::StaticFiles() : net::StaticFiles(config.web);
    listener.emplace(
        config.listen, net::Router(net::make_routes(api())), files,
        make_live_endpoint({city_thread, live_thread, published, city, positions, answers,
                            directory_of_users, [this] { return clock.now(); }}));
  }

  void report_fatal(std::string const &reason) {
    std::function<void(std::string const &)> once;
    {
      std::lock_guard const guard(fatal_mutex);
      once.swap(on_fatal);
    }
    if (once) {
      once(reason);
    } else {
      app::log(LogLevel::error, reason);
    }
  }

  void take_commit(std::shared_ptr<model::CommitGroup const> const &group) {
    published.commit(*group);
    similar.follow(*group, published.state());
    if (services::CountedIncidents::concerns(*group)) {
      pool.post([this, group] { counted.follow(*group); });
    }
    uncheckpointed += 4 * group->facts.size() + group->positions.size();
    if (uncheckpointed >= most_uncheckpointed) {
      write_checkpoint();
    }
  }

  /// Live thread: what is told the pool before is what was published before.
  void read_counted(std::function<void(services::KnownIncidents const &)> const &read) {
    auto const &state = published.state();
    pool.post([this, read, seq = state.seq, tick = state.tick, map = shared_base.get()] {
      read(counted.at(seq, tick, map));
    });
  }

  /// Live thread. The tracks follow: what a start does not need any more moves into them.
  void write_checkpoint() {
    uncheckpointed = 0;
    journal.run_between([this, state = published.state()](store::EventLog &to) {
      to.write_checkpoint(state);
      tracks.work();
    });
  }

  Published::Observers observers() {
    return {
        [this](model::CityState const &state) {
          directory_of_users.set(std::make_shared<services::PrincipalDirectory const>(state));
        },
        [this](model::CityState const &state) { walk.update(shared_base.get(), state.closures); },
        [this](std::shared_ptr<services::BaseMap const> const &changed) {
          shared_base.set(changed);
          area_trees->keep_only(changed);
          city_thread.post([this, changed] { city.use_base(changed, clock.now()); });
          walk.update(changed, published.state().closures);
        },
        [this](model::CityState const &state) {
          shared_staff.set(std::make_shared<model::Staff const>(state.staff));
        },
        [this](model::CityState const &state) {
          import_thread.post(
              [this, known = services::known_versions(state)] { imports.settle(known); });
        }};
  }

  /// Reaches that were computed: their streets to the hub, then what changed as facts.
  void take(std::vector<services::StationReach> const &reaches) {
    live_thread.post([this, reaches] {
      for (auto const &reach : reaches) {
        published.hub().stage_reach(reach.upsert, reach.digest);
      }
    });
    city_thread.post([this, reaches] { commit_reaches(reaches, nullptr); });
    planning.town_changed();
  }

  void commit_reaches(std::vector<services::StationReach> const &reaches, store::Ticket ticket) {
    services::City::Transaction transaction(city, "server", clock.now());
    for (auto const &change : reach_changes(city.state().reaches, reaches)) {
      transaction.add(change);
    }
    transaction.submit(std::move(ticket));
  }

  net::Api api() {
    net::Api api;
    api.to_city = [this](std::function<void()> task) { city_thread.post(std::move(task)); };
    api.to_pool = [this](std::function<void()> task) { pool.post(std::move(task)); };
    api.to_tiles = [this](std::function<void()> task) { tiles.post(std::move(task)); };
    api.to_imports = [this](std::function<void()> task) { import_thread.post(std::move(task)); };
    api.read_published = [this](std::function<void(model::CityState const &)> read) {
      live_thread.post([this, read = std::move(read)] { read(published.state()); });
    };
    api.read_counted = [this](std::function<void(services::KnownIncidents const &)> read) {
      live_thread.post([this, read = std::move(read)] { read_counted(read); });
    };
    api.read_routings = [this](std::function<void(rules::RoutingCounts const &)> read) {
      live_thread.post([this, read = std::move(read)] { read(published.routings()); });
    };
    api.base = [this] { return shared_base.get(); };
    api.staff = [this] { return shared_staff.get(); };
    api.walk_city = [this] { return walk.city(); };
    api.ask_history = [this](std::function<void(services::HistoryService &)> question) {
      return history.ask(std::move(question));
    };
    api.now = [this] { return clock.now(); };
    api.write_metrics = [this](net::Respond const &respond) {
      live_thread.post([this, respond] {
        net::Response response;
        response.content_type = "text/plain; version=0.0.4; charset=utf-8";
        response.body = std::make_shared<std::string const>(metrics_text(
            published.state(), published.hub().counts(), published.routings(), listener->counts(),
            {log.write_ahead_bytes(), clock.jumps(), published.count_bases(),
             inbox ? inbox->counts() : services::InboxCounts{}}));
        respond(response);
      });
    };
    api.cancel_layer = [this](services::ComingName name, std::string actor,
                              LayerPublisher::Done done) {
      publisher.cancel(std::move(name), std::move(actor), [this, done](auto const &result) {
        live_thread.post([done, result] { done(result); }); // what was answered is shown
      });
    };
    api.is_ready = [this] {
      auto const admission = journal.admission();
      return admission == store::Admission::open || admission == store::Admission::full;
    };
    api.takes_owntracks = config.takes_owntracks;
    api.takes_osmand = config.takes_osmand;
    api.enrolled = [this](std::string const &id) {
      return directory_of_users.get()->of_enrolment(id);
    };
    api.positions = &positions;
    api.incidents = &incidents;
    api.sessions = &sessions;
    api.closures = &closures;
    api.imports = &imports;
    photos.serve(api);
    planning.serve(api);
    api.tiles = std::make_shared<services::TileCache>();
    api.area_trees = area_trees;
    api.incident_policy = incident_policy;
    api.figure_policy = figure_policy;
    api.similar = &similar;
    return api;
  }

  /// The stations' reach as of the loaded state, in the hub and in the log, before anybody looks.
  void bring_reach_up_to_date() {
    auto const reaches = walk.compute(base, city.state().closures);
    for (auto const &reach : reaches) {
      published.hub().stage_reach(reach.upsert, reach.digest);
    }
    published.hub().start_ring_after(loaded.tail_after);
    for (auto const &group : loaded.tail) {
      published.hub().recall(group);
    }
    loaded.tail.clear();
    std::promise<void> stored;
    city_thread.post([&] {
      commit_reaches(reaches, [&](store::CommitOutcome /*outcome*/) { stored.set_value(); });
    });
    stored.get_future().wait();
  }

  /// Versions whose time came while no server ran, before anybody looks.
  void bring_versions_into_effect() {
    std::promise<void> nothing_due;
    city_thread.post([&] { bring_next_versions_into_effect(nothing_due, most_versions_due); });
    nothing_due.get_future().wait();
    std::promise<void> folded; // what was committed
    live_thread.post([&] { folded.set_value(); });
    folded.get_future().wait();
  }

  /// City thread. One of each layer at a time.
  void bring_next_versions_into_effect(std::promise<void> &nothing_due, int tries) {
    bool const is_due =
        std::any_of(city.state().coming.begin(), city.state().coming.end(), [&](auto const &entry) {
          return entry.second.front().effective <= clock.now();
        });
    if (!is_due || tries == 0) {
      nothing_due.set_value();
      return;
    }
    publisher.bring_into_effect([this, &nothing_due, tries] {
      city_thread.post(
          [this, &nothing_due, tries] { bring_next_versions_into_effect(nothing_due, tries - 1); });
    });
  }

  void start_rhythms() {
    tiles.post([map = shared_base.get()] { map->tiles().prepare(); });
    base.reset(); // whoever needs it holds it: an old one goes when the last of them lets go
    loaded.base.reset();
    city_thread.every(std::chrono::seconds{1}, [this] {
      clock_watch.look();
      publisher.bring_into_effect();
      closures.expire(clock.now());
      roster.bring_up_to_date(clock.now());
      incidents.record_overdue(clock.now());
      positions.settle_presence(clock.now());
    });
    live_thread.every(config.flush, [this] { published.hub().flush(); });
    live_thread.every(config.heartbeat, [this] {
      published.hub().dismiss_ended_sessions(clock.now());
      published.hub().heartbeat();
    });
    live_thread.every(config.checkpoint, [this] { write_checkpoint(); });
    if (config.takes_inbox) {
      inbox.emplace(directory.inbox(),
                    InboxDoor::Doors{city_thread, incidents, [this] { return clock.now(); }},
                    fatal);
    }
    tracks.tidy();
    import_thread.every(std::chrono::minutes{1}, [this] { imports.tidy(); });
    live_thread.every(std::chrono::minutes{1}, [this] {
      journal.run_between([this](store::EventLog & /*log*/) { shorten_write_ahead_log(); });
    });
  }

  /// Journal thread. Only a reader that stays keeps it long: another process, then.
  void shorten_write_ahead_log() {
    log.shorten_write_ahead_log();
    if (auto const bytes = log.write_ahead_bytes(); bytes > large_write_ahead_log) {
      app::log(LogLevel::warn, "event=write_ahead_log_large bytes=" + std::to_string(bytes) +
                                   " (another process has been reading the log for long)");
    }
  }

  Config config;
  WallClock clock;
  store::DataDirectory directory;
  store::WriterLock lock;
  store::LogStore log;
  store::StartCheck start_check;
  store::BaseStore base_store;
  services::IndexShelf shelf;
  SharedValue<services::BaseMap> shared_base;
  Loaded loaded;
  std::shared_ptr<services::BaseMap const> base;
  std::mutex fatal_mutex;
  std::function<void(std::string const &)> on_fatal;
  TaskThread::OnError fatal;
  services::IncidentPolicy incident_policy;
  services::FigurePolicy figure_policy;
  services::CountedIncidents counted; ///< of the pool
  TaskThread city_thread;
  TaskThread live_thread;
  TaskThread walk_thread;
  TaskThread pool;
  TaskThread tiles; ///< cuts tiles, and makes layers ready for it, a minute for a million buildings
  SharedValue<services::PrincipalDirectory> directory_of_users;
  SharedValue<model::Staff> shared_staff;
  std::shared_ptr<services::AreaTreeCache> area_trees = std::make_shared<services::AreaTreeCache>();
  Published published;
  services::SimilarBoard similar; ///< live thread
  std::size_t uncheckpointed = 0; ///< in positions; live thread
  AnswerDesk answers;
  store::Journal journal;
  TrackKeeper tracks;
  HistoryDoor history;
  services::City city;
  services::DutyRoster roster;
  services::PositionService positions;
  services::IncidentService incidents;
  ClockWatch clock_watch;
  services::SessionService sessions;
  services::ClosureService closures;
  WalkUpdater walk;
  LayerPublisher publisher;
  TaskThread import_thread;
  ProgramRunner reader;
  store::ImportSpool spool;
  services::ImportService imports; ///< import thread
  PhotoDesk photos;
  PlanningDesk planning;
  std::optional<InboxDoor> inbox;
  net::StaticFiles files;
  std::optional<net::Listener> listener;
  std::optional<net::ControlSocket> control;
  bool is_stopped = false;
};

App::App(Config config) : impl_(std::make_unique<Impl>(std::move(config))) {}

App::~App() {
  stop();
}

std::string App::address() const {
  return url_of(impl_->config.listen.address, impl_->listener->port());
}

void App::start(std::function<void(std::string const &reason)> on_fatal) {
  {
    std::lock_guard const guard(impl_->fatal_mutex);
    impl_->on_fatal = std::move(on_fatal);
  }
  for (auto const &words : impl_->log.damaged_tracks()) {
    log(LogLevel::error, "event=track_damaged reason=\"" + words +
                             "; run yuntu verify, restore the file from a backup\"");
  }
  impl_->bring_reach_up_to_date();
  impl_->bring_versions_into_effect();
  impl_->planning.recall();
  impl_->start_rhythms();
  impl_->listener->start();
  impl_->control.emplace(
      impl_->directory.socket(),
      make_control_handler({impl_->city_thread, impl_->live_thread, impl_->city, impl_->published,
                            impl_->publisher, impl_->pool,
                            [this] { return impl_->shared_base.get(); },
                            [this] { return impl_->clock.now(); }, [this] { return address(); }}));
}

void App::stop() {
  if (std::exchange(impl_->is_stopped, true)) {
    return;
  }
  // From the outside in: no new work, then the threads that decide, then what they feed.
  impl_->control.reset();
  impl_->listener->stop(std::chrono::seconds{3});
  if (impl_->inbox) {
    impl_->inbox->stop();
  }
  impl_->reader.stop();
  impl_->import_thread.stop();
  impl_->photos.stop();
  impl_->planning.stop();
  impl_->pool.stop();
  impl_->shared_base.get()->tiles().give_up();
  impl_->tiles.stop();
  impl_->history.stop();
  impl_->tracks.stop();
  impl_->walk_thread.stop();
  impl_->city_thread.stop();
  impl_->journal.stop();
  impl_->live_thread.stop();
  try {
    impl_->log.write_checkpoint(impl_->published.state());
  } catch (std::exception const &error) {
    log(LogLevel::warn, std::string("no checkpoint written at the end: ") + error.what());
  }
}

} // namespace yuntu::app
