#include "server/protocol/client_messages.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace yuntu::protocol {
namespace {
/// What JSON carries exactly, so that both forms can say the same.
constexpr std::uint64_t largest_number = std::uint64_t{1} << 53U;
} // namespace

tl::expected<ClientMessage, Problem> parse_client_message(std::string_view bytes,
                                                          WireFormat format) {
  return format == WireFormat::json ? parse_client_json(bytes) : parse_client_binary(bytes);
}

std::optional<std::string> fault_of(Subscribe const &subscribe) {
  auto const &box = subscribe.bbox;
  for (double const value : {box.west, box.south, box.east, box.north, subscribe.zoom}) {
    if (!std::isfinite(value)) {
      return "\"bbox\" and \"zoom\" must be finite numbers";
    }
  }
  if (box.west < -180 || box.east > 180 || box.south < -90 || box.north > 90 ||
      box.west >= box.east || box.south >= box.north) {
    return "\"bbox\" must be [west,south,east,north] in degrees with west < east and south < "
           "north";
  }
  if (subscribe.zoom < 0 || subscribe.zoom > 24) {
    return "\"zoom\" must lie between 0 and 24";
  }
  if (subscribe.layers.empty()) {
    return "\"layers\" is empty; expected some of " + live_layer_words();
  }
  return std::nullopt;
}

std::string live_layer_words() {
  std::string words;
  for (auto const name : live_layer_names) {
    words += (words.empty() ? "" : " ") + std::string(name);
  }
  return words;
}

std::optional<std::string> fault_of(model::PositionBatch const &batch) {
  if (!is_device_name(batch.device)) {
    return "\"device\" must match [A-Za-z0-9._-]{1,64}";
  }
  if (!batch.worker.empty() && !is_device_name(batch.worker)) {
    return "\"worker\" must match [A-Za-z0-9._-]{1,64}";
  }
  if (std::any_of(batch.reports.begin(), batch.reports.end(), [](auto const &report) {
        return !report.worker.empty() && !is_device_name(report.worker);
      })) {
    return "\"worker\" of a report must match [A-Za-z0-9._-]{1,64}";
  }
  if (batch.boot == 0 || batch.boot > largest_number) {
    return "\"boot\" must be a whole number from 1 to 2^53";
  }
  if (batch.reports.empty() || batch.reports.size() > most_reports) {
    return "\"reports\" must hold 1 to 500 reports";
  }
  if (std::any_of(batch.reports.begin(), batch.reports.end(), [](auto const &report) {
        return report.seq == 0 || report.seq > largest_number;
      })) {
    return "\"seq\" of every report must be a whole number from 1 to 2^53";
  }
  return std::nullopt;
}

bool is_device_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) {
    return false;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool const is_dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_dash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0) {
      return false;
    }
  }
  return true;
}

} // namespace yuntu::protocol
