#pragma once

#include "tools/yuntu/demo/random.hpp"
#include "tools/yuntu/demo/staff_definition.hpp"

#include <set>
#include <vector>

namespace yuntu::demo {

/// Invents people, one after the other: codes p0001.., names from the definition's lists, phones
/// that no one can have. `before` people exist already, in other counties.
class StaffPeople {
public:
  StaffPeople(StaffDefinition const &definition, std::size_t before, Random &random);

  /// The new person's code.
  std::string add();
  [[nodiscard]] std::vector<StaffPerson> const &people() const { return people_; }

private:
  [[nodiscard]] std::string next_name();

  StaffDefinition const &definition_;
  std::size_t before_;
  Random &random_;
  std::vector<StaffPerson> people_;
  std::set<std::string> names_;
};

} // namespace yuntu::demo
