#include "server/app/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>

namespace yuntu::app {
namespace {

/// What the fan-out did and how large everything in it is that could grow.
template <typename Gauge, typename Counter>
void write_hub(live::Hub::Counts const &hub, Gauge const &gauge, Counter const &counter) {
  auto const size = [&](char const *name, char const *help, std::size_t value) {
    gauge(name, help, static_cast<double>(value));
  };
  auto const total = [&](char const *name, char const *help, std::uint64_t value) {
    counter(name, help, static_cast<double>(value));
  };
  size("yuntu_viewers", "Live sockets that watch.", hub.viewers);
  size("yuntu_live_busy_viewers", "Viewers still being written to.", hub.busy);
  size("yuntu_live_waiting", "Subscriptions not answered yet.", hub.waiting);
  total("yuntu_live_frames_total", "Messages handed to live sockets, answers to positions apart.",
        hub.frames);
  total("yuntu_live_bytes_total", "Bytes of those messages.", hub.bytes);
  total("yuntu_live_shared_frames_total", "Of them, made for another viewer.", hub.shared);
  total("yuntu_live_snapshots_total", "Snapshots sent.", hub.snapshots);
  total("yuntu_live_gaps_total", "Subscriptions answered by what had changed.", hub.gaps);
  total("yuntu_live_resyncs_total", "Viewers told to resync.", hub.resyncs);
  total("yuntu_live_records_offered_total",
        "Reports of workers, once for every viewer subscribed: those delivered, conflated, unseen "
        "and still to be sent.",
        hub.records.offered);
  total("yuntu_live_records_delivered_total", "Of them, sent.", hub.records.delivered);
  total("yuntu_live_records_conflated_total", "Of them, superseded before they were sent.",
        hub.records.conflated);
  total("yuntu_live_records_unseen_total", "Of them, out of a viewer's view or rights.",
        hub.records.unseen);
  total("yuntu_live_records_whole_total",
        "Besides, workers sent in snapshots, gaps and new parts of a view.", hub.records.whole);
  size("yuntu_live_blocks", "Cells by audience that somebody has been in.", hub.blocks);
  size("yuntu_live_dirty_blocks", "Of them, sent at the last flush.", hub.dirty_blocks);
  size("yuntu_live_departures", "Workers remembered to have left a block.", hub.departures);
  size("yuntu_live_pages", "Pages of 32 by 32 cells.", hub.pages);
  size("yuntu_live_workers", "Workers known to the live stream.", hub.workers);
  size("yuntu_live_audiences", "Audiences known.", hub.audiences);
  size("yuntu_live_rights_classes", "Different rights among the viewers.", hub.rights_classes);
  size("yuntu_live_ring_facts", "Facts kept for those who come back.", hub.ring_facts);
  size("yuntu_live_incidents", "Incidents that a snapshot shows.", hub.incidents);
  size("yuntu_live_count_areas", "Areas that are counted.", hub.count_areas);
  size("yuntu_live_queued_frames", "Facts and answers that wait for busy sockets.",
       hub.queued_frames);
  size("yuntu_live_queued_bytes", "Bytes of those.", hub.queued_bytes);
}

void write_ends(net::Listener::Counts const &net, prometheus::Registry &registry) {
  static constexpr std::array<char const *, net::live_ends> reasons{"left", "silent", "stalled",
                                                                    "dismissed"};
  auto &ended = prometheus::BuildCounter()
                    .Name("yuntu_live_ended_total")
                    .Help("Live sockets that ended: left or broke, said nothing for too long, took "
                          "nothing for too long, closed by the server.")
                    .Register(registry);
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    ended.Add({{"reason", reasons[i]}}).Increment(static_cast<double>(net.live_ended[i]));
  }
}

void write_causes(rules::RoutingCounts::PerCause const &counts, std::string const &name,
                  std::string const &help, std::string const &label,
                  prometheus::Registry &registry) {
  auto &family = prometheus::BuildCounter().Name(name).Help(help).Register(registry);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    family.Add({{label, std::string(model::routing_cause_names[i])}})
        .Increment(static_cast<double>(counts[i]));
  }
}

void write_routings(rules::RoutingCounts const &routings, prometheus::Registry &registry) {
  write_causes(routings.routings(), "yuntu_routings_total",
               "Times an incident was given a category, by who or what named it.", "cause",
               registry);
  write_causes(routings.corrections(), "yuntu_routing_corrections_total",
               "Times a person named another category, by who or what had named the one before.",
               "of", registry);
}

