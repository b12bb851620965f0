#include "server/services/figure_files.hpp"

#include "server/services/policy_files.hpp"
#include "server/services/policy_table.hpp"
#include "server/services/policy_texts.hpp"

#include <algorithm>
#include <string>

namespace yuntu::services {
namespace {

constexpr std::int64_t most_places = 1'000;
constexpr std::int64_t largest_least = 1'000'000;

rules::Grouping ranked_by(PolicyTable const &entry) {
  auto const name = entry.needed("of");
  auto const grouping = rules::parse_grouping(name == "department" ? name : "area:" + name);
  if (!grouping) {
    entry.fail("of", "is \"" + name +
                         "\"; expected subdistrict, community, estate, grid, microgrid, building "
                         "or department");
  }
  return *grouping;
}

rules::Rate const *rate_of(PolicyTable const &entry) {
  auto const name = entry.needed("rate");
  auto const *const rate = rules::find_rate(name);
  if (rate == nullptr) {
    std::string names;
    for (auto const &known : rules::rate_table) {
      names += " " + std::string(known.name);
    }
    entry.fail("rate", "is \"" + name + "\"; expected one of" + names);
  }
  return rate;
}

rules::Best best_of(PolicyTable const &entry) {
  auto const name = entry.needed("best_is");
  if (name != "highest" && name != "lowest") {
    entry.fail("best_is", "is \"" + name + "\"; expected highest or lowest");
  }
  return name == "highest" ? rules::Best::highest : rules::Best::lowest;
}

std::size_t places_of(PolicyTable const &entry, std::string_view key) {
  return static_cast<std::size_t>(entry.number(key, 0, most_places));
}

rules::Board board_of(PolicyTable const &entry) {
  entry.expect_only(
      {"name", "title", "of", "kind", "rate", "best_is", "at_least", "first", "last"});
  rules::Board board;
  board.name = entry.needed("name");
  board.title = entry.needed("title");
  board.of = ranked_by(entry);
  board.kind = entry.text("kind");
  if (!board.kind.empty() && board.of.by != rules::Grouping::By::area) {
    entry.fail("kind", "is for boards of areas; departments have none");
  }
  board.rate = rate_of(entry);
  board.best_is = best_of(entry);
  board.at_least = entry.number("at_least", 1, largest_least);
  board.first = places_of(entry, "first");
  board.last = places_of(entry, "last");
  return board;
}

} // namespace

rules::Counting read_counting(std::filesystem::path const &data) {
  auto const document = policy_document(data, "figures.toml", shipped_figures());
  auto const root = document.root();
  root.expect_only({"closed_from", "public_channels"});
  rules::Counting counting;
  auto const name = root.needed("closed_from");
  auto const stage = model::parse_stage(name);
  if (!stage || *stage < model::Stage::done) {
    root.fail("closed_from", "is \"" + name + "\"; expected done, verified or rated");
  }
  counting.closed_from = *stage;
  auto const channels = root.texts("public_channels");
  counting.public_channels = {channels.begin(), channels.end()};
  return counting;
}

std::vector<rules::Board> read_boards(std::filesystem::path const &data) {
  auto const document = policy_document(data, "ranking.toml", shipped_ranking());
  auto const root = document.root();
  root.expect_only({"board"});
  std::vector<rules::Board> boards;
  for (auto const &entry : root.tables("board")) {
    auto board = board_of(entry);
    if (std::any_of(boards.begin(), boards.end(),
                    [&](rules::Board const &other) { return other.name == board.name; })) {
      entry.fail("name", "is \"" + board.name + "\", as of a board before");
    }
    boards.push_back(std::move(board));
  }
  return boards;
}

} // namespace yuntu::services
