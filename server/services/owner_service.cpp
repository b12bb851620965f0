#include "server/services/owner_service.hpp"

#include "server/services/staff_service.hpp"

#include <utility>

namespace yuntu::services {

protocol::OwnerAnswer owner_of(OwnerSources const &sources, OwnerQuestion const &question) {
  protocol::OwnerAnswer answer;
  answer.location = sources.areas.location_of(question.place, question.radius_m);
  answer.people = owners_of(answer.location, sources.staff, question.principal, question.at);
  if (sources.walk != nullptr) {
    answer.stations =
        nearest_stations(*sources.walk, question.place, 4 * fifteen_minutes_s, question.at);
  }
  if (sources.departments != nullptr) {
    auto found = sources.departments->find(sources.areas.locate(question.place), question.category);
    if (found) {
      answer.department = protocol::ResponsibleDepartment{
          std::move(found->department.code), std::move(found->department.name), found->post};
    }
  }
  answer.as_of = question.at;
  return answer;
}

} // namespace yuntu::services