void write_inbox(services::InboxCounts const &inbox, prometheus::Registry &registry) {
  auto &files = prometheus::BuildCounter()
                    .Name("yuntu_inbox_files_total")
                    .Help("Files taken out of the inbox: with nothing wrong in them, and those "
                          "that somebody must look at.")
                    .Register(registry);
  files.Add({{"outcome", "done"}}).Increment(static_cast<double>(inbox.done));
  files.Add({{"outcome", "refused"}}).Increment(static_cast<double>(inbox.refused));
  auto &rows = prometheus::BuildCounter()
                   .Name("yuntu_inbox_rows_total")
                   .Help("Rows of those files, by what became of them.")
                   .Register(registry);
  rows.Add({{"verdict", "created"}}).Increment(static_cast<double>(inbox.rows.created));
  rows.Add({{"verdict", "repeated"}}).Increment(static_cast<double>(inbox.rows.repeated));
  rows.Add({{"verdict", "conflict"}}).Increment(static_cast<double>(inbox.rows.conflict));
  rows.Add({{"verdict", "refused"}}).Increment(static_cast<double>(inbox.rows.refused));
}

} // namespace

std::string metrics_text(model::CityState const &state, live::Hub::Counts const &hub,
                         rules::RoutingCounts const &routings, net::Listener::Counts const &net,
                         MachineCounts const &machine) {
  prometheus::Registry registry;
  auto const gauge = [&](std::string const &name, std::string const &help, double value) {
    prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({}).Set(value);
  };
  auto const counter = [&](std::string const &name, std::string const &help, double value) {
    prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({}).Increment(value);
  };
  auto const on_duty = std::count_if(state.workers.begin(), state.workers.end(),
                                     [](auto const &entry) { return entry.second.is_on_duty(); });
  counter("yuntu_facts_total", "Facts stored.", static_cast<double>(state.seq));
  counter("yuntu_commits_total", "Journal commits (ticks).", static_cast<double>(state.tick));
  gauge("yuntu_workers_on_duty", "Workers on duty.", static_cast<double>(on_duty));
  gauge("yuntu_workers", "Workers known.", static_cast<double>(state.workers.size()));
  gauge("yuntu_devices", "Devices known.", static_cast<double>(state.devices.size()));
  auto const suspects =
      std::count_if(state.devices.begin(), state.devices.end(),
                    [](auto const &entry) { return !entry.second.datum_suspect.empty(); });
  gauge("yuntu_datum_suspects", "Devices whose fixes fit better in another datum than declared.",
        static_cast<double>(suspects));
  gauge("yuntu_incidents", "Incidents known.", static_cast<double>(state.incidents.size()));
  write_routings(routings, registry);
  gauge("yuntu_sessions", "Sessions open.", static_cast<double>(state.sessions.size()));
  write_hub(hub, gauge, counter);
  gauge("yuntu_connections", "Connections open.", static_cast<double>(net.connections));
  gauge("yuntu_live_sockets", "WebSockets open.", static_cast<double>(net.live_sockets));
  counter("yuntu_requests_total", "HTTP requests read.", static_cast<double>(net.requests));
  counter("yuntu_refused_connections_total", "Connections refused.",
          static_cast<double>(net.refused_connections));
  counter("yuntu_live_answers_total", "Answers to positions handed to live sockets.",
          static_cast<double>(net.live_answers));
  gauge("yuntu_live_queued_answer_bytes", "Of them, bytes that wait for busy sockets.",
        static_cast<double>(net.queued_answer_bytes));
  write_ends(net, registry);
  gauge("yuntu_log_wal_bytes", "Size of the log's write-ahead file.",
        static_cast<double>(machine.write_ahead_bytes));
  counter("yuntu_clock_jumps_total", "Times the wall clock was set by more than 5 s.",
          static_cast<double>(machine.clock_jumps));
  gauge("yuntu_base_maps", "Base maps in memory: the one in use, and old ones not let go yet.",
        static_cast<double>(machine.base_maps));
  write_inbox(machine.inbox, registry);
  return prometheus::TextSerializer().Serialize(registry.Collect());
}

} // namespace yuntu::app
