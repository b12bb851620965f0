#include "server/services/exact_siting.hpp"

#include "geo/siting_program.hpp"
#include "server/services/child_program.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>
#include <system_error>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace yuntu::services {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto memory_bytes = std::uint64_t{4} << 30U;
constexpr auto file_bytes = std::uint64_t{1} << 30U;
constexpr auto most_case_bytes = std::uint64_t{512} << 20U;
constexpr std::chrono::seconds grace{10}; ///< for reading the case and writing the answer
constexpr int lower_priority = 10;

std::string cannot_write(std::string const &why) {
  return "the case cannot be written for cbc: " + why;
}

/// A folder of one's own that goes with the object.
class ScratchFolder {
public:
  ScratchFolder() {
    std::error_code error;
    auto const folder = std::filesystem::temp_directory_path(error);
    auto name = (folder / "yuntu-siting-XXXXXX").string();
    if (error || ::mkdtemp(name.data()) == nullptr) {
      fault_ = error ? error.message() : std::strerror(errno);
    } else {
      path_ = name;
    }
  }
  ~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) {
      std::filesystem::remove_all(path_, ignored);
    }
  }
  ScratchFolder(ScratchFolder const &) = delete;
  ScratchFolder &operator=(ScratchFolder const &) = delete;

  [[nodiscard]] std::filesystem::path const &path() const { return path_; }
  /// Why it could not be made; empty: it is there.
  [[nodiscard]] std::string const &fault() const { return fault_; }
  [[nodiscard]] bool write(char const *name, std::string const &text) const {
    std::ofstream file(path_ / name, std::ios::binary);
    file << text;
    return static_cast<bool>(file.flush());
  }
  [[nodiscard]] std::string read(char const *name) const {
    std::ostringstream text;
    text << std::ifstream(path_ / name, std::ios::binary).rdbuf();
    return text.str();
  }

private:
  std::filesystem::path path_;
  std::string fault_;
};

/// The case in a file, as long as `goes_on`. Why it is not there; empty: it is.
template <typename GoesOn>
std::string write_case(std::filesystem::path const &path, geo::CoverCase const &cover,
                       GoesOn goes_on) {
  std::ofstream file(path, std::ios::binary);
  std::uint64_t written = 0;
  bool const is_whole = geo::write_siting_program(cover, [&](std::string_view piece) {
    file << piece;
    written += piece.size();
    return written <= most_case_bytes && file && goes_on();
  });
  if (written > most_case_bytes) {
    return "the case is too large for cbc: more than 512 MiB; give fewer candidates or minutes";
  }
  file.flush();
  return is_whole && file ? std::string() : cannot_write(std::strerror(errno));
}

/// cbc while it runs; killed at the latest when the object goes.
class CbcRun {
public:
  CbcRun(std::filesystem::path const &program, std::filesystem::path const &folder,
         std::chrono::milliseconds longest) {
    auto const seconds = std::to_string(static_cast<double>(longest.count()) / 1000);
    ChildProgram cbc;
    cbc.arguments = {program.string(), "sites.mps", "mipstart", "start.txt", "timeMode", "elapsed",
                     "seconds",        seconds,     "solve",    "solution",  "out.txt"};
    cbc.folder = folder;
    cbc.out = cbc.errors = folder / "words.txt";
    cbc.memory_bytes = memory_bytes;
    cbc.file_bytes = file_bytes;
    cbc.lower_priority = lower_priority;
    child_ = start(cbc);
    process_ = child_ < 0 ? -1 : watch(child_);
  }
  ~CbcRun() {
    if (child_ > 0) {
      ::kill(child_, SIGKILL);
      ::waitpid(child_, nullptr, 0);
    }
    ::close(process_);
  }
  CbcRun(CbcRun const &) = delete;
  CbcRun &operator=(CbcRun const &) = delete;

