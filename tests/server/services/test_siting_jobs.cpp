#include "server/services/siting_jobs.hpp"
#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>

#include <new>

using namespace yuntu;
using namespace yuntu::test;
using services::SitingJobs;
using State = protocol::SitingJob::State;

namespace {

std::shared_ptr<services::WalkCity const> city() {
  return std::make_shared<services::WalkCity const>(small_town::base(),
                                                    std::map<std::string, model::Closure>{});
}

protocol::SitingQuestion question() {
  protocol::SitingQuestion asked;
  asked.candidates = {{"A", "", place(118.354, 35.0551)},
                      {"B", "", place(118.3608, 35.0549)},
                      {"S", "at sea", place(118.36, 35.09)}};
  asked.limit_s = 300;
  return asked;
}

model::Principal planner(std::string const &user) {
  return {user, model::Role::planner, {}, {}};
}

/// Begins and does it, if there is a lane.
protocol::SitingJob done_job(SitingJobs &jobs, std::string const &user, std::string const &id) {
  REQUIRE(jobs.begin(planner(user), id, city(), question()));
  jobs.run(id);
  return jobs.find(user, id).value();
}

} // namespace

TEST_CASE("a siting that has run says what to open") {
  SitingJobs jobs;
  auto const begun = jobs.begin(planner("u1"), "j1", city(), question());
  REQUIRE(begun);
  CHECK(begun->job.state == State::running);
  CHECK(begun->job.done == 0);
  CHECK(begun->lane == 0);
  CHECK(jobs.find("u1", "j1")->state == State::running);
  CHECK_FALSE(jobs.find("u1", "j1")->result);
  jobs.run("j1");
  auto const job = jobs.find("u1", "j1").value();
  CHECK(job.state == State::done);
  CHECK(job.done == 1);
  REQUIRE(job.result);
  REQUIRE(job.result->picks.size() == 1);
  CHECK(job.result->picks[0].candidate == 1);
  CHECK(job.result->picks[0].adds == protocol::PeopleCount{1, 30});
  CHECK(job.result->off_street == std::vector<std::size_t>{2});
  CHECK(job.result->before == protocol::PeopleCount{2, 36});
  // A second run is none.
  jobs.run("j1");
  CHECK(jobs.find("u1", "j1")->result == job.result);
  CHECK(jobs.cancel(planner("u1"), "j1")->state == State::done);
}

TEST_CASE("progress only goes up, and is shown while it runs") {
  SitingJobs *running = nullptr;
  std::vector<double> shown;
  SitingJobs jobs([&](auto const &, auto const &, auto const &progress) {
    for (double const done : {0.3, 0.1, 0.7}) {
      CHECK(progress(done));
      shown.push_back(running->find("u1", "j1")->done);
    }
    return services::SitingResult{};
  });
  running = &jobs;
  done_job(jobs, "u1", "j1");
  CHECK(shown == std::vector<double>{0.3, 0.3, 0.7});
}

TEST_CASE("one that is cancelled while it runs stops, and keeps what it had") {
  bool const has_picks = GENERATE(true, false);
  SitingJobs *running = nullptr;
  SitingJobs jobs([&](auto const &, auto const &, auto const &progress) {
    CHECK(progress(0.5));
    CHECK(running->cancel(planner("u1"), "j1")->state == State::cancelled);
    CHECK_FALSE(progress(0.6));
    services::SitingResult result;
    result.is_stopped = true;
    if (has_picks) {
      result.picks.push_back({1, {1, 30}});
    }
    return result;
  });
  running = &jobs;
  auto const job = done_job(jobs, "u1", "j1");
  CHECK(job.state == State::cancelled);
  CHECK(job.done == 0.6);
  CHECK((job.result != nullptr) == has_picks);
}

TEST_CASE("one that is cancelled before its turn never runs") {
  bool has_run = false;
  SitingJobs jobs([&](auto const &, auto const &, auto const &) {
    has_run = true;
    return services::SitingResult{};
  });
  REQUIRE(jobs.begin(planner("u1"), "j1", city(), question()));
  jobs.cancel_all();
  jobs.run("j1");
  CHECK_FALSE(has_run);
  CHECK(jobs.find("u1", "j1")->state == State::cancelled);
}

TEST_CASE("two run at once, each in a lane of its own") {
  SitingJobs jobs;
  CHECK(jobs.begin(planner("u1"), "j1", city(), question())->lane == 0);
  CHECK(jobs.begin(planner("u2"), "j2", city(), question())->lane == 1);
  auto const third = jobs.begin(planner("u3"), "j3", city(), question());
  REQUIRE_FALSE(third);
  CHECK(third.error().status == 409);
  REQUIRE(jobs.cancel(planner("u1"), "j1"));
  CHECK(jobs.begin(planner("u3"), "j3", city(), question())->lane == 0);
  jobs.run("j2");
  CHECK(jobs.begin(planner("u4"), "j4", city(), question())->lane == 1);
}

