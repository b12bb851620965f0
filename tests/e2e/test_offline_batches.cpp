// Row 25 of the reliability table: small here, in full by tools/checks/netfaults. What it does to
// others' latency is measured by bench_ingest.
#include "server/store/log_store.hpp"
#include "tests/e2e/fault_stage.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <random>
#include <thread>

using namespace yuntu;
using namespace yuntu::test;

namespace {

constexpr std::size_t reports_a_message = 250;
constexpr std::size_t connections = 8;
constexpr int seconds_apart = 10;

struct Fix {
  std::int64_t lon_e7 = 0;
  std::int64_t lat_e7 = 0;
  std::time_t time = 0;
};

/// A tablet that has walked about for hours without a network.
struct Tablet {
  std::string name;
  DemoPlace start;
  std::time_t first = 0;
  std::uint64_t fixes = 0; ///< seq 1 .. fixes

  /// A metre or so on, ten seconds later.
  [[nodiscard]] Fix fix(std::uint64_t seq) const {
    return {std::llround(start.lon * 1e7) + 100 * static_cast<std::int64_t>(seq % 97),
            std::llround(start.lat * 1e7) + 100 * static_cast<std::int64_t>(seq % 89),
            first + seconds_apart * static_cast<std::time_t>(seq - 1)};
  }

  /// Everything once and one in twenty twice, shuffled; the oldest first, whose time begins the
  /// worker's duty.
  [[nodiscard]] std::vector<std::uint64_t> order(std::mt19937 &random) const {
    std::vector<std::uint64_t> seqs;
    for (std::uint64_t seq = 2; seq <= fixes; ++seq) {
      seqs.insert(seqs.end(), seq % 20 == 0 ? 2 : 1, seq);
    }
    std::shuffle(seqs.begin(), seqs.end(), random);
    seqs.insert(seqs.begin(), 1);
    return seqs;
  }

  [[nodiscard]] std::string message(std::vector<std::uint64_t>::const_iterator begin,
                                    std::vector<std::uint64_t>::const_iterator end) const {
    auto text = R"({"type":"positions","boot":1,"device":")" + name + R"(","worker":")" + name +
                R"(","reports":[)";
    for (auto seq = begin; seq != end; ++seq) {
      auto const at = fix(*seq);
      text += (seq == begin ? "{" : ",{") + ("\"seq\":" + std::to_string(*seq)) +
              ",\"accuracy_m\":5,\"lon\":" + degrees(at.lon_e7) + ",\"lat\":" + degrees(at.lat_e7) +
              ",\"time\":\"" + time_text(at.time) + "\"}";
    }
    return text + "]}";
  }

private:
  static std::string degrees(std::int64_t e7) {
    char text[32];
    std::snprintf(text, sizeof text, "%.7f", static_cast<double>(e7) / 1e7);
    return text;
  }
};

std::vector<Tablet> make_tablets(std::size_t count, std::uint64_t fixes) {
  auto const places = demo_town().places_in(DemoTown::grid(1));
  std::vector<Tablet> tablets;
  auto const first = std::time(nullptr) - seconds_apart * static_cast<std::time_t>(fixes);
  for (std::size_t i = 0; i < count; ++i) {
    tablets.push_back({"tablet-" + std::to_string(i), places[i % places.size()], first, fixes});
  }
  return tablets;
}

struct Sent {
  std::atomic<std::size_t> reports{0};
  std::atomic<std::size_t> refused{0}; ///< reports rejected or in conflict
  std::atomic<std::size_t> put_off{0}; ///< messages to send again
};

/// Brings one tablet's fixes, again what was put off, until all are acknowledged.
void bring(LiveClient &client, Tablet const &tablet, std::mt19937 &random, Sent &sent) {
  for (std::uint64_t through = 0; through < tablet.fixes;) {
    auto const order = tablet.order(random);
    std::size_t open = 0;
    for (std::size_t at = 0; at < order.size(); ++open) {
      auto const size = at == 0 ? 1 : std::min(reports_a_message, order.size() - at);
      auto const begin = order.begin() + static_cast<std::ptrdiff_t>(at);
      client.socket().send(Opcode::text,
                           tablet.message(begin, begin + static_cast<std::ptrdiff_t>(size)));
      at += size;
    }
    sent.reports += order.size();
    for (; open != 0; --open) {
      auto const answer = client.await([](json const &message) {
        return message.at("type") == "ack" || message.at("type") == "problem";
      });
      if (answer.at("type") == "problem") {
        ++sent.put_off;
        continue;
      }
      sent.refused += answer.at("rejected").size() + answer.at("conflicts").size();
      through = std::max(through, answer.at("acked_through").get<std::uint64_t>());
    }
  }
}

/// Notes every marker that goes back in time and how many have come to `last`.
class MarkerWatch {
public:
  MarkerWatch(std::uint16_t port, std::string last)
      : last_(std::move(last)), client_(port, demo_town().token("desk")),
        thread_([this] { watch(); }) {}
  ~MarkerWatch() {
    client_.socket().socket().shutdown_both();
    thread_.join();
  }
  MarkerWatch(MarkerWatch const &) = delete;
  MarkerWatch &operator=(MarkerWatch const &) = delete;

