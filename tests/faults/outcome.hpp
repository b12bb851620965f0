#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace yuntu::faults {

/// What a check saw: figures in the order of a summary line, and every broken promise in words.
struct Outcome {
  std::vector<std::pair<std::string, std::string>> figures;
  std::vector<std::string> violations;

  void add(std::string const &name, std::string const &value) { figures.emplace_back(name, value); }
  void add(std::string const &name, std::uint64_t value) { add(name, std::to_string(value)); }
  void add_ms(std::string const &name, double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", value);
    add(name, std::string(text));
  }
  /// The middle and the largest of some times.
  void add_times(std::string const &name, std::vector<double> milliseconds) {
    if (milliseconds.empty()) {
      return;
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    add_ms(name + "_p50_ms", milliseconds[milliseconds.size() / 2]);
    add_ms(name + "_max_ms", milliseconds.back());
  }
  void expect(bool holds, std::string const &violation) {
    if (!holds) {
      violations.push_back(violation);
    }
  }
  /// An exception is a violation.
  template <typename Step>
  void attempt(std::string const &where, Step const &step) {
    try {
      step();
    } catch (std::exception const &error) {
      expect(false, where + ": " + error.what());
    }
  }
  void take_violations(std::vector<std::string> const &more) {
    violations.insert(violations.end(), more.begin(), more.end());
  }
  [[nodiscard]] std::string summary() const {
    std::string line;
    for (auto const &[name, value] : figures) {
      line += name + "=" + value + " ";
    }
    return line + "violations=" + std::to_string(violations.size());
  }
};

} // namespace yuntu::faults
