#include "tools/yuntu/demo/staff_people.hpp"

#include "tools/yuntu/demo/numbering.hpp"

namespace yuntu::demo {
namespace {

/// "100" and eight digits that look like nothing in particular; different for different numbers.
std::string phone_of(std::size_t number) {
  constexpr std::size_t numbers = 100'000'000;
  // Odd and no multiple of 5: number -> number * step mod 10^8 meets none twice.
  constexpr std::size_t step = 48'271'003;
  return "100" + digits(number * step % numbers, 8);
}

} // namespace

StaffPeople::StaffPeople(StaffDefinition const &definition, std::size_t before, Random &random)
    : definition_(definition), before_(before), random_(random) {}

std::string StaffPeople::add() {
  std::size_t const number = before_ + people_.size() + 1;
  std::string const code = "p" + digits(number, 4);
  people_.push_back({code, next_name(), phone_of(number)});
  return code;
}

std::string StaffPeople::next_name() {
  auto const pick = [this](std::vector<std::string> const &words) {
    return words[random_.below(words.size())];
  };
  std::string name;
  // A county has namesakes, but a table of them reads badly: some tries for a new one.
  for (int tries = 0; tries < 20; ++tries) {
    name = pick(definition_.surnames) + pick(definition_.given);
    if (random_.chance(0.8)) {
      name += pick(definition_.given);
    }
    if (names_.insert(name).second) {
      break;
    }
  }
  return name;
}

} // namespace yuntu::demo
