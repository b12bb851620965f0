#include "server/net/api/query.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace yuntu::net {
namespace {

protocol::Problem bad_parameter(std::string const &name, std::string const &expected) {
  return {400, "Bad parameter", "\"" + name + "\" must be " + expected, {}};
}

template <typename Number>
std::optional<Number> parse_whole(std::string const &text) {
  Number value{};
  auto const *const end = text.data() + text.size();
  auto const result = std::from_chars(text.data(), end, value);
  if (text.empty() || result.ec != std::errc{} || result.ptr != end) {
    return std::nullopt;
  }
  return value;
}

} // namespace

std::optional<std::string> find_text(Request const &request, std::string const &name) {
  auto const found = request.query.find(name);
  return found == request.query.end() ? std::nullopt : std::optional(found->second);
}

tl::expected<std::optional<double>, protocol::Problem> find_number(Request const &request,
                                                                   std::string const &name) {
  auto const text = find_text(request, name);
  if (!text) {
    return std::optional<double>{};
  }
  auto const value = parse_whole<double>(*text);
  if (!value || !std::isfinite(*value)) {
    return tl::unexpected(bad_parameter(name, "a number"));
  }
  return value;
}

tl::expected<std::optional<std::uint64_t>, protocol::Problem> find_count(Request const &request,
                                                                         std::string const &name) {
  auto const text = find_text(request, name);
  if (!text) {
    return std::optional<std::uint64_t>{};
  }
  auto const value = parse_whole<std::uint64_t>(*text);
  if (!value) {
    return tl::unexpected(bad_parameter(name, "a whole number"));
  }
  return value;
}

tl::expected<std::optional<model::Time>, protocol::Problem> find_time(Request const &request,
                                                                      std::string const &name) {
  auto const text = find_text(request, name);
  if (!text) {
    return std::optional<model::Time>{};
  }
  auto const time = model::parse_rfc3339(*text);
  if (!time) {
    return tl::unexpected(
        bad_parameter(name, "a time with zone as in RFC 3339, e.g. 2026-11-20T08:14:00+08:00"));
  }
  return time;
}

tl::expected<geo::LonLat, protocol::Problem> place_of(Request const &request) {
  auto const lon = find_number(request, "lon");
  auto const lat = find_number(request, "lat");
  if (!lon || !lat) {
    return tl::unexpected(!lon ? lon.error() : lat.error());
  }
  if (!*lon || !*lat) {
    return tl::unexpected(bad_parameter(*lon ? "lat" : "lon", "given, in degrees"));
  }
  auto const place = geo::LonLat::from_degrees(**lon, **lat);
  if (!place) {
    return tl::unexpected(
        bad_parameter("lon", "between -180 and 180 and \"lat\" between -90 and 90"));
  }
  return *place;
}

std::optional<protocol::Problem> unknown_parameter(Request const &request,
                                                   std::initializer_list<std::string_view> known) {
  for (auto const &[name, value] : request.query) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      std::string expected = "one of";
      for (auto const word : known) {
        expected += " " + std::string(word);
      }
      return protocol::Problem{
          400, "Unknown parameter", "\"" + name + "\" is not known here; expected " + expected, {}};
    }
  }
  return std::nullopt;
}

} // namespace yuntu::net
