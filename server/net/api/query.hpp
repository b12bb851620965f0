#pragma once

#include "geo/lon_lat.hpp"
#include "server/model/time.hpp"
#include "server/net/http_message.hpp"
#include "server/protocol/errors.hpp"

#include <tl/expected.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace yuntu::net {

/// Reads parameters of the query string; each refusal names the parameter and what was expected.
[[nodiscard]] tl::expected<std::optional<double>, protocol::Problem>
find_number(Request const &request, std::string const &name);
[[nodiscard]] tl::expected<std::optional<std::uint64_t>, protocol::Problem>
find_count(Request const &request, std::string const &name);
[[nodiscard]] std::optional<std::string> find_text(Request const &request, std::string const &name);
/// RFC 3339 with zone.
[[nodiscard]] tl::expected<std::optional<model::Time>, protocol::Problem>
find_time(Request const &request, std::string const &name);
/// What the word of a parameter stands for; the first choice when it is not given. `expected` names
/// the words for whoever gave another.
template <typename Choice, std::size_t Count>
[[nodiscard]] tl::expected<Choice, protocol::Problem>
choice_of(Request const &request, std::string const &name,
          std::array<std::pair<std::string_view, Choice>, Count> const &choices,
          std::string_view expected) {
  auto const word = find_text(request, name);
  for (auto const &[known, choice] : choices) {
    if (!word || *word == known) {
      return choice;
    }
  }
  return tl::unexpected(protocol::Problem{
      400, "Bad parameter", "\"" + name + "\" must be " + std::string(expected), {}});
}
/// Both `lon` and `lat`, in the world.
[[nodiscard]] tl::expected<geo::LonLat, protocol::Problem> place_of(Request const &request);
/// 400 when the query has a parameter that is not in the list.
[[nodiscard]] std::optional<protocol::Problem>
unknown_parameter(Request const &request, std::initializer_list<std::string_view> known);

} // namespace yuntu::net
