#pragma once

#include "server/model/time.hpp"
#include "server/protocol/errors.hpp"

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

// Private to protocol/*.cpp: it drags in nlohmann/json.
namespace yuntu::protocol {

/// Thrown by the readers below, turned into a Problem by `read_message`.
class BadField : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// One JSON object on the way in. Every getter names field and expectation when it refuses; `done`
/// refuses fields nobody asked for, so that a misspelt one is not lost in silence.
class JsonObject {
public:
  JsonObject(nlohmann::json const &value, std::string path);

  [[nodiscard]] bool has(std::string_view key) const;
  /// Whether it is there, were it null, which then takes away what was there before.
  [[nodiscard]] bool names(std::string_view key);
  [[nodiscard]] std::string text(std::string_view key, std::size_t longest = 4096);
  [[nodiscard]] std::string text_or(std::string_view key, std::string fallback,
                                    std::size_t longest = 4096);
  [[nodiscard]] double number(std::string_view key);
  [[nodiscard]] std::optional<double> find_number(std::string_view key);
  /// At least 1, at most 2^53: what a double carries exactly.
  [[nodiscard]] std::uint64_t count(std::string_view key, std::uint64_t least = 1);
  /// An object of whole numbers.
  [[nodiscard]] std::map<std::string, std::int64_t> counts(std::string_view key);
  [[nodiscard]] bool flag(std::string_view key);
  [[nodiscard]] model::Time time(std::string_view key);
  [[nodiscard]] std::optional<model::Time> find_time(std::string_view key);
  [[nodiscard]] nlohmann::json const &list(std::string_view key, std::size_t longest);
  [[nodiscard]] JsonObject object(std::string_view key);
  /// The field is known to somebody else: `done` lets it be.
  void allow(std::string_view key) { known_.emplace_back(key); }
  void done() const;

private:
  nlohmann::json const &get(std::string_view key, std::string_view expected);
  [[noreturn]] void refuse(std::string_view key, std::string_view expected) const;

  nlohmann::json const *value_;
  std::string path_;
  std::vector<std::string> known_;
};

/// Parses with a depth limit of 16 and runs `read` on the document.
template <typename Read>
[[nodiscard]] auto read_message(std::string_view bytes, Read const &read)
    -> tl::expected<decltype(read(std::declval<nlohmann::json const &>())), Problem>;

[[nodiscard]] nlohmann::json parse_json(std::string_view bytes); ///< throws BadField

template <typename Read>
auto read_message(std::string_view bytes, Read const &read)
    -> tl::expected<decltype(read(std::declval<nlohmann::json const &>())), Problem> {
  try {
    auto const document = parse_json(bytes);
    return read(document);
  } catch (BadField const &error) {
    return tl::unexpected(Problem{400, "Malformed message", error.what(), {}});
  }
}

} // namespace yuntu::protocol
