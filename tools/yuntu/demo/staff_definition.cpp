#include "tools/yuntu/demo/staff_definition.hpp"

#include "tools/yuntu/demo/definition_reader.hpp"
#include "tools/yuntu/demo/numbering.hpp"

#include <charconv>

namespace yuntu::demo {
namespace {

StaffSizes read_sizes(TableReader table) {
  StaffSizes sizes;
  sizes.households_per_building_head = table.count("households_per_building_head", 1, 10000);
  sizes.households_per_social_worker = table.count("households_per_social_worker", 1, 100000);
  sizes.households_per_enforcement = table.count("households_per_enforcement", 1, 100000);
  sizes.households_per_steward = table.count("households_per_steward", 1, 10000);
  TableReader stewards = table.table("stewards_per_estate");
  sizes.stewards_per_estate[0] = stewards.count("least", 0, 99);
  sizes.stewards_per_estate[1] = stewards.count("most", sizes.stewards_per_estate[0], 99);
  stewards.finish();
  sizes.estates_with_stewards = table.texts("estates_with_stewards");
  sizes.most_microgrids_per_officer = table.count("most_microgrids_per_officer", 1, 9);
  table.finish();
  return sizes;
}

PostShares read_shares(TableReader table) {
  PostShares shares{table.number("vacant_percent", 0, 100),
                    table.number("changed_hands_percent", 0, 100)};
  table.finish();
  return shares;
}

std::optional<int> number_in(std::string_view text) {
  int value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  bool const is_number = error == std::errc{} && end == text.data() + text.size() && value > 0;
  return is_number ? std::optional(value) : std::nullopt;
}

} // namespace

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  auto const year = number_in(text.substr(0, 4));
  auto const month = number_in(text.substr(5, 2));
  auto const day = number_in(text.substr(8, 2));
  if (!year || !month || !day) {
    return std::nullopt;
  }
  std::chrono::year_month_day const date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  return date.ok() ? std::optional(Day(date)) : std::nullopt;
}

std::string day_text(Day day) {
  std::chrono::year_month_day const date(day);
  return digits(static_cast<std::size_t>(int{date.year()}), 4) + "-" +
         digits(unsigned{date.month()}, 2) + "-" + digits(unsigned{date.day()}, 2);
}

StaffDefinition read_staff_definition(std::filesystem::path const &file) {
  toml::table const parsed = parse_toml(file);
  TableReader root(parsed, file.string(), "");
  StaffDefinition definition;
  auto const as_of = parse_day(root.text("as_of"));
  if (!as_of) {
    root.refuse("as_of", "expected a day as \"YYYY-MM-DD\"");
  }
  definition.as_of = *as_of;
  definition.sizes = read_sizes(root.table("sizes"));
  TableReader posts = root.table("posts");
  for (PostKindWords const &words : post_kinds) {
    definition.shares[static_cast<std::size_t>(words.kind)] = read_shares(posts.table(words.wire));
  }
  posts.finish();
  TableReader names = root.table("names");
  definition.surnames = names.texts("surnames");
  definition.given = names.texts("given");
  if (definition.surnames.empty() || definition.given.empty()) {
    names.refuse(definition.surnames.empty() ? "surnames" : "given", "expected at least one");
  }
  names.finish();
  root.finish();
  return definition;
}

} // namespace yuntu::demo