  [[nodiscard]] bool is_started() const { return process_ >= 0; }
  /// Its status as waitpid has it; nullopt: not over when `goes_on` said no, or after `longest`.
  template <typename GoesOn>
  std::optional<int> await(std::chrono::milliseconds longest, GoesOn goes_on) {
    constexpr int pace_ms = 50;
    auto const start = Clock::now();
    for (;;) {
      ::pollfd entry{process_, POLLIN, 0};
      if (::poll(&entry, 1, pace_ms) > 0) {
        int status = 0;
        ::waitpid(child_, &status, 0);
        child_ = -1;
        return status;
      }
      auto const past = Clock::now() - start;
      if (past > longest + grace || !goes_on(std::chrono::duration<double>(past) / longest)) {
        return std::nullopt;
      }
    }
  }

private:
  pid_t child_ = -1;
  int process_ = -1;
};

std::string words_for(int status) {
  if (WIFSIGNALED(status)) {
    return "cbc died of signal " + std::to_string(WTERMSIG(status)) + " (" +
           ::strsignal(WTERMSIG(status)) + ")";
  }
  return WEXITSTATUS(status) == child_not_started
             ? std::string("cbc could not be started")
             : "cbc ended with code " + std::to_string(WEXITSTATUS(status));
}

ExactPlan better_of(geo::CoverCase const &cover, geo::SitingPlan plan,
                    geo::ExactAnswer const &answer) {
  ExactPlan exact{std::move(plan), false};
  bool const is_choice =
      !answer.picks.empty() && answer.picks.size() <= cover.picks() &&
      std::adjacent_find(answer.picks.begin(), answer.picks.end()) == answer.picks.end() &&
      answer.picks.back() < cover.candidates();
  if (is_choice) {
    auto other = geo::plan_with(cover, answer.picks);
    if (other.weight > exact.plan.weight) {
      other.bound = exact.plan.bound;
      exact = {std::move(other), true};
    }
  }
  if (answer.bound && std::isfinite(*answer.bound) && std::abs(*answer.bound) < 1e15) {
    constexpr double rounding = 1e-3; // what is served is a whole number
    auto const bound = static_cast<std::int64_t>(std::floor(*answer.bound + rounding));
    exact.plan.bound = std::min(exact.plan.bound, bound - exact.plan.standing_weight);
  }
  exact.plan.bound = std::max(exact.plan.bound, exact.plan.weight);
  return exact;
}

} // namespace

std::filesystem::path find_cbc() {
  for (auto const *const path : {"/usr/bin/cbc", "/usr/local/bin/cbc"}) {
    if (::access(path, X_OK) == 0) {
      return path;
    }
  }
  return {};
}

tl::expected<ExactPlan, std::string>
solve_exactly(std::filesystem::path const &cbc, geo::CoverCase const &cover, geo::SitingPlan plan,
              std::chrono::milliseconds longest, geo::SitingProgress const &progress) {
  ScratchFolder const folder;
  if (!folder.fault().empty()) {
    return tl::unexpected(cannot_write(folder.fault()));
  }
  bool is_stopped = false;
  auto const goes_on = [&](double done) {
    is_stopped = is_stopped || (progress && !progress(std::min(done, 1.0)));
    return !is_stopped;
  };
  auto const fault =
      write_case(folder.path() / "sites.mps", cover, [&goes_on] { return goes_on(0); });
  if (is_stopped) {
    plan.is_stopped = true;
    return ExactPlan{std::move(plan), false};
  }
  if (!fault.empty()) {
    return tl::unexpected(fault);
  }
  if (!folder.write("start.txt", geo::siting_start(plan.picks))) {
    return tl::unexpected(cannot_write(std::strerror(errno)));
  }
  CbcRun run(cbc, folder.path(), longest);
  if (!run.is_started()) {
    return tl::unexpected(std::string("cbc could not be started: ") + std::strerror(errno));
  }
  auto const status = run.await(longest, goes_on);
  if (is_stopped) {
    plan.is_stopped = true;
    return ExactPlan{std::move(plan), false};
  }
  if (!status) {
    return tl::unexpected(std::string("cbc did not end in its time"));
  }
  if (!WIFEXITED(*status) || WEXITSTATUS(*status) != 0) {
    return tl::unexpected(words_for(*status));
  }
  auto const answer = geo::read_exact_answer(folder.read("out.txt"), folder.read("words.txt"));
  if (answer.picks.empty() && !answer.bound) {
    return tl::unexpected(std::string("cbc ended without an answer"));
  }
  return better_of(cover, std::move(plan), answer);
}

} // namespace yuntu::services
