#include "server/services/siting_jobs.hpp"

#include "server/rules/visibility.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace yuntu::services {

using protocol::Problem;
using protocol::SitingJob;

namespace {

Problem no_such_siting(std::string const &id) {
  return {404, "Not found", "you have no siting " + id + "; the newest 16 are kept", {}};
}

tl::expected<SitingResult, Problem> done_within_memory(SitingJobs::Work const &work,
                                                       WalkView const &view,
                                                       SitingQuestion const &question,
                                                       geo::SitingProgress const &progress) {
  try {
    return work(view, question, progress);
  } catch (std::bad_alloc const &) {
    return tl::unexpected(Problem{
        422, "Too much to choose from", "memory ran out; give fewer candidates or minutes", {}});
  }
}

} // namespace

SitingJobs::SitingJobs(std::filesystem::path cbc)
    : work_([cbc](WalkView const &view, SitingQuestion const &question,
                  geo::SitingProgress const &progress) {
        SitingOptions options;
        options.cbc = cbc;
        return site(view, question, progress, options);
      }),
      has_cbc_(!cbc.empty()) {}

tl::expected<SitingJobs::Begun, Problem> SitingJobs::begin(model::Principal const &who,
                                                           std::string const &id,
                                                           std::shared_ptr<WalkCity const> city,
                                                           protocol::SitingQuestion question) {
  if (question.exact_s > 0 && !has_cbc_) {
    return tl::unexpected(Problem{501,
                                  "No exact solver",
                                  "this server has no cbc (Debian's coinor-cbc); leave \"exact_s\" "
                                  "out",
                                  {}});
  }
  std::lock_guard const lock(mutex_);
  if (auto const problem = refusal(who)) {
    return tl::unexpected(*problem);
  }
  auto const lane = free_lane();
  auto const job = std::make_shared<Job>();
  job->user = who.user;
  job->shown.id = id;
  job->shown.question = std::make_shared<protocol::SitingQuestion const>(std::move(question));
  job->city = std::move(city);
  job->lane = lane;
  jobs_.push_front(job);
  forget_old();
  return Begun{job->shown, lane};
}

void SitingJobs::run(std::string const &id) {
  std::shared_ptr<Job> job;
  std::shared_ptr<WalkCity const> city;
  {
    std::lock_guard const lock(mutex_);
    job = job_of(id);
    if (job) {
      city = std::move(job->city);
    }
  }
  if (!city) {
    return;
  }
  auto const &question = *job->shown.question;
  auto const &profiles = city->base().profiles();
  auto walker = profiles.find(question.profile).value_or(Walker{{}, profiles.standard()});
  auto result = done_within_memory(work_, view_of(std::move(city), std::move(walker)), question,
                                   [&job](double done) {
                                     job->done = std::max(job->done.load(), done);
                                     return !job->is_cancelled;
                                   });
  std::lock_guard const lock(mutex_);
  bool const was_running = job->shown.state == State::running;
  if (!result) {
    if (was_running) {
      job->shown.state = State::failed;
      job->shown.problem = result.error();
    }
    return;
  }
  if (was_running) {
    job->shown.state = State::done;
    job->done = 1;
  }
  if (!result->is_stopped || !result->picks.empty()) {
    job->shown.result = std::make_shared<protocol::SitingResult const>(std::move(*result));
  }
}

tl::expected<SitingJob, Problem> SitingJobs::find(std::string const &user,
                                                  std::string const &id) const {
  std::lock_guard const lock(mutex_);
  auto const job = job_of(id);
  return job && job->user == user ? tl::expected<SitingJob, Problem>(shown_of(*job))
                                  : tl::unexpected(no_such_siting(id));
}

tl::expected<SitingJob, Problem> SitingJobs::cancel(model::Principal const &who,
                                                    std::string const &id) {
  std::lock_guard const lock(mutex_);
  auto const job = job_of(id);
  if (!job || !rules::may_cancel_siting(who, job->user)) {
    return tl::unexpected(no_such_siting(id));
  }
  mark_cancelled(*job);
  return shown_of(*job);
}

void SitingJobs::cancel_all() {
  std::lock_guard const lock(mutex_);
  is_over_ = true;
  for (auto const &job : jobs_) {
    mark_cancelled(*job);
  }
}

void SitingJobs::mark_cancelled(Job &job) {
  if (job.shown.state == State::running) {
    job.shown.state = State::cancelled;
    job.is_cancelled = true;
    job.city.reset();
  }
}

SitingJob SitingJobs::shown_of(Job const &job) {
  auto shown = job.shown;
  shown.done = job.done;
  return shown;
}

std::shared_ptr<SitingJobs::Job> SitingJobs::job_of(std::string const &id) const {
  auto const found = std::find_if(jobs_.begin(), jobs_.end(),
                                  [&](auto const &job) { return job->shown.id == id; });
  return found == jobs_.end() ? nullptr : *found;
}

/// nullopt: `who` may begin one.
std::optional<Problem> SitingJobs::refusal(model::Principal const &who) const {
  if (is_over_) {
    return Problem{503, "The server stops", "no siting begins any more; ask again later", {}};
  }
  std::string others;
  for (auto const &job : jobs_) {
    if (job->shown.state != State::running) {
      continue;
    }
    if (job->user == who.user) {
      return Problem{409,
                     "One is running",
                     "your siting " + job->shown.id + " runs; cancel it or wait until it is done",
                     {}};
    }
    if (rules::may_cancel_siting(who, job->user)) {
      others += (others.empty() ? " (" : ", ") + job->shown.id + " of " + job->user;
    }
  }
  if (free_lane() < most_running) {
    return std::nullopt;
  }
  auto const which = others.empty() ? others : others + "), which you may cancel";
  return Problem{409,
                 "Enough are running",
                 std::to_string(most_running) + " sitings of others run already" + which +
                     "; wait until one is done",
                 {}};
}

/// most_running: there is none.
std::size_t SitingJobs::free_lane() const {
  std::size_t lane = 0;
  while (lane < most_running && std::any_of(jobs_.begin(), jobs_.end(), [&](auto const &job) {
           return job->shown.state == State::running && job->lane == lane;
         })) {
    ++lane;
  }
  return lane;
}

void SitingJobs::forget_old() {
  for (auto last = jobs_.end(); jobs_.size() > most_kept && last != jobs_.begin();) {
    --last;
    if ((*last)->shown.state != State::running) {
      last = jobs_.erase(last);
    }
  }
}

} // namespace yuntu::services
