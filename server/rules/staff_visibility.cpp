#include "server/rules/staff_visibility.hpp"

#include <algorithm>
#include <cstddef>

namespace yuntu::rules {

StaffForm staff_form(model::Principal const &principal, model::Audience const &post_area) {
  using model::Role;
  bool const is_office = principal.role == Role::command || principal.role == Role::steward ||
                         principal.role == Role::administrator;
  if (!is_office && principal.role != Role::grid_worker) {
    return StaffForm::masked;
  }
  if (is_office && principal.areas.empty()) {
    return StaffForm::full;
  }
  auto const is_own = [&](std::string const &code) {
    return !code.empty() &&
           (code == post_area.grid || code == post_area.community || code == post_area.subdistrict);
  };
  bool const is_inside = std::any_of(principal.areas.begin(), principal.areas.end(), is_own);
  return is_inside ? StaffForm::full : StaffForm::masked;
}

std::string masked_name(std::string_view name) {
  if (name.empty()) {
    return {};
  }
  std::size_t end = 1;
  while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xc0U) == 0x80U) {
    ++end; // the rest of the first character's UTF-8
  }
  return std::string(name.substr(0, end)) + "**";
}

std::string masked_phone(std::string_view phone) {
  if (phone.empty()) {
    return {};
  }
  // Of a landline 3 + 4 figures would leave one or two to guess.
  constexpr std::ptrdiff_t figures_of_a_mobile = 11;
  if (std::count_if(phone.begin(), phone.end(), [](char c) { return c >= '0' && c <= '9'; }) <
      figures_of_a_mobile) {
    return "****";
  }
  return std::string(phone.substr(0, 3)) + "****" + std::string(phone.substr(phone.size() - 4));
}

model::Person shown_person(model::Person const &person, StaffForm form) {
  if (form == StaffForm::full) {
    return person;
  }
  return {person.code, masked_name(person.name), masked_phone(person.phone)};
}

} // namespace yuntu::rules
