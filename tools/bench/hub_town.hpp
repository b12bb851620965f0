#pragma once

#include "server/live/hub.hpp"
#include "server/model/city_state.hpp"

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace yuntu::bench {

/// Swallows what it is offered; the driver says when it was written.
class SwallowingSocket final : public live::Socket {
public:
  std::size_t offer(std::vector<live::Frame> frames, live::Lane /*lane*/) override {
    is_writing = true;
    for (auto const &frame : frames) {
      bytes += frame->size();
      taken.push_back(frame);
    }
    return frames.size();
  }
  void close(live::CloseReason /*reason*/, std::string const & /*words*/) override {}

  bool is_writing = false;
  std::uint64_t bytes = 0;
  std::vector<live::Frame> taken;
};

/// 100x100 cells of zoom 14 cut into 110 grids, 5,000 workers walking, viewers on it, and a hub.
/// Everything comes from one seed.
class HubTown {
public:
  static constexpr int cells = 100;
  static constexpr int workers = 5'000;

  HubTown();

  live::Hub &hub() { return *hub_; }
  [[nodiscard]] std::size_t viewers() const { return viewers_.size(); }

  /// A viewer on `wide` x `high` cells at a random place, signed in and with its snapshot read.
  void add_viewer(int wide, int high);
  /// 60 % 3x3, 30 % 8x8, 9 % 30x30, 1 % everything.
  void add_mixed_viewers(int count);
  /// The viewer looks one cell further; `resume` says that it still holds what it saw.
  enum class Pan : bool { by_snapshot, by_resume };
  void pan(std::size_t viewer, Pan pan);
  void subscribe_again(std::size_t viewer);

  /// `count` random workers take a step; folded into the state, ready to be published.
  [[nodiscard]] model::CommitGroup walk(int count);
  /// Everything taken is written. Answers how many records of workers it held.
  std::uint64_t write_all();
  [[nodiscard]] std::uint64_t bytes() const;

private:
  struct Watcher {
    std::shared_ptr<SwallowingSocket> socket;
    int x = 0;
    int y = 0;
    int wide = 0;
    int high = 0;
    int drift = 1;
  };

  void place(model::Worker &worker, double x, double y);
  [[nodiscard]] protocol::Subscribe message_of(Watcher const &watcher) const;

  std::mt19937 random_{20261126};
  std::vector<model::AreaCodes> areas_; ///< by grid
  model::CityState state_;
  std::vector<model::Worker *> walking_;
  std::vector<std::pair<double, double>> places_; ///< in cells
  std::vector<Watcher> viewers_;
  std::unique_ptr<live::Hub> hub_;
};

} // namespace yuntu::bench
