#include "server/app/position_desk.hpp"
#include "tests/support/test_city.hpp"

#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>

#include <future>

using namespace yuntu;
using namespace yuntu::test;
using app::PositionDesk;

namespace {

/// Keeps what it is given, call by call.
class RecordingReplies final : public net::LiveReplies {
public:
  void put(std::vector<net::LiveReply> replies) override { puts.push_back(std::move(replies)); }
  std::vector<std::vector<net::LiveReply>> take() { return std::exchange(puts, {}); }

private:
  std::vector<std::vector<net::LiveReply>> puts;
};

/// A desk in a town where u2 (grid worker, on duty) and u1 (command) have accounts.
struct Desk {
  Desk() {
    town.commit(model::UserAdded{"u1", model::Role::command, {}, "h1"});
    town.commit(model::UserAdded{"u2", model::Role::grid_worker, {"G1"}, "h2"});
    town.commit(model::DutyChanged{"u2", true, at_s(-600), "person"});
    town.drain();
  }

  ~Desk() { go_on(); }

  /// The journal commits nothing until `go_on`.
  void hold_commits() {
    std::promise<void> held;
    services::City::Transaction nothing(town.city, "test", at_s(0));
    nothing.submit([&, until = gate_.get_future().share()](store::CommitOutcome) {
      held.set_value();
      until.wait();
    });
    held.get_future().wait();
    is_held_ = true;
  }
  void go_on() {
    if (std::exchange(is_held_, false)) {
      gate_.set_value();
    }
  }
  PositionDesk::Batch batch(PositionDesk::ViewerId viewer, std::uint64_t seq,
                            bool is_awaited = false) {
    model::PositionReport const report{seq, at_s(0), 118.355, 35.052, 5, {}, {}, {}, {}};
    return {viewer, protocol::WireFormat::json, 300, is_awaited, {"tablet", 1, {report}, {}}};
  }
  /// What is told when a commit is over.
  std::vector<std::vector<net::LiveReply>> after_commit() {
    go_on();
    town.drain();
    answers.send();
    return replies->take();
  }

  TestCity town;
  services::PositionService positions{town.city};
  app::AnswerDesk answers;
  std::shared_ptr<RecordingReplies> replies = std::make_shared<RecordingReplies>();
  std::vector<std::pair<PositionDesk::ViewerId, int>> refused; ///< with the status
  PositionDesk desk{{town.city, positions, answers, [] { return at_s(1); },
                     [this](PositionDesk::ViewerId viewer, protocol::Problem const &problem) {
                       refused.emplace_back(viewer, problem.status);
                     }}};

private:
  std::promise<void> gate_;
  bool is_held_ = false;
};

using Refused = std::vector<std::pair<PositionDesk::ViewerId, int>>;

} // namespace

TEST_CASE("what one commit answers is told to an I/O thread together, with what it weighed") {
  Desk at;
  at.desk.admit(7, grid_worker());
  at.desk.admit(8, grid_worker());
  at.hold_commits();
  at.desk.take({at.batch(7, 1), at.batch(8, 2), at.batch(7, 3)}, at.replies);
  CHECK(at.replies->take().empty()); // nothing before the commit
  auto const told = at.after_commit();
  REQUIRE(told.size() == 1);
  REQUIRE(told[0].size() == 3);
  std::size_t weight = 0;
  for (auto const &reply : told[0]) {
    auto const ack = nlohmann::json::parse(*reply.answer);
    CHECK(ack.at("type") == "ack");
    CHECK(ack.at("accepted").size() == 1);
    weight += reply.taken;
  }
  CHECK(weight == 900);
  CHECK(told[0][0].viewer == 7);
  CHECK(told[0][1].viewer == 8);
  CHECK(at.town.positions().size() == 3);
}

TEST_CASE("each I/O thread is told of its own viewers") {
  Desk at;
  auto const others = std::make_shared<RecordingReplies>();
  at.desk.admit(7, grid_worker());
  at.desk.admit(8, grid_worker());
  at.hold_commits();
  at.desk.take({at.batch(7, 1)}, at.replies);
  at.desk.take({at.batch(8, 2)}, others);
  CHECK(at.after_commit().at(0).at(0).viewer == 7);
  CHECK(others->take().at(0).at(0).viewer == 8);
}

TEST_CASE("a socket that waits gets back at once what it has handed over") {
  Desk at;
  at.desk.admit(7, grid_worker());
  at.hold_commits();
  at.desk.take({at.batch(7, 1), at.batch(7, 2), at.batch(7, 3, true)}, at.replies);
  auto const told = at.replies->take();
  REQUIRE(told.size() == 1);
  REQUIRE(told[0].size() == 1);
  CHECK(told[0][0].taken == 900);
  CHECK_FALSE(told[0][0].answer);
  auto const committed = at.after_commit();
  for (auto const &reply : committed.at(0)) {
    CHECK(reply.taken == 0);
    CHECK(reply.answer);
  }
}

TEST_CASE("a socket with many batches unanswered waits until one is answered") {
  Desk at;
  at.desk.admit(7, grid_worker());
  std::vector<PositionDesk::Batch> batches;
  for (std::uint64_t seq = 1; seq <= PositionDesk::most_unanswered; ++seq) {
    batches.push_back(at.batch(7, seq, true));
  }
  at.hold_commits();
  at.desk.take(batches, at.replies);
  std::size_t given_back = 0;
  auto const at_once = at.replies->take();
  for (auto const &reply : at_once.at(0)) {
    CHECK_FALSE(reply.answer);
    given_back += reply.taken;
  }
  CHECK(given_back == 300 * (PositionDesk::most_unanswered - 1));
  auto const told = at.after_commit();
  CHECK(told.at(0).at(0).taken == 300);
}

TEST_CASE(
    "who sends is judged by the state as it is decided, not as it was when the socket opened") {
  Desk at;
  at.desk.admit(7, grid_worker());
  at.desk.take({at.batch(9, 1)}, at.replies); // has not signed in
  CHECK(at.refused == Refused{{9, 401}});
  at.town.commit(model::UserRoleChanged{"u2", model::Role::planner, {}});
  at.desk.take({at.batch(7, 1)}, at.replies);
  auto const told = at.replies->take(); // without a commit
  CHECK(nlohmann::json::parse(*told.at(0).at(0).answer).at("status") == 403);
  CHECK(told[0][0].taken == 300);
  at.town.commit(model::UserRevoked{"u2"});
  at.desk.take({at.batch(7, 2)}, at.replies);
  CHECK(at.refused == Refused{{9, 401}, {7, 401}});
  at.desk.leave(7);
  at.desk.take({at.batch(7, 3)}, at.replies);
  CHECK(at.refused.size() == 3);
  CHECK(at.town.positions().empty());
  CHECK(at.replies->take().empty());
}
