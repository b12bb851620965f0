#include <utility>

#include "server/net/io_thread.hpp"

#include <boost/asio/post.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <future>
#include <stdexcept>
#include <string>
#include <vector>

using namespace yuntu;

TEST_CASE("what is posted before the thread looks wakes it once and is done in order") {
  boost::asio::io_context context;
  auto const mailbox = std::make_shared<net::Mailbox>(context);
  std::vector<int> done;
  for (int i = 0; i < 100; ++i) {
    mailbox->post([&done, i] { done.push_back(i); });
  }
  CHECK(context.poll() == 1);
  REQUIRE(done.size() == 100);
  CHECK(std::is_sorted(done.begin(), done.end()));
}

TEST_CASE("what is posted while mail is being delivered comes with the next delivery") {
  boost::asio::io_context context;
  auto const mailbox = std::make_shared<net::Mailbox>(context);
  std::vector<int> done;
  mailbox->post([&] {
    done.push_back(1);
    mailbox->post([&done] { done.push_back(3); });
  });
  mailbox->post([&done] { done.push_back(2); });
  CHECK(context.poll() == 2);
  CHECK(done == std::vector<int>{1, 2, 3});
}

TEST_CASE("work that throws does not take along what was posted after it") {
  boost::asio::io_context context;
  auto const mailbox = std::make_shared<net::Mailbox>(context);
  std::vector<int> done;
  mailbox->post([&] {
    mailbox->post([&done] { done.push_back(2); });
    throw std::runtime_error("bad");
  });
  mailbox->post([&done] { done.push_back(1); });
  CHECK_THROWS_AS(context.poll(), std::runtime_error);
  context.poll();
  CHECK(done == std::vector<int>{1, 2});
}

TEST_CASE("patient mail comes in parts, sockets are served in between and other mail passes it") {
  boost::asio::io_context context;
  auto const mailbox = std::make_shared<net::Mailbox>(context);
  std::vector<std::string> done;
  std::size_t delivered = 0;
  for (int i = 0; i < 200; ++i) {
    mailbox->post_patient([&, i] {
      ++delivered;
      if (i == 0) {
        boost::asio::post(context, [&] { done.push_back("read"); });
        mailbox->post([&] { done.push_back("fact"); });
      } else if (i == 199) {
        done.push_back("last");
      }
    });
  }
  mailbox->post([&] { done.push_back("first"); });
  context.run_one();
  CHECK(delivered < 200);
  context.poll();
  CHECK(delivered == 200);
  REQUIRE(done.size() == 4);
  CHECK(done.front() == "first");
  CHECK(done.back() == "last");
}

TEST_CASE("patient work that throws does not take along what was posted after it") {
  boost::asio::io_context context;
  auto const mailbox = std::make_shared<net::Mailbox>(context);
  std::vector<int> done;
  mailbox->post_patient([] { throw std::runtime_error("bad"); });
  mailbox->post_patient([&done] { done.push_back(1); });
  mailbox->post_patient([&done] { done.push_back(2); });
  CHECK_THROWS_AS(context.poll(), std::runtime_error);
  context.poll();
  CHECK(done == std::vector<int>{1, 2});
}

TEST_CASE("a mailbox that was shut drops what is posted and what waits") {
  boost::asio::io_context context;
  auto const mailbox = std::make_shared<net::Mailbox>(context);
  bool is_done = false;
  mailbox->post([&] { is_done = true; });
  mailbox->post_patient([&] { is_done = true; });
  mailbox->shut();
  mailbox->post([&] { is_done = true; });
  context.poll();
  CHECK_FALSE(is_done);
}

TEST_CASE("viewers that are ready in one turn of the loop are told together") {
  std::promise<std::vector<net::LiveEndpoint::ViewerId>> told;
  net::IoThread thread({}, {[&](auto viewers) { told.set_value(std::move(viewers)); }, {}});
  thread.mailbox()->post([&] {
    thread.note_ready(1);
    thread.note_ready(2);
    thread.note_ready(3);
    thread.remove_viewer(2);
  });
  thread.start();
  CHECK(told.get_future().get() == std::vector<net::LiveEndpoint::ViewerId>{1, 3});
  thread.stop();
}
