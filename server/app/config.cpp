#include "server/app/config.hpp"

#include <toml++/toml.h>

#include <charconv>
#include <functional>
#include <map>

namespace yuntu::app {
namespace {

using Setters = std::map<std::string, std::function<bool(toml::node const &)>>;

/// Takes a whole number between two bounds.
auto number_into(std::function<void(std::int64_t)> const &set, std::int64_t least,
                 std::int64_t most) {
  return [=](toml::node const &node) {
    auto const value = node.value_exact<std::int64_t>();
    if (!value || *value < least || *value > most) {
      return false;
    }
    set(*value);
    return true;
  };
}

Setters setters_for(Config &config) {
  Setters setters;
  setters["web"] = [&config](toml::node const &node) {
    auto const value = node.value_exact<std::string>();
    config.web = value.value_or("");
    return value.has_value();
  };
  setters["log_level"] = [&config](toml::node const &node) {
    static std::map<std::string, LogLevel> const words{{"debug", LogLevel::debug},
                                                       {"info", LogLevel::info},
                                                       {"warn", LogLevel::warn},
                                                       {"error", LogLevel::error}};
    auto const found = words.find(node.value_or<std::string>(""));
    if (found == words.end()) {
      return false;
    }
    config.log_level = found->second;
    return true;
  };
  setters["io_threads"] = number_into(
      [&](std::int64_t n) { config.listen.io_threads = static_cast<unsigned>(n); }, 1, 64);
  setters["flush_ms"] =
      number_into([&](std::int64_t n) { config.flush = std::chrono::milliseconds{n}; }, 20, 1000);
  setters["checkpoint_minutes"] =
      number_into([&](std::int64_t n) { config.checkpoint = std::chrono::minutes{n}; }, 1, 1440);
  setters["connections"] = number_into(
      [&](std::int64_t n) { config.listen.limits.connections = static_cast<std::size_t>(n); }, 8,
      65'536);
  setters["reach_minutes"] = number_into(
      [&](std::int64_t n) { config.reach_limit_s = static_cast<double>(n) * 60; }, 1, 120);
  setters["allowed_origins"] = [&config](toml::node const &node) {
    auto const *const list = node.as_array();
    if (list == nullptr) {
      return false;
    }
    for (auto const &item : *list) {
      auto const origin = item.value_exact<std::string>();
      if (!origin) {
        return false;
      }
      config.listen.allowed_origins.push_back(*origin);
    }
    return true;
  };
  return setters;
}

} // namespace

void read_config_file(std::filesystem::path const &file, Config &config) {
  toml::table table;
  try {
    table = toml::parse_file(file.string());
  } catch (toml::parse_error const &error) {
    throw BadConfig(file.string() + ":" + std::to_string(error.source().begin.line) + ": " +
                    std::string(error.description()));
  }
  auto const setters = setters_for(config);
  std::string problems;
  for (auto const &[key, node] : table) {
    auto const place =
        file.string() + ":" + std::to_string(node.source().begin.line) + ": " + std::string(key);
    auto const setter = setters.find(std::string(key));
    if (setter == setters.end()) {
      problems += place + " is not a setting; known are";
      for (auto const &[name, set] : setters) {
        problems += " " + name;
      }
      problems += "\n";
    } else if (!setter->second(node)) {
      problems += place + " has the wrong type or lies outside its range\n";
    }
  }
  if (!problems.empty()) {
    problems.pop_back();
    throw BadConfig(problems);
  }
}

void read_listen_address(std::string const &text, Config &config) {
  auto const colon = text.rfind(':');
  unsigned port = 0;
  auto const *const end = text.data() + text.size();
  bool const is_good = colon != std::string::npos && colon > 0;
  auto const parsed = is_good ? std::from_chars(text.data() + colon + 1, end, port)
                              : std::from_chars_result{text.data(), std::errc::invalid_argument};
  if (parsed.ec != std::errc{} || parsed.ptr != end || port > 65'535) {
    throw BadConfig("--listen is \"" + text + "\"; expected ADDRESS:PORT, e.g. 127.0.0.1:8080");
  }
  config.listen.address = text.substr(0, colon);
  if (config.listen.address.front() == '[' && config.listen.address.back() == ']') {
    config.listen.address = config.listen.address.substr(1, config.listen.address.size() - 2);
  }
  config.listen.port = static_cast<std::uint16_t>(port);
}

} // namespace yuntu::app
