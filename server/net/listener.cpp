#include <utility>

#include "server/net/listener.hpp"

#include "server/net/http_session.hpp"
#include "server/net/io_thread.hpp"
#include "server/net/site.hpp"
#include "server/net/stream.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace yuntu::net {

namespace {

using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

/// After a failed accept (most likely no file descriptor is free): long enough not to spin.
constexpr std::chrono::milliseconds accept_pause{100};

asio::ip::tcp::endpoint endpoint_of(ListenerOptions const &options) {
  error_code error;
  auto const address = asio::ip::make_address(options.address, error);
  if (error) {
    throw std::runtime_error("cannot listen on \"" + options.address +
                             "\": expected an IP address such as 127.0.0.1");
  }
  if (!address.is_loopback()) {
    throw std::runtime_error("cannot listen on " + options.address +
                             ": without TLS the server listens on a loopback address only "
                             "(127.0.0.1 or ::1); put a TLS proxy before it");
  }
  return {address, options.port};
}

/// One listening socket and no SO_REUSEPORT: a second server on the port must fail, not share it.
Acceptor listen(IoThread &thread, ListenerOptions const &options) {
  auto const endpoint = endpoint_of(options);
  Acceptor acceptor(thread.context().get_executor());
  try {
    acceptor.open(endpoint.protocol());
    acceptor.set_option(asio::socket_base::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen();
  } catch (boost::system::system_error const &error) {
    throw std::runtime_error("cannot listen on " + options.address + " port " +
                             std::to_string(options.port) + ": " + error.code().message());
  }
  return acceptor;
}

std::vector<std::unique_ptr<IoThread>> make_threads(ListenerOptions const &options,
                                                    ViewerSinks const &viewers) {
  std::vector<std::unique_ptr<IoThread>> threads;
  for (unsigned i = 0; i < std::max(1U, options.io_threads); ++i) {
    threads.push_back(std::make_unique<IoThread>(options.log, viewers));
  }
  return threads;
}

/// Every place is taken. Best effort, without waiting for the request.
void refuse_connection(TcpStream::Base socket) {
  static constexpr std::string_view answer = "HTTP/1.1 503 Service Unavailable\r\n"
                                             "Retry-After: 5\r\n"
                                             "Content-Length: 0\r\n"
                                             "Connection: close\r\n\r\n";
  error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(answer.data(), answer.size()), ignored);
  socket.shutdown(asio::socket_base::shutdown_send, ignored);
}

} // namespace

struct Listener::Impl {
  Impl(ListenerOptions const &options, ViewerSinks const &viewers)
      : threads(make_threads(options, viewers)), acceptor(listen(*threads.front(), options)),
        pause(threads.front()->context().get_executor()), port(acceptor.local_endpoint().port()) {}

  void accept();
  void on_accepted(error_code error, IoThread &thread, TcpStream::Base socket);

  // In this order: sessions left in an io_context give their places back to the site.
  std::unique_ptr<Site> site;
  std::vector<std::unique_ptr<IoThread>> threads;
  Acceptor acceptor; ///< lives on the first thread
  Timer pause;
  std::uint16_t port;
  std::size_t next_thread = 0;
  bool is_stopped = false;
};

void Listener::Impl::accept() {
  auto &thread = *threads[next_thread++ % threads.size()];
  acceptor.async_accept(thread.context().get_executor(),
                        [this, &thread](error_code error, TcpStream::Base socket) {
                          on_accepted(error, thread, std::move(socket));
                        });
}

void Listener::Impl::on_accepted(error_code error, IoThread &thread, TcpStream::Base socket) {
  if (!acceptor.is_open()) {
    return;
  }
  if (error) {
    threads.front()->log("event=accept_failed error=\"" + error.message() + "\"");
    pause.expires_after(accept_pause);
    pause.async_wait([this](error_code cancelled) {
      if (!cancelled && acceptor.is_open()) {
        accept();
      }
    });
    return;
  }
  if (auto seat = site->connections.take()) {
    asio::post(thread.context(), [this, &thread, taken = std::move(seat),
                                  stream = TcpStream(std::move(socket))]() mutable {
      start_http_session(*site, thread, std::move(stream), std::move(taken));
    });
  } else {
    site->refused_connections.fetch_add(1, std::memory_order_relaxed);
    refuse_connection(std::move(socket));
  }
  accept();
}

Listener::Listener(ListenerOptions options, Router api, StaticFiles files, LiveEndpoint live)
    : impl_(std::make_unique<Impl>(options, ViewerSinks{live.ready, live.messages})) {
  OriginPolicy origins(options.allowed_origins, port());
  impl_->site = std::unique_ptr<Site>(new Site{std::move(options), std::move(api), std::move(files),
                                               std::move(live), std::move(origins)});
}

Listener::~Listener() {
  stop(std::chrono::milliseconds(0));
}

void Listener::start() {
  impl_->accept();
  for (auto const &thread : impl_->threads) {
    thread->start();
  }
}

void Listener::stop(std::chrono::milliseconds grace) {
  if (std::exchange(impl_->is_stopped, true)) {
    return;
  }
  impl_->threads.front()->mailbox()->post([impl = impl_.get()] {
    error_code ignored;
    impl->acceptor.close(ignored);
    impl->pause.cancel();
  });
  for (auto const &thread : impl_->threads) {
    thread->go_away();
  }
  impl_->site->connections.wait_until_empty(grace);
  for (auto const &thread : impl_->threads) {
    thread->stop();
  }
}

std::uint16_t Listener::port() const {
  return impl_->port;
}

Listener::Counts Listener::counts() const {
  auto const &site = *impl_->site;
  Counts counts{site.connections.taken(),
                site.live_sockets.taken(),
                site.requests.load(),
                site.refused_connections.load(),
                site.answers.load(),
                site.queued_answer_bytes.load(),
                {}};
  std::copy(site.live_ended.begin(), site.live_ended.end(), counts.live_ended.begin());
  return counts;
}

} // namespace yuntu::net
