#include "tools/yuntu/command.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/position_sender.hpp"
#include "tools/yuntu/track.hpp"
#include "tools/yuntu/wall_clock.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <thread>

namespace yuntu::tools {
namespace {

constexpr std::chrono::seconds longest_gap{60};
constexpr std::size_t batch_size = 200;

struct FeedOptions {
  std::string url;
  std::string token;
  std::string file;
  std::string worker;
  TrackOptions fields;
  std::string as_of;
  double speed = 1;
};

/// As a device or worker may be called: other characters become "-".
std::string name_of(std::string const &prefix, std::string const &id) {
  auto name = (prefix + id).substr(0, 64);
  for (char &c : name) {
    bool const is_fine = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                         (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    c = is_fine ? c : '-';
  }
  return name;
}

std::string worker_of(FeedOptions const &options, Track const &track, bool is_gateway) {
  if (!is_gateway) {
    return {};
  }
  return options.worker.empty() ? name_of("track-", track.id) : options.worker;
}

/// Says on or off for a worker; since when they are.
std::string say_duty(HttpClient &client, std::string const &worker, bool is_on, model::Time time) {
  nlohmann::json const body{
      {"worker", worker}, {"on", is_on}, {"time", model::format_rfc3339(time)}};
  auto const answer = client.post("/api/v1/duty", body.dump());
  if (answer.status != 200) {
    throw CommandError("POST /api/v1/duty answered " + std::to_string(answer.status) + ": " +
                       answer.body);
  }
  return nlohmann::json::parse(answer.body).at("since");
}

/// A gateway's worker was on duty while the track was recorded, unless it is said to be on already.
/// What happened longer ago than the server's history limit would not be taken otherwise.
struct RecordedDuty {
  HttpClient &client;
  std::string worker;
  Track const &track;
  bool is_said = false;

  void begin() {
    auto const start = track.points.front().time;
    is_said = say_duty(client, worker, true, start) == model::format_rfc3339(start);
  }
  void end() const {
    if (is_said) {
      say_duty(client, worker, false, track.points.back().time + model::Duration{1});
    }
  }
};

/// As recorded, batch by batch.
void send_history(std::vector<Track> const &tracks, FeedOptions const &options, HttpClient *gateway,
                  PositionSender &sender) {
  bool const is_gateway = gateway != nullptr;
  for (auto const &track : tracks) {
    std::optional<RecordedDuty> duty;
    if (is_gateway && !track.points.empty()) {
      duty.emplace(RecordedDuty{*gateway, worker_of(options, track, is_gateway), track});
      duty->begin();
    }
    std::vector<SentFix> fixes;
    for (auto const &point : track.points) {
      fixes.push_back({point.place, point.time});
      if (fixes.size() == batch_size) {
        sender.send(worker_of(options, track, is_gateway), name_of("feed-", track.id), fixes);
        fixes.clear();
      }
    }
    if (!fixes.empty()) {
      sender.send(worker_of(options, track, is_gateway), name_of("feed-", track.id), fixes);
    }
    if (duty) {
      duty->end();
    }
  }
}

/// Each track starts now; a point goes out when its time has come.
void play(std::vector<Track> const &tracks, FeedOptions const &options, bool is_gateway,
          PositionSender &sender) {
  struct Next {
    Track track;
    std::size_t position = 0;
    [[nodiscard]] bool is_over() const { return position == track.points.size(); }
  };
  auto const start = wall_clock();
  std::vector<Next> queue;
  queue.reserve(tracks.size());
  for (auto const &track : tracks) {
    queue.push_back({restarted(track, start, longest_gap, options.speed)});
  }
  while (true) {
    auto const next =
        std::min_element(queue.begin(), queue.end(), [](auto const &a, auto const &b) {
          if (a.is_over() || b.is_over()) {
            return !a.is_over() && b.is_over();
          }
          return a.track.points[a.position].time < b.track.points[b.position].time;
        });
    if (next == queue.end() || next->is_over()) {
      return;
    }
    auto const &point = next->track.points[next->position++];
    std::this_thread::sleep_until(point.time);
    sender.send(worker_of(options, next->track, is_gateway), name_of("feed-", next->track.id),
                {{point.place, point.time}});
  }
}

bool is_gateway_token(HttpClient &client) {
  auto const answer = client.get("/api/v1/session");
  if (answer.status != 200) {
    throw CommandError("the server does not know this token: " + answer.body);
  }
  return nlohmann::json::parse(answer.body).at("role") == "gateway";
}

int feed(FeedOptions const &options) {
  if (!options.as_of.empty() && options.as_of != "now") {
    throw CommandError("--as-of is \"" + options.as_of + "\"; expected now");
  }
  if (!(options.speed > 0)) {
    throw CommandError("--speed must be above 0");
  }
  auto const file = read_tracks(options.file, options.fields);
  HttpClient client(options.url, options.token);
  bool const is_gateway = is_gateway_token(client);
  if (!is_gateway && file.tracks.size() > 1) {
    throw CommandError("the file holds " + std::to_string(file.tracks.size()) +
                       " tracks: feeding several workers needs a token of role gateway");
  }
  PositionSender sender(client, static_cast<std::uint64_t>(model::to_unix_ms(wall_clock())));
  if (options.as_of == "now") {
    play(file.tracks, options, is_gateway, sender);
  } else {
    send_history(file.tracks, options, is_gateway ? &client : nullptr, sender);
  }
  nlohmann::json refused = nlohmann::json::array();
  for (auto const &[row, reason] : file.refused) {
    refused.push_back({{"row", row}, {"reason", reason}});
  }
  std::cout << nlohmann::json{{"read", file.read},
                              {"tracks", file.tracks.size()},
                              {"sent", sender.sent()},
                              {"accepted", sender.accepted()},
                              {"rejected", sender.rejected()},
                              {"refused", std::move(refused)}}
                   .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
            << "\n";
  return file.refused.empty() && sender.rejected().empty() ? exit_good : exit_findings;
}

} // namespace

void add_feed_command(CLI::App &app, Run &run) {
  auto *const command = app.add_subcommand("feed", "recorded tracks as workers' positions");
  auto const o = std::make_shared<FeedOptions>();
  command->add_option("--url", o->url, "e.g. http://127.0.0.1:8080")->required();
  command->add_option("--token", o->token, "of a gateway, or of one worker")->required();
  command->add_option("file", o->file, "points with times")->required();
  command->add_option("--worker", o->worker, "whose positions they are; default track-<id>");
  command->add_option("--track-field", o->fields.track_field, "field that tells tracks apart");
  command->add_option("--time-field", o->fields.time_field, "field with the time");
  command->add_option("--as-of", o->as_of, "now: each track starts now, at its own pace");
  command->add_option("--speed", o->speed, "times as fast");
  command->callback([&run, o] { run = [o] { return feed(*o); }; });
}

} // namespace yuntu::tools
