#include "server/protocol/photo_messages.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace yuntu::protocol {

using nlohmann::json;

namespace {

constexpr std::size_t longest_reason = 300;

std::string text_in(json const &object, char const *key) {
  auto const found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

} // namespace

std::optional<PhotoReport> judge_photo_report(std::string_view text) {
  auto const report = json::parse(text.begin(), text.end(), nullptr, false);
  if (!report.is_object()) {
    return std::nullopt;
  }
  PhotoReport judged{text_in(report, "media_type"), text_in(report, "refused"),
                     text_in(report, "format") == "other"};
  bool const is_refused = !judged.refused.empty() && judged.refused.size() <= longest_reason;
  bool const is_taken = !photo_ending(judged.media_type).empty();
  return is_refused != is_taken ? std::optional(std::move(judged)) : std::nullopt;
}

std::string photo_json(std::string const &digest, std::string const &media_type,
                       std::uint64_t bytes) {
  return json{{"digest", digest}, {"media_type", media_type}, {"bytes", bytes}}.dump();
}

std::string_view photo_ending(std::string_view media_type) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> endings{
      {{"image/jpeg", "jpg"}, {"image/png", "png"}, {"image/webp", "webp"}}};
  auto const *const found = std::find_if(endings.begin(), endings.end(), [&](auto const &ending) {
    return ending.first == media_type;
  });
  return found == endings.end() ? std::string_view{} : found->second;
}

} // namespace yuntu::protocol
