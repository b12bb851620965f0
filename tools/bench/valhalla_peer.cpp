#include "tools/bench/valhalla_peer.hpp"

#include <array>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

namespace yuntu::bench {

ValhallaPeer::ValhallaPeer(std::string const &command) {
  std::array<int, 2> questions{};
  std::array<int, 2> answers{};
  if (::pipe(questions.data()) != 0 || ::pipe(answers.data()) != 0) {
    throw std::runtime_error("no pipe to Valhalla");
  }
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(questions[0], STDIN_FILENO);
    ::dup2(answers[1], STDOUT_FILENO);
    for (auto const fd : {questions[0], questions[1], answers[0], answers[1]}) {
      ::close(fd);
    }
    ::execl("/bin/sh", "sh", "-c", ("exec " + command).c_str(), nullptr);
    ::_exit(127);
  }
  ::close(questions[0]);
  ::close(answers[1]);
  to_ = ::fdopen(questions[1], "w");
  from_ = ::fdopen(answers[0], "r");
}

ValhallaPeer::~ValhallaPeer() {
  std::fclose(to_); // it ends with its input
  std::fclose(from_);
  ::waitpid(pid_, nullptr, 0);
}

std::optional<double> ValhallaPeer::isochrone_ms(geo::LonLat place, double minutes) {
  std::fprintf(to_, "%.7f %.7f %.9g\n", place.lon(), place.lat(), minutes);
  std::fflush(to_);
  char *line = nullptr;
  std::size_t size = 0;
  auto const length = ::getline(&line, &size, from_);
  std::unique_ptr<char, decltype(&std::free)> const owner(line, &std::free);
  if (length <= 0) {
    throw std::runtime_error("Valhalla has ended: does YUNTU_BENCH_VALHALLA hold what "
                             "tools/bench/peers printed?");
  }
  std::string const answer(line, static_cast<std::size_t>(length));
  if (answer.starts_with("no street")) {
    return std::nullopt;
  }
  if (answer.starts_with("error")) {
    throw std::runtime_error("Valhalla: " + answer);
  }
  return std::stod(answer);
}

} // namespace yuntu::bench
