#include "server/protocol/figure_answers.hpp"

#include "server/protocol/json_text.hpp"
#include "server/rules/figures/rate.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <string_view>

namespace yuntu::protocol {

using nlohmann::json;

namespace {

json share_json(rules::Share const &share) {
  auto const hundredths = share.hundredths();
  return hundredths ? json(static_cast<double>(*hundredths) / 100) : json(nullptr);
}

json counts_json(rules::Counts const &counts) {
  json object = json::object();
  for (auto const &definition : rules::count_table) {
    object[std::string(definition.name)] = counts[definition.count];
  }
  return object;
}

json rates_json(rules::Counts const &counts) {
  json object = json::object();
  for (auto const &rate : rules::rate_table) {
    object[std::string(rate.name)] = share_json(rate.of(counts));
  }
  return object;
}

json rate_json(rules::Rate const &rate) {
  return {{"name", rate.name},
          {"title", rate.title},
          {"formula", rate.formula()},
          {"numerator", rules::definition_of(rate.numerator).name},
          {"denominator", rules::definition_of(rate.denominator).name}};
}

json definitions_json() {
  json counts = json::array();
  for (auto const &count : rules::count_table) {
    counts.push_back({{"name", count.name}, {"title", count.title}, {"words", count.words}});
  }
  json rates = json::array();
  for (auto const &rate : rules::rate_table) {
    rates.push_back(rate_json(rate));
  }
  return {{"counts", std::move(counts)}, {"rates", std::move(rates)}};
}

json range_json(FigureRange const &range) {
  return {{"from", model::format_rfc3339(range.from)},
          {"to", model::format_rfc3339(range.to)},
          {"as_of", model::format_rfc3339(range.as_of)},
          {"seq", range.seq},
          {"tick", range.tick},
          {"head", range.head.empty() ? json(nullptr) : json(range.head)},
          {"final", range.as_of == range.to}};
}

json place_json(rules::Place const &place, RankedBoard const &board) {
  constexpr std::array<std::string_view, 3> lists{"neither", "first", "last"};
  return {{"code", place.code},
          {"name", board.names.at(place.code)},
          {"rank", place.rank},
          {"tied", place.tied},
          {"list", lists[static_cast<std::size_t>(place.list)]},
          {"rate", share_json(place.share)},
          {"numerator", place.share.numerator},
          {"denominator", place.share.denominator}};
}

json board_json(RankedBoard const &ranked) {
  auto const &board = ranked.board;
  json places = json::array();
  for (auto const &place : ranked.ranking.places) {
    places.push_back(place_json(place, ranked));
  }
  json too_few = json::array();
  for (auto const &entry : ranked.ranking.too_few) {
    too_few.push_back({{"code", entry.code},
                       {"name", ranked.names.at(entry.code)},
                       {"numerator", entry.share.numerator},
                       {"denominator", entry.share.denominator}});
  }
  return {{"board", board.name},
          {"title", board.title},
          {"of", to_text(board.of)},
          {"kind", board.kind.empty() ? json(nullptr) : json(board.kind)},
          {"rate", rate_json(*board.rate)},
          {"best_is", board.best_is == rules::Best::highest ? "highest" : "lowest"},
          {"at_least", board.at_least},
          {"first", board.first},
          {"last", board.last},
          {"places", std::move(places)},
          {"too_few", std::move(too_few)}};
}

} // namespace

std::string figures_json(FigureTable const &table) {
  auto object = range_json(table.range);
  auto const by = to_text(table.by);
  object["by"] = by.empty() ? json(nullptr) : json(by);
  object["definitions"] = definitions_json();
  object["total"] = {{"counts", counts_json(table.total)}, {"rates", rates_json(table.total)}};
  json items = json::array();
  for (auto const &row : table.rows) {
    items.push_back({{"code", row.code.empty() ? json(nullptr) : json(row.code)},
                     {"name", row.name},
                     {"counts", counts_json(row.counts)},
                     {"rates", rates_json(row.counts)}});
  }
  object["items"] = std::move(items);
  return text_of(object);
}

std::string rankings_json(RankingTable const &table) {
  auto object = range_json(table.range);
  json boards = json::array();
  for (auto const &board : table.boards) {
    boards.push_back(board_json(board));
  }
  object["boards"] = std::move(boards);
  return text_of(object);
}

} // namespace yuntu::protocol
