#pragma once

#include "server/model/time.hpp"
#include "server/rules/figures/count.hpp"
#include "server/rules/figures/grouping.hpp"
#include "server/rules/figures/ranking.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace yuntu::protocol {

/// Which part of the log figures tell of.
struct FigureRange {
  model::Time from;
  model::Time to;
  model::Time as_of; ///< `to`, or when it was asked if that was earlier
  std::uint64_t seq = 0;
  std::uint64_t tick = 0;
  std::string head; ///< hash of the log there, hex; empty: the period goes on
};

struct FigureRow {
  std::string code; ///< empty: what belongs to none
  std::string name;
  rules::Counts counts;
};

/// The same figures for the dashboard, the API, the CSV and the workbook.
struct FigureTable {
  FigureRange range;
  rules::Grouping by;
  rules::Counts total;
  std::vector<FigureRow> rows; ///< by code
};

[[nodiscard]] std::string figures_json(FigureTable const &table);
/// UTF-8 with a byte order mark, lines end in CR LF; a text that a spreadsheet would take for a
/// formula has an apostrophe before it.
[[nodiscard]] std::string figures_csv(FigureTable const &table);
/// An Excel workbook: the figures, rates as formulas of the counts, and what each of them means on
/// a second sheet. The same table gives the same bytes. Throws std::runtime_error.
[[nodiscard]] std::string figures_workbook(FigureTable const &table);

struct RankedBoard {
  rules::Board board;
  rules::Ranking ranking;
  std::map<std::string, std::string> names; ///< by code
};
struct RankingTable {
  FigureRange range;
  std::vector<RankedBoard> boards;
};
[[nodiscard]] std::string rankings_json(RankingTable const &table);

} // namespace yuntu::protocol
