#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace yuntu::test {

/// Many viewers of /live in one thread: they sign in by token, speak JSON, answer pings, and come
/// back when they are told to. Everything happens inside `turn`.
class Crowd {
public:
  using Clock = std::chrono::steady_clock;
  using Millis = std::chrono::milliseconds;
  static constexpr Millis never{-1};

  struct Hooks {
    /// The viewer is connected and upgraded; what it says first ("" is nothing).
    std::function<std::string(std::size_t viewer)> on_open = [](std::size_t) { return ""; };
    std::function<void(std::size_t viewer, std::string const &text)> on_message =
        [](std::size_t, std::string const &) {};
    /// Ended, or could not connect; when it comes back. `code` is that of a close frame, else 0.
    std::function<Millis(std::size_t viewer, unsigned code)> on_end = [](std::size_t, unsigned) {
      return never;
    };
  };

  /// `token` empty: without credentials. `receive_bytes` not 0: their receive buffers.
  Crowd(std::uint16_t port, std::string token, Hooks hooks, int receive_bytes = 0);
  ~Crowd();
  Crowd(Crowd const &) = delete;
  Crowd &operator=(Crowd const &) = delete;

  /// One more viewer, which connects after `delay`.
  std::size_t add(Millis delay = Millis{0});
  /// Where they connect to from now on.
  void lead_to(std::uint16_t port) { port_ = port; }
  /// A viewer that reads no more: its window fills.
  void stop_reading(std::size_t viewer);
  /// Whether the server has given up one that reads no more (its connection is broken).
  [[nodiscard]] bool was_dropped(std::size_t viewer) const;
  void send(std::size_t viewer, std::string const &text);

  /// Waits for something to happen, at most so long, and handles it.
  void turn(Millis longest);
  /// Turns until it holds; false when it does not within the time.
  bool turn_until(std::function<bool()> const &holds, Millis within);
  /// Turns for so long.
  void turn_for(Millis time);

  [[nodiscard]] std::size_t open() const { return open_; }
  [[nodiscard]] std::uint64_t frames() const { return frames_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

private:
  enum class Stage : std::uint8_t { away, connecting, upgrading, open, stopped };
  struct Viewer {
    int socket = -1;
    Stage stage = Stage::away;
    std::string unread;
    std::string unsent;
  };

  void connect(std::size_t number);
  void on_readable(std::size_t number);
  void on_writable(std::size_t number);
  /// false: the viewer has ended.
  bool take_answer(std::size_t number);
  bool take_frame(std::size_t number);
  void write(std::size_t number, std::string const &bytes);
  void watch(std::size_t number, bool is_added);
  void end(std::size_t number, unsigned code);

  std::uint16_t port_;
  std::string token_;
  Hooks hooks_;
  int receive_bytes_;
  int epoll_;
  std::vector<Viewer> viewers_;
  std::multimap<Clock::time_point, std::size_t> due_; ///< who connects when
  std::size_t open_ = 0;
  std::uint64_t frames_ = 0;
  std::uint64_t bytes_ = 0;
};

/// Lets this process have as many files open as it may.
void raise_file_limit();

} // namespace yuntu::test
