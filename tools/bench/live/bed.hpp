#pragma once

#include "tools/bench/live/session.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace yuntu::bench {

/// What all experiments of a program share: the county, its walkers, and how servers are started.
class Bed {
public:
  explicit Bed(std::uint32_t workers);

  struct Yuntu {
    int flush_ms = 100;
    bool has_counts = false;
    std::filesystem::path folder = memory_folder();
  };
  /// A server on a fresh copy of the county.
  [[nodiscard]] std::unique_ptr<Session> yuntu(Yuntu const &options);
  /// `arguments` for the control program.
  [[nodiscard]] std::unique_ptr<Session> control(std::string const &program,
                                                 std::vector<std::string> const &arguments);

  [[nodiscard]] County const &county() const { return county_; }
  [[nodiscard]] Walks const &walks() const { return walks_; }
  [[nodiscard]] CountyData const &data() const { return data_; }

private:
  County county_{1};
  Walks walks_;
  CountyData data_{county_};
  std::unique_ptr<ScratchFolder> scratch_; ///< of the newest yuntu server
};

/// A named part of a benchmark.
struct Experiment {
  std::string name;
  std::string words;
  std::function<void()> run;
  bool is_quick = false; ///< part of --quick
};

struct Choice {
  bool is_quick = false;
  int rounds = 5;
  double seconds = 8; ///< a phase
  std::vector<std::string> only;
};
/// --quick, --list, --only NAME, --rounds N, --seconds S. Exits for --list and for what it does not
/// know.
[[nodiscard]] Choice read_choice(int argc, char **argv, std::vector<Experiment> const &all);
void run_chosen(Choice const &choice, std::vector<Experiment> const &all);

} // namespace yuntu::bench
