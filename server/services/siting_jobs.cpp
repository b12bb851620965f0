#include "server/services/siting_jobs.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::services {

using protocol::Problem;
using protocol::SitingJob;

namespace {

Problem no_such_siting(std::string const &id) {
  return {404, "Not found", "you have no siting " + id + "; the newest 16 are kept", {}};
}

} // namespace

SitingJobs::SitingJobs(std::filesystem::path cbc)
    : work_([cbc](WalkView const &view, SitingQuestion const &question,
                  geo::SitingProgress const &progress) {
        return site(view, question, progress, cbc);
      }),
      has_cbc_(!cbc.empty()) {}

tl::expected<SitingJobs::Begun, Problem> SitingJobs::begin(std::string const &user,
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
  auto const lane = free_lane();
  if (lane == most_running) {
    return tl::unexpected(Problem{409,
                                  "Enough are running",
                                  "2 sitings run already; cancel one or wait until it is done",
                                  {}});
  }
  auto const job = std::make_shared<Job>();
  job->user = user;
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
  auto const profile = find_profile(question.profile).value_or(ProfileName::standard);
  auto result = work_(view_of(std::move(city), profile), question, [&job](double done) {
    job->done = std::max(job->done.load(), done);
    return !job->is_cancelled;
  });
  std::lock_guard const lock(mutex_);
  if (job->shown.state == State::running) {
    job->shown.state = State::done;
    job->done = 1;
  }
  if (!result.is_stopped || !result.picks.empty()) {
    job->shown.result = std::make_shared<protocol::SitingResult const>(std::move(result));
  }
}

tl::expected<SitingJob, Problem> SitingJobs::find(std::string const &user,
                                                  std::string const &id) const {
  std::lock_guard const lock(mutex_);
  auto const job = job_of(user, id);
  return job ? tl::expected<SitingJob, Problem>(shown_of(*job))
             : tl::unexpected(no_such_siting(id));
}

tl::expected<SitingJob, Problem> SitingJobs::cancel(std::string const &user,
                                                    std::string const &id) {
  std::lock_guard const lock(mutex_);
  auto const job = job_of(user, id);
  if (!job) {
    return tl::unexpected(no_such_siting(id));
  }
  mark_cancelled(*job);
  return shown_of(*job);
}

void SitingJobs::cancel_all() {
  std::lock_guard const lock(mutex_);
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

std::shared_ptr<SitingJobs::Job> SitingJobs::job_of(std::string const &user,
                                                    std::string const &id) const {
  auto job = job_of(id);
  return job && job->user == user ? job : nullptr;
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
