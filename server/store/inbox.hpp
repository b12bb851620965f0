#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace yuntu::store {

/// A folder into which other systems lay files, with `done` and `refused` in it for those that were
/// taken. Hidden files, links and what is no .csv or .json are left alone. Throws StorageBusy (no
/// space) and StorageFailed for what we write. One thread.
class Inbox {
public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds settling{2};
  static constexpr std::uint64_t most_bytes = std::uint64_t{16} << 20;

  /// Made when absent.
  explicit Inbox(std::filesystem::path folder);

  /// Names of files that are whole, by name: neither length nor time of writing has changed for
  /// `settling`, as seen by looking again and again.
  [[nodiscard]] std::vector<std::string> ready(Clock::time_point now);
  /// The bytes, or in words why there are none to be had.
  [[nodiscard]] tl::expected<std::string, std::string> read(std::string const &name) const;

  enum class Outcome : std::uint8_t { done, refused };
  /// Puts the file away, its report beside it, and first: when we are stopped between the two, the
  /// file is taken once more. Gives the name it has there.
  std::string settle(std::string const &name, Outcome outcome, std::string_view report);

private:
  struct Sight {
    std::uintmax_t bytes = 0;
    std::int64_t written_ns = 0;
    std::uint64_t inode = 0;
    Clock::time_point since;
  };

  std::filesystem::path folder_;
  std::map<std::string, Sight> seen_;
};

} // namespace yuntu::store
