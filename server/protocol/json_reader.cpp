#include "server/protocol/json_reader.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace yuntu::protocol {
namespace {
constexpr int deepest = 16;
}

nlohmann::json parse_json(std::string_view bytes) {
  auto const limit_depth = [](int depth, nlohmann::json::parse_event_t, nlohmann::json &) {
    if (depth > deepest) {
      throw BadField("the JSON is nested deeper than 16 levels");
    }
    return true;
  };
  try {
    return nlohmann::json::parse(bytes.begin(), bytes.end(), limit_depth);
  } catch (nlohmann::json::exception const &error) {
    throw BadField(std::string("not JSON: ") + error.what());
  }
}

JsonObject::JsonObject(nlohmann::json const &value, std::string path)
    : value_(&value), path_(std::move(path)) {
  if (!value.is_object()) {
    throw BadField((path_.empty() ? "the message" : path_) + " must be a JSON object");
  }
}

bool JsonObject::has(std::string_view key) const {
  auto const found = value_->find(std::string(key));
  return found != value_->end() && !found->is_null();
}

bool JsonObject::names(std::string_view key) {
  known_.emplace_back(key);
  return value_->contains(std::string(key));
}

void JsonObject::refuse(std::string_view key, std::string_view expected) const {
  auto const place = path_.empty() ? std::string(key) : path_ + "." + std::string(key);
  auto const found = value_->find(std::string(key));
  if (found == value_->end()) {
    throw BadField("\"" + place + "\" is missing; expected " + std::string(expected));
  }
  auto shown = found->dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  if (shown.size() > 60) {
    shown = shown.substr(0, 60) + "...";
  }
  throw BadField("\"" + place + "\" is " + shown + "; expected " + std::string(expected));
}

nlohmann::json const &JsonObject::get(std::string_view key, std::string_view expected) {
  known_.emplace_back(key);
  auto const found = value_->find(std::string(key));
  if (found == value_->end() || found->is_null()) {
    refuse(key, expected);
  }
  return *found;
}

std::string JsonObject::text(std::string_view key, std::size_t longest) {
  auto const expected = "text of at most " + std::to_string(longest) + " bytes";
  auto const &value = get(key, expected);
  if (!value.is_string() || value.get_ref<std::string const &>().size() > longest) {
    refuse(key, expected);
  }
  return value.get<std::string>();
}

std::string JsonObject::text_or(std::string_view key, std::string fallback, std::size_t longest) {
  known_.emplace_back(key);
  return has(key) ? text(key, longest) : std::move(fallback);
}

double JsonObject::number(std::string_view key) {
  auto const &value = get(key, "a number");
  if (!value.is_number()) {
    refuse(key, "a number");
  }
  return value.get<double>();
}

std::optional<double> JsonObject::find_number(std::string_view key) {
  known_.emplace_back(key);
  return has(key) ? std::optional(number(key)) : std::nullopt;
}

std::uint64_t JsonObject::count(std::string_view key, std::uint64_t least) {
  auto const expected = "a whole number from " + std::to_string(least);
  auto const &value = get(key, expected);
  constexpr std::uint64_t most = std::uint64_t{1} << 53U;
  if (!value.is_number_integer() ||
      (!value.is_number_unsigned() && value.get<std::int64_t>() < 0) ||
      value.get<std::uint64_t>() < least || value.get<std::uint64_t>() > most) {
    refuse(key, expected);
  }
  return value.get<std::uint64_t>();
}

std::map<std::string, std::int64_t> JsonObject::counts(std::string_view key) {
  std::map<std::string, std::int64_t> counts;
  auto const &value = get(key, "an object of whole numbers");
  for (auto const &[name, number] : value.items()) {
    if (!number.is_number_integer()) {
      refuse(key, "an object of whole numbers");
    }
    counts[name] = number.get<std::int64_t>();
  }
  return counts;
}

bool JsonObject::flag(std::string_view key) {
  auto const &value = get(key, "true or false");
  if (!value.is_boolean()) {
    refuse(key, "true or false");
  }
  return value.get<bool>();
}

model::Time JsonObject::time(std::string_view key) {
  constexpr std::string_view expected = "a time with zone as in RFC 3339, e.g. "
                                        "2026-11-20T08:14:00+08:00";
  auto const &value = get(key, expected);
  auto const parsed =
      value.is_string() ? model::parse_rfc3339(value.get_ref<std::string const &>()) : std::nullopt;
  if (!parsed) {
    refuse(key, expected);
  }
  return *parsed;
}

std::optional<model::Time> JsonObject::find_time(std::string_view key) {
  known_.emplace_back(key);
  return has(key) ? std::optional(time(key)) : std::nullopt;
}

nlohmann::json const &JsonObject::list(std::string_view key, std::size_t longest) {
  auto const expected = "a list of at most " + std::to_string(longest);
  auto const &value = get(key, expected);
  if (!value.is_array() || value.size() > longest) {
    refuse(key, expected);
  }
  return value;
}

JsonObject JsonObject::object(std::string_view key) {
  auto const &value = get(key, "an object");
  return {value, path_.empty() ? std::string(key) : path_ + "." + std::string(key)};
}

void JsonObject::done() const {
  for (auto const &[key, value] : value_->items()) {
    if (std::find(known_.begin(), known_.end(), key) == known_.end()) {
      throw BadField("unknown field \"" + (path_.empty() ? key : path_ + "." + key) + "\"");
    }
  }
}

} // namespace yuntu::protocol
