#include "geo/siting_program.hpp"

#include "geo/cover_case.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace yuntu::geo {
namespace {

constexpr std::size_t piece_bytes = 64 * 1024;

/// Writes lines of fields set apart by blanks, in pieces; what begins a section has none in front.
class Lines {
public:
  explicit Lines(TextSink const &sink) : sink_(sink) {}

  void begin(std::string_view section) {
    text_ += section;
    end_line();
  }
  template <typename... Fields>
  void add(Fields const &...fields) {
    (append(fields), ...);
    end_line();
  }
  /// False: what comes now goes nowhere.
  [[nodiscard]] bool goes_on() const { return goes_on_; }
  /// What is left; whether all was taken.
  bool finish() {
    hand_over();
    return goes_on_;
  }

private:
  void append(std::string_view field) {
    text_ += ' ';
    text_ += field;
  }
  void append(std::int64_t number) { append(std::string_view(std::to_string(number))); }
  void end_line() {
    text_ += '\n';
    if (text_.size() >= piece_bytes) {
      hand_over();
    }
  }
  void hand_over() {
    goes_on_ = goes_on_ && sink_(text_);
    text_.clear();
  }

  TextSink const &sink_;
  std::string text_;
  bool goes_on_ = true;
};

std::string named(char kind, std::uint32_t number) {
  return kind + std::to_string(number);
}

class Program {
public:
  Program(CoverCase const &cover, TextSink const &sink) : cover_(cover), lines_(sink) {}

  bool write() {
    lines_.begin("NAME sites FREE");
    write_rows();
    write_columns();
    write_sides();
    lines_.begin("ENDATA");
    return lines_.finish();
  }

private:
  [[nodiscard]] bool is_candidate(std::uint32_t site) const { return site < cover_.candidates(); }
  /// What it serves is said group by group.
  [[nodiscard]] bool takes_parts(std::uint32_t site) const {
    return cover_.is_limited(site) || !is_candidate(site);
  }

  void write_rows() {
    lines_.begin("ROWS");
    lines_.add("N", "OBJ");
    lines_.add("L", "picks");
    for (std::uint32_t group = 0; lines_.goes_on() && group < cover_.targets(); ++group) {
      lines_.add("L", named('g', group));
    }
    for (std::uint32_t site = 0; lines_.goes_on() && site < cover_.sites(); ++site) {
      if (takes_parts(site)) {
        lines_.add("L", named('c', site));
      }
    }
  }

  void write_columns() {
    lines_.begin("COLUMNS");
    for (std::uint32_t candidate = 0; lines_.goes_on() && candidate < cover_.candidates();
         ++candidate) {
      auto const y = named('y', candidate);
      lines_.add(y, "picks", std::int64_t{1});
      if (cover_.is_limited(candidate)) {
        lines_.add(y, named('c', candidate), -cover_.capacity(candidate));
        continue;
      }
      for (auto const group : cover_.targets_of(candidate)) {
        lines_.add(y, named('g', group), std::int64_t{-1});
      }
    }
    for (std::uint32_t group = 0; lines_.goes_on() && group < cover_.targets(); ++group) {
      auto const z = named('z', group);
      lines_.add(z, "OBJ", -cover_.weight(group));
      lines_.add(z, named('g', group), std::int64_t{1});
    }
    for_each_part([&](std::string const &x, std::uint32_t group, std::uint32_t site) {
      lines_.add(x, named('g', group), std::int64_t{-1});
      lines_.add(x, named('c', site), cover_.weight(group));
    });
  }

  void write_sides() {
    lines_.begin("RHS");
    lines_.add("RHS", "picks", static_cast<std::int64_t>(cover_.picks()));
    for (std::uint32_t site = 0; lines_.goes_on() && site < cover_.sites(); ++site) {
      if (!is_candidate(site)) {
        lines_.add("RHS", named('c', site), cover_.capacity(site));
      }
    }
    lines_.begin("BOUNDS");
    for (std::uint32_t candidate = 0; lines_.goes_on() && candidate < cover_.candidates();
         ++candidate) {
      lines_.add("BV", "BND", named('y', candidate));
    }
    for (std::uint32_t group = 0; lines_.goes_on() && group < cover_.targets(); ++group) {
      lines_.add("UP", "BND", named('z', group), std::int64_t{1});
    }
    for_each_part([&](std::string const &x, std::uint32_t, std::uint32_t) {
      lines_.add("UP", "BND", x, std::int64_t{1});
    });
  }

  template <typename Work>
  void for_each_part(Work work) const {
    for (std::uint32_t site = 0; lines_.goes_on() && site < cover_.sites(); ++site) {
      if (takes_parts(site)) {
        for (auto const group : cover_.targets_of(site)) {
          work(named('x', group) + named('_', site), group, site);
        }
      }
    }
  }

  CoverCase const &cover_;
  Lines lines_;
};

template <typename Number>
std::optional<Number> number_in(std::string_view text) {
  Number number{};
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(number)
                                                                  : std::nullopt;
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; (at = line.find_first_not_of(" \t\r", at)) != std::string_view::npos;) {
    auto const end = std::min(line.find_first_of(" \t\r", at), line.size());
    words.push_back(line.substr(at, end - at));
    at = end;
  }
  return words;
}

template <typename Work>
void for_each_line(std::string_view text, Work work) {
  while (!text.empty()) {
    auto const end = std::min(text.find('\n'), text.size());
    work(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// The number behind a title, as "Lower bound:   -12.5".
std::optional<double> titled(std::string_view line, std::string_view title) {
  if (!line.starts_with(title)) {
    return std::nullopt;
  }
  auto const words = words_of(line.substr(title.size()));
  return words.empty() ? std::nullopt : number_in<double>(words.front());
}

} // namespace

bool write_siting_program(CoverCase const &cover, TextSink const &sink) {
  return Program(cover, sink).write();
}

std::string siting_start(std::vector<std::uint32_t> const &picks) {
  std::string text;
  TextSink const sink = [&text](std::string_view piece) {
    text += piece;
    return true;
  };
  Lines lines(sink);
  lines.begin("Stopped on start - objective value 0");
  std::int64_t number = 0;
  for (auto const pick : picks) {
    lines.add(number++, named('y', pick), std::int64_t{1}, std::int64_t{0});
  }
  lines.finish();
  return text;
}

ExactAnswer read_exact_answer(std::string_view solution, std::string_view words) {
  ExactAnswer answer;
  for_each_line(solution, [&](std::string_view line) {
    auto const fields = words_of(line); // number, name, value, reduced cost
    if (fields.size() < 3 || fields[1].substr(0, 1) != "y") {
      return;
    }
    auto const candidate = number_in<std::uint32_t>(fields[1].substr(1));
    auto const value = number_in<double>(fields[2]);
    if (candidate && value && *value > 0.5) {
      answer.picks.push_back(*candidate);
    }
  });
  std::sort(answer.picks.begin(), answer.picks.end());
  bool is_optimal = false;
  std::optional<double> objective;
  for_each_line(words, [&](std::string_view line) {
    is_optimal = is_optimal || line.starts_with("Result - Optimal solution found");
    if (auto const value = titled(line, "Objective value:")) {
      objective = value;
    }
    if (auto const value = titled(line, "Lower bound:")) {
      answer.bound = -*value;
    }
  });
  if (is_optimal && objective) {
    answer.bound = -*objective;
  }
  return answer;
}

} // namespace yuntu::geo