TEST_CASE("a user has one that runs at most, and is told which") {
  SitingJobs jobs;
  REQUIRE(jobs.begin(planner("u1"), "j1", city(), question()));
  auto const second = jobs.begin(planner("u1"), "j2", city(), question());
  REQUIRE_FALSE(second);
  CHECK(second.error().status == 409);
  CHECK_THAT(second.error().detail, Catch::Contains("your siting j1 runs"));
  REQUIRE(jobs.cancel(planner("u1"), "j1"));
  CHECK(jobs.begin(planner("u1"), "j2", city(), question()));
  jobs.run("j2");
  CHECK(jobs.begin(planner("u1"), "j3", city(), question()));
}

TEST_CASE("command and administrators may cancel anybody's, and are told which they are") {
  auto const role = GENERATE(model::Role::command, model::Role::administrator);
  SitingJobs jobs;
  REQUIRE(jobs.begin(planner("u1"), "j1", city(), question()));
  REQUIRE(jobs.begin(planner("u2"), "j2", city(), question()));
  model::Principal const head{"u9", role, {}, {}};
  CHECK_THAT(jobs.begin(head, "j3", city(), question()).error().detail,
             Catch::Contains("j1 of u1") && Catch::Contains("j2 of u2"));
  CHECK_THAT(jobs.begin(planner("u3"), "j3", city(), question()).error().detail,
             !Catch::Contains("j1"));
  CHECK(jobs.cancel(planner("u3"), "j1").error().status == 404);
  CHECK(jobs.cancel(head, "j1")->state == State::cancelled);
  CHECK(jobs.find("u1", "j1")->state == State::cancelled);
  CHECK(jobs.find("u9", "j1").error().status == 404);
}

TEST_CASE("one that is refused while it runs, or has no memory left, has failed and says why") {
  bool const has_memory = GENERATE(true, false);
  SitingJobs jobs([&](auto const &view, auto const &asked, auto const &progress) {
    if (!has_memory) {
      throw std::bad_alloc();
    }
    services::SitingOptions options;
    options.most_pairs = 2;
    return services::site(view, asked, progress, options);
  });
  auto const job = done_job(jobs, "u1", "j1");
  CHECK(job.state == State::failed);
  CHECK_FALSE(job.result);
  REQUIRE(job.problem);
  CHECK(job.problem->status == 422);
  CHECK_THAT(job.problem->detail, Catch::Contains("fewer candidates or"));
  // It keeps no lane.
  CHECK(jobs.begin(planner("u1"), "j2", city(), question())->lane == 0);
}

TEST_CASE("once all are cancelled none begins any more") {
  SitingJobs jobs;
  jobs.cancel_all();
  CHECK(jobs.begin(planner("u1"), "j1", city(), question()).error().status == 503);
}

TEST_CASE("users see their own only") {
  SitingJobs jobs;
  done_job(jobs, "u1", "j1");
  CHECK(jobs.find("u2", "j1").error().status == 404);
  CHECK(jobs.cancel(planner("u2"), "j1").error().status == 404);
  CHECK(jobs.find("u1", "j2").error().status == 404);
}

TEST_CASE("the newest sixteen are kept, and those that run") {
  SitingJobs jobs;
  REQUIRE(jobs.begin(planner("u2"), "running", city(), question()));
  for (int i = 0; i < 16; ++i) {
    done_job(jobs, "u1", "j" + std::to_string(i));
  }
  CHECK(jobs.find("u2", "running"));
  CHECK_FALSE(jobs.find("u1", "j0"));
  CHECK(jobs.find("u1", "j1"));
  CHECK(jobs.find("u1", "j15"));
}

TEST_CASE("an old map is let go when a siting has run or is cancelled") {
  SitingJobs jobs;
  auto first = city();
  auto second = city();
  std::weak_ptr<services::WalkCity const> const of_first = first;
  std::weak_ptr<services::WalkCity const> const of_second = second;
  REQUIRE(jobs.begin(planner("u1"), "j1", std::move(first), question()));
  REQUIRE(jobs.begin(planner("u2"), "j2", std::move(second), question()));
  jobs.run("j1");
  REQUIRE(jobs.cancel(planner("u2"), "j2"));
  CHECK(of_first.expired());
  CHECK(of_second.expired());
}
