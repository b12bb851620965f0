#pragma once

#include "server/model/audience.hpp"
#include "server/model/person.hpp"
#include "server/model/principal.hpp"

#include <string>
#include <string_view>

namespace yuntu::rules {

/// How much of a person's name and phone a principal gets to see.
enum class StaffForm : std::uint8_t { masked, full };

/// Command, stewards and administrators see in full what lies in their areas (none = the county),
/// grid workers what lies in theirs (none = nothing), everybody else nothing. A post of an area
/// wider than one's own is masked.
[[nodiscard]] StaffForm staff_form(model::Principal const &principal,
                                   model::Audience const &post_area);

/// 张三丰 -> 张**: the first character and two stars, however long the name is.
[[nodiscard]] std::string masked_name(std::string_view name);
/// 13900001234 -> 139****1234; what is shorter than 8 characters is hidden altogether.
[[nodiscard]] std::string masked_phone(std::string_view phone);

/// The person as the principal may see it; a name that was erased is empty.
[[nodiscard]] model::Person shown_person(model::Person const &person, StaffForm form);

} // namespace yuntu::rules
