#pragma once

#include "server/model/principal.hpp"
#include "server/protocol/siting_messages.hpp"
#include "server/services/exact_siting.hpp"
#include "server/services/siting_service.hpp"

#include <tl/expected.hpp>

#include <atomic>
#include <cstddef>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace yuntu::services {

/// Sitings that take longer than a request: who asked for what, how far they have come, what came
/// out. Users see their own only, and
/// have one that runs at most. Any thread; whoever begins one also sees to it that it is run:
///
///     auto const begun = jobs.begin(user, id, city, question);
///     to_thread[begun->lane]([&jobs, id] { jobs.run(id); });
class SitingJobs {
public:
  static constexpr std::size_t most_running = 2;
  static constexpr std::size_t most_kept = 16; ///< of the newest, those that run included

  /// As site() is.
  using Work = std::function<tl::expected<SitingResult, protocol::Problem>(
      WalkView const &, SitingQuestion const &, geo::SitingProgress const &)>;

  explicit SitingJobs(Work work) : work_(std::move(work)) {}
  /// Does what site() does with this program; empty: questions that ask for it are refused.
  explicit SitingJobs(std::filesystem::path cbc = find_cbc());

  struct Begun {
    protocol::SitingJob job;
    std::size_t lane = 0; ///< below most_running; that of no other one that runs
  };

  /// `id` is nobody else's, `city` the standard one, `question` good. 409 while one of this user
  /// runs, or enough of others, 501 where cbc is asked for and not there, 503 after cancel_all().
  [[nodiscard]] tl::expected<Begun, protocol::Problem> begin(model::Principal const &who,
                                                             std::string const &id,
                                                             std::shared_ptr<WalkCity const> city,
                                                             protocol::SitingQuestion question);
  /// Does the work, once; nothing when it is cancelled already. What is refused in doing it, and
  /// when memory runs out, it has failed.
  void run(std::string const &id);

  /// 404: none that `user` may see.
  [[nodiscard]] tl::expected<protocol::SitingJob, protocol::Problem>
  find(std::string const &user, std::string const &id) const;
  /// It stops soon and keeps what it has; one that is over stays so. 404: none that `who` may
  /// cancel: one's own, of those with the right anybody's.
  tl::expected<protocol::SitingJob, protocol::Problem> cancel(model::Principal const &who,
                                                              std::string const &id);
  /// For the end: everybody's, and none begins any more.
  void cancel_all();

private:
  using State = protocol::SitingJob::State;

  struct Job {
    std::string user;
    protocol::SitingJob shown;
    std::shared_ptr<WalkCity const> city; ///< until it is run
    std::size_t lane = 0;
    // Read by the thread that runs it:
    std::atomic<double> done{0};
    std::atomic<bool> is_cancelled{false};
  };

  // Under `mutex_`:
  [[nodiscard]] std::shared_ptr<Job> job_of(std::string const &id) const;
  [[nodiscard]] std::optional<protocol::Problem> refusal(model::Principal const &who) const;
  [[nodiscard]] std::size_t free_lane() const;
  void forget_old();
  static void mark_cancelled(Job &job);
  [[nodiscard]] static protocol::SitingJob shown_of(Job const &job);

  Work work_;
  bool has_cbc_ = false;
  mutable std::mutex mutex_;
  bool is_over_ = false;
  std::deque<std::shared_ptr<Job>> jobs_; ///< the newest in front
};

} // namespace yuntu::services
