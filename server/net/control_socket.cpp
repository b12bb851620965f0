#include <utility>

#include "server/net/control_socket.hpp"

#include "server/net/io_thread.hpp"
#include "server/net/stream.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <sys/stat.h>
#include <sys/un.h>

#include <stdexcept>

namespace yuntu::net {

namespace {

using Protocol = asio::local::stream_protocol;
using LocalSocket = asio::basic_stream_socket<Protocol, Executor>;
using LocalAcceptor = asio::basic_socket_acceptor<Protocol, Executor>;

constexpr std::size_t line_bytes = 16 * 1024 * 1024; // a staff sheet of 100,000 rows
constexpr std::chrono::seconds line_time{30};

[[noreturn]] void fail(std::filesystem::path const &path, std::string const &words) {
  throw std::runtime_error("control socket " + path.string() + ": " + words);
}

/// One operator's request: a line in, a line out.
class ControlConnection final : public Session,
                                public std::enable_shared_from_this<ControlConnection> {
public:
  ControlConnection(IoThread &thread, LocalSocket socket, ControlSocket::Handler const &handler)
      : thread_(thread), socket_(std::move(socket)), handler_(handler),
        deadline_(socket_.get_executor()) {}

  void start() {
    deadline_.set(line_time, weak_from_this(), [this] { end(); });
    asio::async_read_until(
        socket_, asio::dynamic_buffer(line_, line_bytes), '\n',
        guarded(shared_from_this(), [](ControlConnection &self, error_code error, std::size_t n) {
          error ? self.end() : self.hand_over(n);
        }));
  }
  void go_away() override {
    if (!is_working_) {
      end();
    }
  }
  void abandon() override {}
  void crash(std::string const &) { end(); }

private:
  void hand_over(std::size_t length) {
    if (is_over_) {
      return;
    }
    is_working_ = true;
    deadline_.cancel(); // an import takes as long as it takes
    handler_(line_.substr(0, length - 1),
             [mailbox = thread_.mailbox(), weak = weak_from_this()](std::string answer) {
               mailbox->post([weak, answer = std::move(answer)]() mutable {
                 if (auto const self = weak.lock()) {
                   self->reply(std::move(answer));
                 }
               });
             });
  }

  void reply(std::string answer) {
    if (is_over_) {
      return;
    }
    line_ = std::move(answer) + "\n";
    deadline_.set(line_time, weak_from_this(), [this] { end(); });
    asio::async_write(socket_, asio::buffer(line_),
                      guarded(shared_from_this(), [](ControlConnection &self, error_code,
                                                     std::size_t) { self.end(); }));
  }

  void end() {
    if (std::exchange(is_over_, true)) {
      return;
    }
    deadline_.cancel();
    error_code ignored;
    socket_.close(ignored);
    thread_.remove(this);
  }

  IoThread &thread_;
  LocalSocket socket_;
  ControlSocket::Handler const &handler_;
  Deadline deadline_;
  std::string line_;
  bool is_working_ = false;
  bool is_over_ = false;
};

/// Removes what a dead server left; throws when a server answers there or the file is no socket.
void clear_the_way(IoThread &thread, std::filesystem::path const &path) {
  auto const kind = std::filesystem::symlink_status(path).type();
  if (kind == std::filesystem::file_type::not_found) {
    return;
  }
  if (kind != std::filesystem::file_type::socket) {
    fail(path, "there is a file of this name that is not a socket");
  }
  LocalSocket probe(thread.context().get_executor());
  error_code error;
  probe.connect(Protocol::endpoint(path.string()), error);
  if (!error) {
    fail(path, "another server is running on this data directory");
  }
  std::filesystem::remove(path);
}

LocalAcceptor listen(IoThread &thread, std::filesystem::path const &path) {
  if (path.string().size() >= sizeof(::sockaddr_un::sun_path)) {
    fail(path, "the path is too long for a socket (107 bytes at most)");
  }
  clear_the_way(thread, path);
  LocalAcceptor acceptor(thread.context().get_executor());
  try {
    acceptor.open(Protocol());
    // Before bind: the file is never there with wider rights.
    ::fchmod(acceptor.native_handle(), S_IRUSR | S_IWUSR);
    acceptor.bind(Protocol::endpoint(path.string()));
    acceptor.listen();
  } catch (boost::system::system_error const &error) {
    fail(path, "cannot listen: " + error.code().message());
  }
  if (::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0) {
    fail(path, "cannot make it private to the server's user");
  }
  return acceptor;
}

} // namespace

struct ControlSocket::Impl {
  Impl(std::filesystem::path socket_path, Handler request_handler)
      : path(std::move(socket_path)), handler(std::move(request_handler)), thread(Log()),
        acceptor(listen(thread, path)), pause(thread.context().get_executor()) {}

  void accept() {
    acceptor.async_accept([this](error_code error, LocalSocket socket) {
      if (!acceptor.is_open()) {
        return;
      }
      if (error) {
        pause.expires_after(std::chrono::milliseconds(100));
        pause.async_wait([this](error_code cancelled) {
          if (!cancelled) {
            accept();
          }
        });
        return;
      }
      auto const connection =
          std::make_shared<ControlConnection>(thread, std::move(socket), handler);
      thread.add(connection);
      connection->start();
      accept();
    });
  }

  std::filesystem::path path;
  Handler handler;
  IoThread thread;
  LocalAcceptor acceptor;
  Timer pause;
};

ControlSocket::ControlSocket(std::filesystem::path path, Handler handler)
    : impl_(std::make_unique<Impl>(std::move(path), std::move(handler))) {
  impl_->accept();
  impl_->thread.start();
}

ControlSocket::~ControlSocket() {
  impl_->thread.stop();
  std::error_code ignored;
  std::filesystem::remove(impl_->path, ignored);
}

} // namespace yuntu::net
