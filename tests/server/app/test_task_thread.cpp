#include "server/app/task_thread.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <future>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

using yuntu::app::TaskThread;

namespace {

void ignore(std::string const & /*thread*/, std::string const & /*what*/) {}

} // namespace

TEST_CASE("tasks run in the order they were posted, on one thread") {
  std::vector<int> order;
  std::set<std::thread::id> threads;
  {
    TaskThread thread("test", ignore);
    for (int i = 0; i < 1000; ++i) {
      thread.post([&, i] {
        order.push_back(i);
        threads.insert(std::this_thread::get_id());
      });
    }
  }
  REQUIRE(order.size() == 1000);
  CHECK(std::is_sorted(order.begin(), order.end()));
  CHECK(threads.size() == 1);
  CHECK_FALSE(threads.contains(std::this_thread::get_id()));
}

TEST_CASE("stop does what was posted before and drops what comes after") {
  TaskThread thread("test", ignore);
  std::promise<void> gate;
  auto opened = gate.get_future();
  std::atomic<int> done{0};
  thread.post([&] { opened.wait(); });
  for (int i = 0; i < 10; ++i) {
    thread.post([&] { ++done; });
  }
  gate.set_value();
  thread.stop();
  CHECK(done == 10);
  thread.post([&] { ++done; });
  thread.stop();
  CHECK(done == 10);
}

TEST_CASE("a task may post another one") {
  TaskThread thread("test", ignore);
  std::promise<int> result;
  thread.post([&] { thread.post([&] { result.set_value(7); }); });
  CHECK(result.get_future().get() == 7);
}

TEST_CASE("patient tasks keep their order and give way to all others, also to later ones") {
  TaskThread thread("test", ignore);
  std::promise<void> begun;
  std::promise<void> go_on;
  thread.post([&, wait = go_on.get_future().share()] {
    begun.set_value();
    wait.wait();
  });
  begun.get_future().wait();
  std::vector<int> order;
  thread.post_patient([&] {
    order.push_back(3);
    thread.post([&] { order.push_back(4); });
  });
  std::promise<void> done;
  thread.post_patient([&] {
    order.push_back(5);
    done.set_value();
  });
  thread.post([&] { order.push_back(1); });
  thread.post([&] { order.push_back(2); });
  go_on.set_value();
  done.get_future().wait();
  thread.stop();
  CHECK(order == std::vector{1, 2, 3, 4, 5});
}

TEST_CASE("patient tasks wait for company, others pass them by") {
  TaskThread thread("test", ignore);
  thread.pace_patient(std::chrono::hours{1});
  std::promise<void> first;
  thread.post_patient([&] { first.set_value(); });
  first.get_future().wait(); // alone: nothing was begun before
  std::atomic<int> done{0};
  thread.post_patient([&] { ++done; });
  thread.post_patient([&] { ++done; });
  std::promise<void> passed;
  thread.post([&] { passed.set_value(); });
  passed.get_future().wait();
  CHECK(done == 0);
  thread.stop(); // ends the waiting
  CHECK(done == 2);
}

TEST_CASE("patient tasks that came together are done together, though there is a pace") {
  TaskThread thread("test", ignore);
  thread.pace_patient(std::chrono::hours{1});
  std::promise<void> go_on;
  thread.post([wait = go_on.get_future().share()] { wait.wait(); });
  std::promise<void> third;
  thread.post_patient([] {});
  thread.post_patient([] {});
  thread.post_patient([&] { third.set_value(); });
  go_on.set_value();
  CHECK(third.get_future().wait_for(std::chrono::seconds{20}) == std::future_status::ready);
}

TEST_CASE("what was posted before the end is done, patient or not") {
  std::atomic<int> done{0};
  TaskThread thread("test", ignore);
  std::promise<void> go_on;
  thread.post([wait = go_on.get_future().share()] { wait.wait(); });
  for (int i = 0; i < 5; ++i) {
    thread.post_patient([&] { ++done; });
  }
  thread.post([&] { ++done; });
  go_on.set_value();
  thread.stop();
  CHECK(done == 6);
}

TEST_CASE("what is due every so often comes again and again beside the posted tasks") {
  TaskThread thread("test", ignore);
  std::promise<void> third;
  int times = 0;
  thread.every(std::chrono::milliseconds{1}, [&] {
    if (++times == 3) {
      third.set_value();
    }
  });
  CHECK(third.get_future().wait_for(std::chrono::seconds{20}) == std::future_status::ready);
  std::promise<void> posted;
  thread.post([&] { posted.set_value(); });
  CHECK(posted.get_future().wait_for(std::chrono::seconds{20}) == std::future_status::ready);
  thread.stop();
}

TEST_CASE("what is due in an hour does not come at once") {
  TaskThread thread("test", ignore);
  std::atomic<int> times{0};
  thread.every(std::chrono::hours{1}, [&] { ++times; });
  std::promise<void> posted;
  thread.post([&] { posted.set_value(); });
  posted.get_future().wait();
  thread.stop();
  CHECK(times == 0);
}

TEST_CASE("a task that throws is told, with the thread's name, and ends the thread") {
  std::promise<std::pair<std::string, std::string>> told;
  TaskThread thread("city", [&](std::string const &name, std::string const &what) {
    told.set_value({name, what});
  });
  std::atomic<bool> went_on{false};
  thread.post([] { throw std::runtime_error("half done"); });
  thread.post([&] { went_on = true; });
  CHECK(told.get_future().get() == std::pair<std::string, std::string>{"city", "half done"});
  thread.stop();
  CHECK_FALSE(went_on);
}
