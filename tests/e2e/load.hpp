#pragma once

#include "tests/e2e/api_client.hpp"
#include "tests/e2e/demo_town.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace yuntu::test {

/// A request whose answer never came: it may have been stored or not.
struct OpenRequest {
  std::string user;
  std::string path;
  nlohmann::json body;
};

/// What a server has promised to keep.
struct Acknowledged {
  std::set<int> incidents;
  std::set<std::pair<std::string, std::uint64_t>> reports; ///< worker and seq, each accepted
  std::map<std::string, std::uint64_t> positions; ///< worker on duty -> newest seq accepted
  std::map<std::string, std::uint64_t> answered;  ///< likewise, the refused ones too (too fast)
  std::set<std::string> off_duty;
  std::vector<OpenRequest> open; ///< of the last load only
};

/// Three senders that send without a pause until the server is gone: positions, incidents, and
/// workers who come and go. The test's own threads; finish() joins them.
class Load {
public:
  /// `first` numbers what is sent, so that no two rounds send the same; `before` is added to.
  Load(std::uint16_t port, std::vector<DemoPlace> const &places, int first, Acknowledged before);
  ~Load();
  Load(Load const &) = delete;
  Load &operator=(Load const &) = delete;

  /// Until the senders together have read so many acknowledgements; throws after 20 s.
  void await_acknowledgements(std::size_t count);
  /// Stops, and says what was acknowledged.
  Acknowledged finish();

  /// A worker's next report has this seq.
  [[nodiscard]] static std::uint64_t next_seq(std::uint64_t seq) { return seq + workers; }
  /// Where the position with this seq lies.
  [[nodiscard]] static DemoPlace place_of(std::vector<DemoPlace> const &places, std::uint64_t seq) {
    return places[seq % places.size()];
  }

private:
  static constexpr int workers = 5;

  void repeat(bool (Load::*send_one)(int number));
  bool send_position(int number);
  bool send_incident(int number);
  bool send_shift(int number);
  /// Notes the request as open until its answer is there.
  Answer post(OpenRequest request);
  template <typename Note>
  void note(Note const &change);

  std::uint16_t port_;
  std::vector<DemoPlace> places_;
  int first_;
  std::atomic<bool> is_over_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
  std::size_t count_ = 0;
  std::size_t sent_ = 0;
  std::map<std::size_t, OpenRequest> open_;
  Acknowledged acknowledged_;
  std::vector<std::thread> threads_;
};

} // namespace yuntu::test
