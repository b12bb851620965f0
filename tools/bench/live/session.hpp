#pragma once

#include "tools/bench/live/county_data.hpp"
#include "tools/bench/live/fact_poster.hpp"
#include "tools/bench/live/gateway.hpp"
#include "tools/bench/live/process.hpp"
#include "tools/bench/live/viewer.hpp"

#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace yuntu::bench {

inline constexpr int client_core = 0;
inline constexpr int server_core = 1;

/// Who sends what for how long. Open loop: what is to be sent at a time counts from that time, also
/// when the client or the server was late.
struct Phase {
  double seconds = 3;
  double reports_a_second = 0; ///< 0: as many as are taken, see `frames_ahead`
  int reports_a_frame = 1;
  bool has_mixed_frames = false; ///< a frame's reports are of as many workers, else all of one
  double facts_a_second = 0;
  double pans_a_second = 0;                 ///< by each viewer
  double stalled_share = 0;                 ///< of the viewers stop reading
  std::size_t frames_ahead = 32;            ///< unacknowledged, a gateway
  std::uint64_t deliveries_ahead = 400'000; ///< where nothing is acknowledged
};

struct Outcome {
  std::unique_ptr<Tally> tally;
  double wall_s = 0; ///< of the sending
  double cpu_s = 0;  ///< of the server, until all had come
  double client_cpu_s = 0;
  std::map<std::string, double> cpu_s_of_threads;
  long rss_before_kb = 0;
  long rss_after_kb = 0;
  std::uint64_t bytes = 0; ///< received by viewers
  bool has_settled = true; ///< nothing came any more when it was ended
};

/// One server under test, and all its clients in this process.
class Session {
public:
  /// `worker` numbers run through `walks`. The data folder, port and flush are in the arguments.
  Session(County const &county, Walks const &walks, std::unique_ptr<Dialect> dialect,
          std::filesystem::path const &program, std::vector<std::string> const &arguments,
          Tokens tokens);
  ~Session();

  void connect_gateways(int count);
  /// One report of every worker in [first, first + count), so that all are known and on duty.
  void introduce(std::uint32_t first, std::uint32_t count, std::int64_t age_ms = 0);
  void connect_viewers(std::vector<View> const &views);
  [[nodiscard]] Outcome run(Phase const &phase);

  [[nodiscard]] Process const &server() const { return *server_; }
  /// Nothing is sent, what comes is served.
  void idle(double seconds);
  [[nodiscard]] std::vector<std::unique_ptr<Gateway>> const &gateways() const { return gateways_; }
  Loop &loop() { return loop_; }
  /// For reports that a phase does not send: counted where its tally is.
  [[nodiscard]] Tally &tally() { return *tally_; }
  /// Called at every turn of a phase's loop.
  void on_turn(std::function<void()> extra) { extra_ = std::move(extra); }

private:
  struct Schedule;
  void send_reports(Phase const &phase, std::int64_t intended_us);
  void send_as_taken(Phase const &phase);
  void send_fact(std::int64_t intended_us);
  void pan(Viewer &viewer, std::int64_t intended_us);
  void count_offered(Sending const &sending);
  void settle(Outcome &outcome);
  [[nodiscard]] std::string authorization(std::string const &token) const;
  [[nodiscard]] std::size_t unacknowledged() const;
  /// Whether this viewer gets workers one by one.
  [[nodiscard]] bool is_single(View const &view) const;
  [[nodiscard]] std::uint32_t next_worker();

  County const &county_;
  Walks const &walks_;
  std::unique_ptr<Dialect> dialect_;
  Tokens tokens_;
  std::unique_ptr<Process> server_;
  Loop loop_;
  std::unique_ptr<Tally> own_tally_ = std::make_unique<Tally>(); ///< between phases
  Tally *tally_ = own_tally_.get();
  std::unique_ptr<ViewerContext> context_;
  std::vector<std::unique_ptr<Gateway>> gateways_;
  std::vector<std::unique_ptr<FactPoster>> posters_;
  std::vector<std::unique_ptr<Viewer>> viewers_;
  std::vector<std::uint16_t> watchers_; ///< by cell: viewers of it who may see all grids
  std::map<std::pair<int, int>, std::uint16_t> own_grid_watchers_; ///< by cell and grid
  std::vector<std::uint64_t> reports_of_;                          ///< by worker, sent so far
  std::vector<std::int64_t> last_time_ms_;
  std::uint32_t introduced_first_ = 0;
  std::uint32_t introduced_ = 0;
  std::uint64_t next_report_ = 0;
  std::size_t next_gateway_ = 0;
  std::size_t next_pan_ = 0;
  std::mt19937_64 random_{7};
  std::function<void()> extra_;
};

} // namespace yuntu::bench
