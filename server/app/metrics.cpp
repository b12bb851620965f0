#include "server/app/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>

namespace yuntu::app {

std::string metrics_text(model::CityState const &state, live::Hub::Counts const &hub,
                         net::Listener::Counts const &net, MachineCounts const &machine) {
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
  gauge("yuntu_incidents", "Incidents known.", static_cast<double>(state.incidents.size()));
  gauge("yuntu_sessions", "Sessions open.", static_cast<double>(state.sessions.size()));
  gauge("yuntu_viewers", "Live sockets that watch.", static_cast<double>(hub.viewers));
  counter("yuntu_live_frames_total", "Messages made for live sockets.",
          static_cast<double>(hub.frames));
  counter("yuntu_live_bytes_total", "Bytes of those messages.", static_cast<double>(hub.bytes));
  counter("yuntu_live_resyncs_total", "Viewers told to resync.", static_cast<double>(hub.resyncs));
  gauge("yuntu_connections", "Connections open.", static_cast<double>(net.connections));
  gauge("yuntu_live_sockets", "WebSockets open.", static_cast<double>(net.live_sockets));
  counter("yuntu_requests_total", "HTTP requests read.", static_cast<double>(net.requests));
  counter("yuntu_refused_connections_total", "Connections refused.",
          static_cast<double>(net.refused_connections));
  gauge("yuntu_log_wal_bytes", "Size of the log's write-ahead file.",
        static_cast<double>(machine.write_ahead_bytes));
  counter("yuntu_clock_jumps_total", "Times the wall clock was set by more than 5 s.",
          static_cast<double>(machine.clock_jumps));
  return prometheus::TextSerializer().Serialize(registry.Collect());
}

} // namespace yuntu::app
