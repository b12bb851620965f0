#include "tests/server/net/net_fixture.hpp"
#include "tests/support/raw_http.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;

namespace {

/// What the sinks of a test have seen; they run on the session's thread.
struct Seen {
  std::mutex mutex;
  std::condition_variable changed;
  std::string bytes;
  std::size_t largest_piece = 0;
  int opened = 0;
  int closed = 0;

  void note(std::function<void()> const &change) {
    std::lock_guard const lock(mutex);
    change();
    changed.notify_all();
  }
  bool wait(std::function<bool()> const &holds) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds{20}, holds);
  }
};

/// Takes everything; with `most` not 0, refuses what is more.
class RecordingSink final : public net::BodySink {
public:
  RecordingSink(Seen &seen, std::size_t most) : seen_(seen), most_(most) {
    seen_.note([&] { ++seen_.opened; });
  }
  ~RecordingSink() override {
    seen_.note([&] { ++seen_.closed; });
  }
  RecordingSink(RecordingSink const &) = delete;
  RecordingSink &operator=(RecordingSink const &) = delete;

  void write(std::string piece, net::Respond next) override {
    net::Response answer;
    seen_.note([&] {
      seen_.bytes += piece;
      seen_.largest_piece = std::max(seen_.largest_piece, piece.size());
      answer.status = most_ != 0 && seen_.bytes.size() > most_ ? 507 : go_on;
    });
    next(answer);
  }
  void finish(net::Respond respond) override { respond(text_response("taken")); }

private:
  Seen &seen_;
  std::size_t most_;
};

/// A listener with one route for uploads, of at most a megabyte.
class UploadServer {
public:
  explicit UploadServer(std::size_t most = 0)
      : net_(limits(), {},
             {{net::Method::put, "/api/v1/imports/{id}/file", rules::Operation::change_import,
               nullptr, [this, most](net::Request const &) {
                 return std::make_shared<RecordingSink>(seen, most);
               }}}) {}

  [[nodiscard]] std::uint16_t port() const { return net_.port(); }

  Seen seen;

private:
  static net::NetLimits limits() {
    net::NetLimits limits;
    limits.upload_bytes = 1'000'000;
    return limits;
  }
  NetFixture net_;
};

std::string const put = "PUT /api/v1/imports/7/file";
auto const *const steward = "Authorization: Bearer steward";

std::string pattern(std::size_t size) {
  std::string bytes(size, ' ');
  for (std::size_t i = 0; i < size; ++i) {
    bytes[i] = static_cast<char>(i * 7 + i / 251);
  }
  return bytes;
}

} // namespace

TEST_CASE("an upload comes whole and in order, a piece at a time, and the connection goes on") {
  UploadServer server;
  auto const bytes = pattern(1'000'000);
  RawSocket socket(server.port());
  for (int round = 1; round <= 2; ++round) {
    server.seen.bytes.clear();
    socket.send(make_request(put, server.port(), {steward}, bytes));
    auto const answer = read_response(socket);
    CHECK(answer.status == 200);
    CHECK(answer.body == "taken");
    CHECK(server.seen.bytes == bytes);
    CHECK(server.seen.largest_piece <= 64 * 1024);
  }
  socket.send(make_request("GET /healthz", server.port()));
  CHECK(read_response(socket).status == 200);
}

TEST_CASE("an empty upload is one") {
  UploadServer server;
  CHECK(ask(server.port(), put, {steward, "Content-Length: 0"}).status == 200);
  CHECK(server.seen.opened == 1);
  CHECK(server.seen.bytes.empty());
}

TEST_CASE("an upload that is too large, or of somebody who may not, reaches no sink") {
  UploadServer server;
  RawSocket large(server.port());
  large.send(make_request(put, server.port(), {steward, "Content-Length: 1000001"}));
  CHECK(read_response(large).status == 413);
  RawSocket other(server.port());
  other.send(make_request(put, server.port(),
                          {"Authorization: Bearer grid_worker", "Content-Length: 900000"}));
  CHECK(read_response(other).status == 403);
  RawSocket nobody(server.port());
  nobody.send(make_request(put, server.port(), {"Content-Length: 900000"}));
  CHECK(read_response(nobody).status == 401);
  CHECK(server.seen.opened == 0);
}

TEST_CASE("a sink that refuses ends the upload with its answer") {
  UploadServer server(100'000);
  RawSocket socket(server.port());
  socket.send(make_request(put, server.port(), {steward}, pattern(900'000)));
  CHECK(read_response(socket).status == 507);
  socket.shutdown_send();
  socket.read_to_end();
  CHECK(server.seen.wait([&] { return server.seen.closed == 1; }));
  CHECK(server.seen.bytes.size() < 900'000);
}

TEST_CASE("an upload that breaks off closes its sink") {
  UploadServer server;
  {
    RawSocket socket(server.port());
    socket.send(make_request(put, server.port(), {steward, "Content-Length: 500000"}) +
                pattern(200'000));
    CHECK(server.seen.wait([&] { return server.seen.bytes.size() >= 131'072; }));
  }
  CHECK(server.seen.wait([&] { return server.seen.closed == 1; }));
}

TEST_CASE("other routes keep their own limit") {
  UploadServer server;
  RawSocket over(server.port());
  over.send(make_request("POST /api/v1/incidents", server.port(), {"Content-Length: 65537"}));
  CHECK(read_response(over).status == 413);
}
