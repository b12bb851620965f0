#include "tools/bench/live/session.hpp"

#include "tools/bench/live/clock.hpp"

#include <algorithm>
#include <stdexcept>

#include <sys/resource.h>

namespace yuntu::bench {
namespace {

constexpr std::int64_t second_us = 1'000'000;
/// So many handshakes at a time: fewer than may be signed in at once.
constexpr std::size_t handshakes = 64;

double own_cpu_s() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  auto const seconds = [](timeval const &time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Below this zoom aggregates replace workers.
constexpr double least_single_zoom = 12.5;

int cell_number(int column, int row) {
  return row * County::side + column;
}

} // namespace

Session::Session(County const &county, Walks const &walks, std::unique_ptr<Dialect> dialect,
                 std::filesystem::path const &program, std::vector<std::string> const &arguments,
                 Tokens tokens)
    : county_(county), walks_(walks), dialect_(std::move(dialect)), tokens_(std::move(tokens)),
      server_(std::make_unique<Process>(program, arguments, server_core)),
      context_(new ViewerContext{loop_, county_, *dialect_, tally_, {}}),
      watchers_(County::side * County::side), reports_of_(walks.workers()),
      last_time_ms_(walks.workers()) {}

Session::~Session() = default;

std::string Session::authorization(std::string const &token) const {
  return "Authorization: Bearer " + token + "\r\n";
}

bool Session::is_single(View const &view) const {
  return !dialect_->has_aggregates() || view.zoom >= least_single_zoom;
}

std::size_t Session::unacknowledged() const {
  std::size_t sum = 0;
  for (auto const &gateway : gateways_) {
    sum += gateway->waiting();
  }
  return sum;
}

void Session::connect_gateways(int count) {
  for (int i = 0; i < count; ++i) {
    gateways_.push_back(std::make_unique<Gateway>(loop_, *dialect_, tally_, server_->port(),
                                                  authorization(tokens_.gateway)));
    auto const is_open = [&] { return gateways_.back()->state() == WebSocket::State::open; };
    if (!loop_.turn_until(20 * second_us, is_open)) {
      throw std::runtime_error("a gateway could not connect");
    }
  }
}

void Session::introduce(std::uint32_t first, std::uint32_t count, std::int64_t age_ms) {
  introduced_first_ = first;
  introduced_ = count;
  for (auto worker = first; worker < first + count; ++worker) {
    auto &gateway = *gateways_[worker % gateways_.size()];
    loop_.turn_until(20 * second_us,
                     [&] { return gateway.waiting() < 16 && gateway.unsent() == 0; });
    auto const time = now_us() / 1000 - age_ms;
    last_time_ms_[worker] = time;
    gateway.send({{worker, ++reports_of_[worker], time, &walks_.at(worker, 0)}}, now_us());
  }
  if (!loop_.turn_until(30 * second_us, [this] { return unacknowledged() == 0; })) {
    throw std::runtime_error("the workers' first reports were not acknowledged");
  }
  if (tally_->not_accepted != 0) {
    throw std::runtime_error("first reports were refused: " + tally_->refusals.begin()->first);
  }
}

void Session::connect_viewers(std::vector<View> const &views) {
  std::size_t ready = 0;
  for (auto const &view : views) {
    auto const &token = view.grid < 0
                            ? tokens_.command
                            : tokens_.grid_workers.at(static_cast<std::size_t>(view.grid));
    viewers_.push_back(
        std::make_unique<Viewer>(*context_, server_->port(), authorization(token), view));
    for (int row = view.first_row; is_single(view) && row <= view.last_row; ++row) {
      for (int column = view.first_column; column <= view.last_column; ++column) {
        auto const cell = cell_number(column, row);
        view.grid < 0 ? ++watchers_[static_cast<std::size_t>(cell)]
                      : ++own_grid_watchers_[{cell, view.grid}];
      }
    }
    auto const last = viewers_.size() == views.size();
    auto const is_room = [&] {
      while (ready < viewers_.size() && viewers_[ready]->is_ready()) {
        ++ready;
      }
      return viewers_.size() - ready < (last ? 1 : handshakes);
    };
    if (!loop_.turn_until(60 * second_us, is_room)) {
      throw std::runtime_error("a viewer got no snapshot in a minute");
    }
  }
}

void Session::count_offered(Sending const &sending) {
  auto const &step = *sending.step;
  auto const cell = cell_number(step.column, step.row);
  tally_->offered += watchers_[static_cast<std::size_t>(cell)];
  if (auto const own = own_grid_watchers_.find({cell, step.grid});
      own != own_grid_watchers_.end()) {
    tally_->offered += own->second;
  }
  if (tally_->audit) {
    tally_->audit->sent(sending.worker, sending.time_ms, step);
  }
}

void Session::send_reports(Phase const &phase, std::int64_t intended_us) {
  static thread_local std::vector<Sending> reports;
  reports.clear();
  auto worker = next_worker();
  for (int i = 0; i < phase.reports_a_frame; ++i) {
    auto const later = phase.has_mixed_frames ? 0 : phase.reports_a_frame - 1 - i;
    auto &time = last_time_ms_[worker];
    time = std::max(time + 1, intended_us / 1000 - later);
    auto const seq = ++reports_of_[worker];
    reports.push_back({worker, seq, time, &walks_.at(worker, seq)});
    count_offered(reports.back());
    worker = phase.has_mixed_frames && i + 1 < phase.reports_a_frame ? next_worker() : worker;
  }
  auto const number = next_gateway_++ % gateways_.size();
  if (phase.has_mixed_frames) {
    gateways_[number]->send_as("gateway-" + std::to_string(number), reports, intended_us);
  } else {
    gateways_[number]->send(reports, intended_us);
  }
}

std::uint32_t Session::next_worker() {
  return introduced_first_ + static_cast<std::uint32_t>(next_report_++ % introduced_);
}

/// As long as the server keeps up: by its acknowledgements, or by what its viewers have received.
void Session::send_as_taken(Phase const &phase) {
  for (std::size_t tries = 0; tries < gateways_.size() * 4; ++tries) {
    auto const &gateway = *gateways_[next_gateway_ % gateways_.size()];
    bool const is_behind = dialect_->acknowledges()
                               ? gateway.waiting() >= phase.frames_ahead
                               : tally_->offered > tally_->delivered + phase.deliveries_ahead;
    if (is_behind || gateway.unsent() > 0) {
      ++next_gateway_;
    } else {
      send_reports(phase, now_us());
    }
  }
}

void Session::send_fact(std::int64_t intended_us) {
  auto const &step = walks_.at(static_cast<std::uint32_t>(random_() % walks_.workers()), random_());
  auto const number = context_->fact_times_us.size();
  context_->fact_times_us.push_back(intended_us);
  ++tally_->facts;
  auto const cell = cell_number(step.column, step.row);
  tally_->facts_offered += watchers_[static_cast<std::size_t>(cell)];
  if (auto const own = own_grid_watchers_.find({cell, step.grid});
      own != own_grid_watchers_.end()) {
    tally_->facts_offered += own->second;
  }
  if (posters_.empty()) {
    for (int i = 0; i < 4; ++i) {
      posters_.push_back(
          std::make_unique<FactPoster>(loop_, tally_, server_->port(), tokens_.command));
    }
  }
  posters_[number % posters_.size()]->post(number, step.lon_e7 / 1e7, step.lat_e7 / 1e7,
                                           intended_us);
}

/// One cell further, back at the county's rim.
void Session::pan(Viewer &viewer, std::int64_t intended_us) {
  auto view = viewer.view();
  auto const shift = [this](int &first, int &last) {
    int const step = last == County::side - 1 ? -1 : first == 0 ? 1 : random_() % 2 == 0 ? 1 : -1;
    if (last - first < County::side - 1) {
      first += step;
      last += step;
    }
  };
  random_() % 2 == 0 ? shift(view.first_column, view.last_column)
                     : shift(view.first_row, view.last_row);
  viewer.subscribe(view, intended_us);
}

Outcome Session::run(Phase const &phase) {
  Outcome outcome;
  outcome.tally = std::make_unique<Tally>();
  bool const is_exact = phase.pans_a_second == 0 && phase.reports_a_second > 0 && !viewers_.empty();
  std::vector<View> audited;
  auto const stalled =
      static_cast<std::size_t>(phase.stalled_share * static_cast<double>(viewers_.size()));
  for (std::size_t i = 0; i < viewers_.size(); ++i) {
    auto &viewer = *viewers_[i];
    viewer.leave_audit();
    if (stalled > 0 && i % (viewers_.size() / stalled) == 1) {
      viewer.leave_tally();
      viewer.stop_reading();
    } else if (is_exact && stalled == 0 && i % 16 == 0 && is_single(viewer.view())) {
      viewer.audit_as(audited.size());
      audited.push_back(viewer.view());
    }
  }
  if (!audited.empty()) {
    outcome.tally->audit = std::make_unique<Audit>(walks_.workers(), std::move(audited));
  }
  tally_ = context_->tally = outcome.tally.get();
  std::uint64_t bytes_before = 0;
  for (auto const &viewer : viewers_) {
    bytes_before += viewer->bytes();
  }
  outcome.rss_before_kb = server_->rss_kb();
  auto const cpu_before = server_->cpu_s();
  auto const client_cpu_before = own_cpu_s();
  auto const threads_before = server_->cpu_s_of_threads();

  auto const start = (now_us() / 1000 + 1) * 1000;
  outcome.tally->start_ms = start / 1000;
  auto const end = start + static_cast<std::int64_t>(phase.seconds * 1e6);
  double reports_due = 0;
  double facts_due = 0;
  double pans_due = 0;
  for (auto next = start; next < end;) {
    auto const now = now_us();
    for (; next <= now && next < end; next += 1000) {
      for (reports_due += phase.reports_a_second / 1000; reports_due >= phase.reports_a_frame;
           reports_due -= phase.reports_a_frame) {
        send_reports(phase, next);
      }
      for (facts_due += phase.facts_a_second / 1000; facts_due >= 1; --facts_due) {
        send_fact(next);
      }
      auto const pans = phase.pans_a_second * static_cast<double>(viewers_.size()) / 1000;
      for (pans_due += pans; pans_due >= 1; --pans_due) {
        pan(*viewers_[next_pan_++ % viewers_.size()], next);
      }
    }
    if (phase.reports_a_second == 0) {
      send_as_taken(phase);
    }
    if (extra_) {
      extra_();
    }
    loop_.turn(phase.reports_a_second == 0 ? now + 200 : next);
  }
  outcome.wall_s = static_cast<double>(now_us() - start) / 1e6;
  settle(outcome);
  outcome.cpu_s = server_->cpu_s() - cpu_before;
  outcome.client_cpu_s = own_cpu_s() - client_cpu_before;
  outcome.rss_after_kb = server_->rss_kb();
  outcome.cpu_s_of_threads = server_->cpu_s_of_threads();
  for (auto &[name, seconds] : outcome.cpu_s_of_threads) {
    auto const before = threads_before.find(name);
    seconds -= before == threads_before.end() ? 0 : before->second;
  }
  for (auto const &viewer : viewers_) {
    outcome.bytes += viewer->bytes();
    viewer->read_again();
  }
  outcome.bytes -= bytes_before;
  tally_ = context_->tally = own_tally_.get();
  return outcome;
}

/// Until everything is acknowledged and a third of a second has brought nothing more.
void Session::settle(Outcome &outcome) {
  auto const limit = now_us() + 20 * second_us;
  auto quiet_since = now_us();
  std::uint64_t seen = 0;
  while (now_us() < limit) {
    auto const &tally = *outcome.tally;
    auto const so_far =
        tally.delivered + tally.earlier + tally.facts_delivered + tally.accepted + tally.snapshots;
    bool const is_waiting = unacknowledged() > 0 ||
                            std::any_of(posters_.begin(), posters_.end(),
                                        [](auto const &poster) { return poster->waiting() > 0; });
    if (so_far != seen || is_waiting) {
      seen = so_far;
      quiet_since = now_us();
    } else if (now_us() - quiet_since > 333'000) {
      return;
    }
    loop_.turn(now_us() + 5000);
  }
  outcome.has_settled = false;
}

void Session::idle(double seconds) {
  loop_.turn_until(static_cast<std::int64_t>(seconds * 1e6), [] { return false; });
}

} // namespace yuntu::bench
