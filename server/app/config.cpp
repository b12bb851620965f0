#include "server/app/config.hpp"

#include <toml++/toml.h>

#include <charconv>
#include <functional>
#include <map>

namespace yuntu::app {
namespace {

/// One key of the file: what it takes, in words, and the taking, which says whether it could.
struct Setting {
  std::string expected;
  std::function<bool(toml::node const &)> take;
};
using Settings = std::map<std::string, Setting>;

Setting number_setting(std::function<void(std::int64_t)> const &set, std::int64_t least,
                       std::int64_t most) {
  return {"a whole number from " + std::to_string(least) + " to " + std::to_string(most),
          [=](toml::node const &node) {
            auto const value = node.value_exact<std::int64_t>();
            if (!value || *value < least || *value > most) {
              return false;
            }
            set(*value);
            return true;
          }};
}

/// Of a policy file: no path.
Setting name_setting(std::string expected, std::string &name) {
  return {std::move(expected), [&name](toml::node const &node) {
            name = node.value_exact<std::string>().value_or("");
            return !name.empty() && name.find('/') == std::string::npos;
          }};
}

bool take_log_level(toml::node const &node, Config &config) {
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
}

bool take_origins(toml::node const &node, Config &config) {
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
}

/// The doors for tracker apps and files; nothing else stands in the table.
bool take_intake(toml::node const &node, Config &config) {
  auto const *const table = node.as_table();
  if (table == nullptr) {
    return false;
  }
  std::map<std::string, bool *> const doors{{"owntracks", &config.takes_owntracks},
                                            {"osmand", &config.takes_osmand},
                                            {"inbox", &config.takes_inbox}};
  for (auto const &[key, value] : *table) {
    auto const door = doors.find(std::string(key));
    auto const is_open = value.value_exact<bool>();
    if (door == doors.end() || !is_open) {
      return false;
    }
    *door->second = *is_open;
  }
  return true;
}

/// How sure the guard must be of a device's wrong datum; see rules::DatumGuardLimits for why.
bool take_datum_guard(toml::node const &node, rules::DatumGuardLimits &limits) {
  auto const *const table = node.as_table();
  if (table == nullptr) {
    return false;
  }
  constexpr std::int64_t most_fixes = 1'000;
  std::map<std::string, std::size_t *> const numbers{{"fixes", &limits.fixes},
                                                     {"areas_for", &limits.areas_for},
                                                     {"areas_against", &limits.areas_against},
                                                     {"streets_lead", &limits.streets_lead},
                                                     {"trials", &limits.trials}};
  for (auto const &[key, value] : *table) {
    auto const number = numbers.find(std::string(key));
    auto const given = value.value_exact<std::int64_t>();
    if (number == numbers.end() || !given || *given < 0 || *given > most_fixes) {
      return false;
    }
    *number->second = static_cast<std::size_t>(*given);
  }
  return limits.fixes > 0 && limits.trials > 0 && limits.areas_for <= limits.fixes &&
         limits.streets_lead <= limits.fixes;
}

Settings settings_of(Config &config) {
  Settings settings;
  settings["datum_guard"] = {
      "a table of \"fixes\", \"areas_for\", \"areas_against\", \"streets_lead\" and \"trials\", "
      "each a "
      "whole number to 1000, the first and the last from 1, \"areas_for\" and \"streets_lead\" "
      "not above \"fixes\"",
      [&config](toml::node const &node) { return take_datum_guard(node, config.datum_guard); }};
  settings["intake"] = {"a table of \"owntracks\", \"osmand\" and \"inbox\", each true or false",
                        [&config](toml::node const &node) { return take_intake(node, config); }};
  settings["web"] = {"a text, the folder of the page", [&config](toml::node const &node) {
                       auto const value = node.value_exact<std::string>();
                       config.web = value.value_or("");
                       return value.has_value();
                     }};
  settings["workflow"] =
      name_setting("a text, the name of a workflow, e.g. \"linshu\"", config.workflow);
  settings["categories"] =
      name_setting("a text, the name of a tree of categories, e.g. \"linshu\"", config.categories);
  settings["ladder"] =
      name_setting("a text, the name of a ladder, e.g. \"three_levels\"", config.ladder);
  settings["log_level"] = {
      "\"debug\", \"info\", \"warn\" or \"error\"",
      [&config](toml::node const &node) { return take_log_level(node, config); }};
  settings["allowed_origins"] = {
      "a list of texts, e.g. [\"https://yuntu.lan\"]",
      [&config](toml::node const &node) { return take_origins(node, config); }};
  auto &listen = config.listen;
  settings["frame_layer"] = {"true or false", [&listen](toml::node const &node) {
                               auto const value = node.value_exact<bool>();
                               listen.frame_layer = value.value_or(true);
                               return value.has_value();
                             }};
  settings["io_threads"] =
      number_setting([&](std::int64_t n) { listen.io_threads = static_cast<unsigned>(n); }, 1, 64);
  settings["flush_ms"] = number_setting(
      [&](std::int64_t n) { config.flush = std::chrono::milliseconds{n}; }, 20, 1000);
  settings["checkpoint_minutes"] =
      number_setting([&](std::int64_t n) { config.checkpoint = std::chrono::minutes{n}; }, 1, 1440);
  settings["checkpoint_seconds"] =
      number_setting([&](std::int64_t n) { config.checkpoint = std::chrono::seconds{n}; }, 1, 3600);
  settings["retention_days"] =
      number_setting([&](std::int64_t n) { config.retention = std::chrono::days{n}; }, 1, 3650);
  settings["connections"] = number_setting(
      [&](std::int64_t n) { listen.limits.connections = static_cast<std::size_t>(n); }, 8, 65'536);
  settings["import_mib"] = number_setting(
      [&](std::int64_t n) { listen.limits.upload_bytes = static_cast<std::uint64_t>(n) << 20U; }, 1,
      65'536);
  settings["reach_minutes"] = number_setting(
      [&](std::int64_t n) { config.reach_limit_s = static_cast<double>(n) * 60; }, 1, 120);
  return settings;
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
  auto const settings = settings_of(config);
  std::string problems;
  for (auto const &[key, node] : table) {
    auto const place =
        file.string() + ":" + std::to_string(node.source().begin.line) + ": " + std::string(key);
    auto const setting = settings.find(std::string(key));
    if (setting == settings.end()) {
      problems += place + " is not a setting; known are";
      for (auto const &[name, known] : settings) {
        problems += " " + name;
      }
      problems += "\n";
    } else if (!setting->second.take(node)) {
      problems += place + " must be " + setting->second.expected + "\n";
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

std::string url_of(std::string const &address, std::uint16_t port) {
  bool const is_v6 = address.find(':') != std::string::npos;
  return "http://" + (is_v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

} // namespace yuntu::app
