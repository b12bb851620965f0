#include "tools/bench/live/bed.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include <sys/resource.h>

namespace yuntu::bench {

Bed::Bed(std::uint32_t workers) : walks_(county_, workers, 2) {
  pin_to_core(client_core);
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

std::unique_ptr<Session> Bed::yuntu(Yuntu const &options) {
  scratch_.reset();
  scratch_ = std::make_unique<ScratchFolder>(options.folder);
  auto const data = scratch_->path() / "data";
  data_.copy_to(data);
  auto const config = scratch_->path() / "config.toml";
  // One I/O thread: the server has one core.
  std::ofstream(config) << "flush_ms = " << options.flush_ms
                        << "\nio_threads = 1\nconnections = 16000\nlog_level = \"error\"\n"
                           "checkpoint_minutes = 1440\n";
  return std::make_unique<Session>(
      county_, walks_, yuntu_dialect(county_, {.has_counts = options.has_counts}),
      yuntu_program("yuntu-server"),
      std::vector<std::string>{"--data", data.string(), "--listen", "127.0.0.1:0", "--config",
                               config.string()},
      data_.tokens());
}

std::unique_ptr<Session> Bed::control(std::string const &program,
                                      std::vector<std::string> const &arguments) {
  return std::make_unique<Session>(county_, walks_, control_dialect(), program_beside(program),
                                   arguments, data_.tokens());
}

Choice read_choice(int argc, char **argv, std::vector<Experiment> const &all) {
  Choice choice;
  std::vector<std::string> const words(argv + 1, argv + argc);
  for (std::size_t i = 0; i < words.size(); ++i) {
    bool const has_value = i + 1 < words.size();
    if (words[i] == "--quick") {
      choice.is_quick = true;
      choice.rounds = 1;
      choice.seconds = 2.5;
    } else if (words[i] == "--list") {
      for (auto const &experiment : all) {
        std::cout << experiment.name << (experiment.is_quick ? " (quick): " : ": ")
                  << experiment.words << "\n";
      }
      std::exit(0);
    } else if (words[i] == "--only" && has_value) {
      choice.only.push_back(words[++i]);
    } else if (words[i] == "--rounds" && has_value) {
      choice.rounds = std::atoi(words[++i].c_str());
    } else if (words[i] == "--seconds" && has_value) {
      choice.seconds = std::atof(words[++i].c_str());
    } else {
      std::cerr << "expected --quick, --list, --only NAME, --rounds N or --seconds S, not "
                << words[i] << "\n";
      std::exit(2);
    }
  }
  return choice;
}

void run_chosen(Choice const &choice, std::vector<Experiment> const &all) {
  for (auto const &experiment : all) {
    bool const is_named =
        std::find(choice.only.begin(), choice.only.end(), experiment.name) != choice.only.end();
    bool const is_meant = choice.only.empty() && (experiment.is_quick || !choice.is_quick);
    if (is_named || is_meant) {
      experiment.run();
    }
  }
}

} // namespace yuntu::bench
