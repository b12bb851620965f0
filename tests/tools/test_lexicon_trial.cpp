#include "server/rules/routing/lexicon_trial.hpp"
#include "tests/geo/real_data.hpp"
#include "tests/geo/temp_dir.hpp"
#include "tools/yuntu/classified_sheet.hpp"
#include "tools/yuntu/command.hpp"

#include <catch2/catch.hpp>

#include <iomanip>
#include <iostream>
#include <set>

using namespace yuntu;
using namespace yuntu::test;
using std::chrono::sys_days;

namespace {

std::chrono::sys_seconds day(int year, unsigned month, unsigned day) {
  return sys_days(std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day});
}

void print(rules::LexiconTrial const &trial, std::vector<rules::LexiconEntry> const &entries) {
  std::set<std::string> categories;
  for (auto const &[pair, count] : trial.confusion) {
    categories.insert(pair.first);
  }
  auto const percent = [&](std::size_t count) {
    return 100.0 * static_cast<double>(count) / static_cast<double>(trial.texts);
  };
  std::cout << std::fixed << std::setprecision(1) << trial.texts << " requests: agreement "
            << percent(trial.agreed) << " %, undecided " << percent(trial.undecided)
            << " %; always " << trial.control << ": " << percent(trial.control_agreed)
            << " %\nrows: the agency it went to; columns: what the words say\n        ";
  auto said = std::vector<std::string>(categories.begin(), categories.end());
  said.emplace_back();
  for (auto const &column : said) {
    std::cout << std::setw(8) << (column.empty() ? "none" : column);
  }
  for (auto const &row : categories) {
    std::cout << "\n" << std::setw(8) << row;
    for (auto const &column : said) {
      auto const found = trial.confusion.find({row, column});
      std::cout << std::setw(8) << (found == trial.confusion.end() ? 0 : found->second);
    }
  }
  std::cout << "\nwords that decide:\n";
  for (auto const &category : categories) {
    std::cout << "  " << category << ":";
    int shown = 0;
    for (auto const &entry : entries) {
      if (entry.category == category && ++shown <= 8) {
        std::cout << " " << entry.word << " " << entry.weight;
      }
    }
    std::cout << "\n";
  }
}

} // namespace

TEST_CASE("times of a sheet are read in the forms that sheets have") {
  using std::chrono::hours;
  using std::chrono::minutes;
  using std::chrono::seconds;
  CHECK(tools::sheet_time("3/14/2025 1:20") == day(2025, 3, 14) + hours{1} + minutes{20});
  CHECK(tools::sheet_time("2025-03-14 01:20:05") ==
        day(2025, 3, 14) + hours{1} + minutes{20} + seconds{5});
  CHECK(tools::sheet_time("2025/3/14") == day(2025, 3, 14));
  CHECK(tools::sheet_time("2025-03-14T23:59") == day(2025, 3, 14) + hours{23} + minutes{59});
  for (auto const *const bad : {"", "3/14", "14/3/2025", "2025-02-30", "2025-03-14 24:00", "x",
                                "2025-03/14", "2025-03-14 1:2:3:4", "-2025-03-14"}) {
    CAPTURE(bad);
    CHECK_FALSE(tools::sheet_time(bad));
  }
}

TEST_CASE("classified incidents are read from a sheet, the oldest first") {
  TempDir const dir;
  auto const file = dir.write("calls.csv", "when,what,where,who\n"
                                           "2025-03-02,漏水,楼道,水务\n"
                                           "2025-03-01,\"路灯, 两盏\",,城管\n"
                                           ",没有时间,,城管\n"
                                           "2025-03-03,没有类别,,\n");
  auto const sheet = tools::read_classified(file, {{"what", "where"}, "who", "when"});
  CHECK(sheet.skipped == 2);
  CHECK(sheet.texts ==
        std::vector<rules::ClassifiedText>{{"路灯, 两盏", "城管"}, {"漏水; 楼道", "水务"}});
  CHECK_THROWS_WITH(tools::read_classified(file, {{"text"}, "who", ""}),
                    Catch::Contains("no column \"text\"") && Catch::Contains("what"));
}

// What New York's 311 made of requests about animals, told from descriptor and kind of place alone:
// the complaint type, which says the agency, is not looked at.
TEST_CASE("words learned from the older half of real requests route the newer half") {
  auto const file = real_data("incidents/311_Animals_short.csv");
  if (!file) {
    return;
  }
  auto const sheet =
      tools::read_classified(*file, {{"Descriptor", "Location Type"}, "Agency", "Created Date"});
  REQUIRE(sheet.texts.size() > 4000);
  auto const half = sheet.texts.begin() + static_cast<std::ptrdiff_t>(sheet.texts.size() / 2);
  std::vector<rules::ClassifiedText> const older(sheet.texts.begin(), half);
  std::vector<rules::ClassifiedText> const newer(half, sheet.texts.end());
  auto const entries = rules::make_lexicon(older);
  auto const trial =
      rules::try_lexicon(rules::Lexicon(entries), newer, rules::commonest_category(older));
  print(trial, entries);
  CHECK(trial.agreed > trial.control_agreed);
}