  [[nodiscard]] std::size_t moves() const { return moves_; }
  [[nodiscard]] std::size_t moves_back() const { return moves_back_; }
  /// Whether so many markers have come to the last time, waited for a while.
  [[nodiscard]] bool await_arrived(std::size_t count) const {
    for (auto const deadline = in(Millis{20'000});
         arrived_ < count && std::chrono::steady_clock::now() < deadline;) {
      std::this_thread::sleep_for(Millis{20});
    }
    return arrived_ == count;
  }

private:
  void watch() {
    try {
      client_.socket().send(Opcode::text, subscribe_text());
      std::map<std::string, std::string> newest; // times of one form: they compare as text
      for (;;) {
        auto const message = client_.read();
        if (message.at("type") != "changes") {
          continue;
        }
        for (auto const &upsert : message.at("upserts")) {
          auto &known = newest[upsert.at("id").get<std::string>()];
          auto const time = upsert.at("time").get<std::string>();
          ++moves_;
          moves_back_ += time < known ? 1 : 0;
          arrived_ += time == last_ && known != last_ ? 1 : 0;
          known = time;
        }
      }
    } catch (std::exception const &) {
      // Over.
    }
  }

  std::string last_;
  LiveClient client_;
  std::atomic<std::size_t> arrived_{0};
  std::atomic<std::size_t> moves_{0};
  std::atomic<std::size_t> moves_back_{0};
  std::thread thread_;
};

/// How often each fix lies in the log, held against what was sent.
struct Stored {
  std::size_t once = 0;
  std::size_t again = 0;
  std::size_t foreign = 0; ///< never sent, or not as it was sent
};

Stored read_log(std::filesystem::path const &data, std::vector<Tablet> const &tablets) {
  std::map<std::string, std::vector<bool>> seen;
  std::map<std::string, Tablet const *> by_name;
  for (auto const &tablet : tablets) {
    seen[tablet.name].resize(tablet.fixes + 1);
    by_name[tablet.name] = &tablet;
  }
  Stored stored;
  store::LogOptions options;
  options.use = store::LogUse::inspect;
  store::LogStore log(data / "log.sqlite", options);
  log.for_each_commit(0, [&](model::CommitGroup const &group) {
    for (auto const &record : group.positions) {
      auto const found = by_name.find(record.device);
      if (found == by_name.end() || record.seq == 0 || record.seq > found->second->fixes) {
        ++stored.foreign;
        continue;
      }
      auto const fix = found->second->fix(record.seq);
      bool const is_it = record.verdict == model::PositionVerdict::accepted &&
                         record.position.lon_e7() == fix.lon_e7 &&
                         record.position.lat_e7() == fix.lat_e7 &&
                         record.time == model::Time(std::chrono::seconds(fix.time));
      auto is_known = seen[record.device][record.seq];
      ++(!is_it ? stored.foreign : is_known ? stored.again : stored.once);
      is_known = true;
    }
  });
  return stored;
}

} // namespace

TEST_CASE("what tablets bring after hours offline is stored once, and no marker goes back",
          "[row25]") {
  TownCopy const town;
  auto const tablets = make_tablets(full_or(1'000, 16), full_or(2'880, 300));
  Sent sent;
  std::size_t moves = 0;
  double seconds = 0;
  {
    RunningServer server(town.data());
    {
      model::Time const last{std::chrono::seconds(tablets[0].fix(tablets[0].fixes).time)}; // of all
      MarkerWatch const markers(server.port(), model::format_rfc3339(last));
      auto const begin = Crowd::Clock::now();
      std::vector<std::thread> threads;
      for (std::size_t i = 0; i < connections; ++i) {
        threads.emplace_back([&, i] {
          std::mt19937 random(static_cast<unsigned>(i));
          LiveClient client(server.port(), demo_town().token("gateway"));
          for (auto at = i; at < tablets.size(); at += connections) {
            bring(client, tablets[at], random, sent);
          }
        });
      }
      for (auto &thread : threads) {
        thread.join();
      }
      seconds = std::chrono::duration<double>(Crowd::Clock::now() - begin).count();
      CHECK(markers.await_arrived(tablets.size()));
      moves = markers.moves();
      CHECK(markers.moves_back() == 0);
    }
    server.kill();
  }
  auto const stored = read_log(town.data(), tablets);
  print_figures({{"name", "row25_offline_batches"},
                 {"tablets", tablets.size()},
                 {"reports_sent", sent.reports.load()},
                 {"seconds", seconds},
                 {"put_off", sent.put_off.load()},
                 {"stored_once", stored.once},
                 {"stored_again", stored.again},
                 {"foreign", stored.foreign},
                 {"marker_moves_seen", moves}});
  CHECK(sent.refused == 0);
  CHECK(stored.once == tablets.size() * tablets[0].fixes);
  CHECK(stored.again == 0);
  CHECK(stored.foreign == 0);
}
