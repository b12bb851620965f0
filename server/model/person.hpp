#pragma once

#include <string>
#include <string_view>

namespace yuntu::model {

/// One of the county's staff. Name and phone are personal: in the log they are Fact::text only,
/// and may be empty here when that text was erased.
struct Person {
  std::string code;
  std::string name;
  std::string phone; ///< may be empty

  friend bool operator==(Person const &, Person const &) = default;
};

/// As one text for Fact::text, and back. Neither holds a line break.
[[nodiscard]] inline std::string personal_text(Person const &person) {
  return person.name + "\n" + person.phone;
}
[[nodiscard]] inline Person person_of(std::string code, std::string_view text) {
  auto const end = text.find('\n');
  auto const phone = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return {std::move(code), std::string(text.substr(0, end)), std::string(phone)};
}

} // namespace yuntu::model
