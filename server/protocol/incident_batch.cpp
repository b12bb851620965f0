#include "server/protocol/incident_batch.hpp"

#include "geo/datum_shift.hpp"
#include "server/model/channel.hpp"
#include "server/protocol/csv_records.hpp"
#include "server/protocol/incident_fields.hpp"
#include "server/protocol/json_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <map>
#include <utility>

namespace yuntu::protocol {

using nlohmann::json;

namespace {

constexpr std::size_t most_columns = 64;
constexpr std::size_t most_listed = 1'000'000; ///< whatever the number of rows that are taken

/// A column by its name on the wire and in the exports of hotlines.
struct Column {
  std::string_view wire;
  std::array<std::string_view, 3> chinese; ///< "" where there are fewer
};
constexpr std::array<Column, 11> columns{{{"id", {"编号", "", ""}},
                                          {"ticket", {"工单编号", "工单号", "诉求编号"}},
                                          {"channel", {"渠道", "来源", "受理渠道"}},
                                          {"category", {"类别", "诉求类别", "诉求分类"}},
                                          {"text", {"内容", "诉求内容", "工单内容"}},
                                          {"severity", {"紧急程度", "级别", ""}},
                                          {"lon", {"经度", "", ""}},
                                          {"lat", {"纬度", "", ""}},
                                          {"datum", {"坐标系", "", ""}},
                                          {"building", {"楼栋编码", "楼栋编号", ""}},
                                          {"time", {"时间", "受理时间", "来电时间"}}}};

Problem malformed(std::string detail) {
  return {400, "Malformed message", std::move(detail), {}};
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  auto const from = text.find_first_not_of(blank);
  return from == std::string_view::npos
             ? std::string_view{}
             : text.substr(from, text.find_last_not_of(blank) - from + 1);
}

/// nullptr: not ours.
Column const *find_column(std::string_view name) {
  auto const *const found =
      std::find_if(columns.begin(), columns.end(), [name](Column const &column) {
        return column.wire == name || std::find(column.chinese.begin(), column.chinese.end(),
                                                name) != column.chinese.end();
      });
  return name.empty() || found == columns.end() ? nullptr : found;
}

geo::LonLat read_place_of_datum(JsonObject &object) {
  auto const word = object.text_or("datum", "wgs84", 16);
  auto const datum = geo::parse_datum(word);
  if (!datum) {
    throw BadField("\"datum\" is \"" + word + "\"; expected wgs84, gcj02 or bd09");
  }
  auto const given = read_place(object);
  if (*datum == geo::Datum::wgs84) {
    return given;
  }
  auto const turned = geo::to_wgs84({object.number("lon"), object.number("lat")}, *datum);
  auto const place = geo::LonLat::from_degrees(turned.lon, turned.lat);
  if (!place) {
    throw BadField("\"lon\" and \"lat\" are no place in " + word);
  }
  return *place;
}

std::string read_channel(JsonObject &object) {
  auto channel = object.text_or("channel", std::string(model::hotline_channel), 64);
  if (!model::is_channel(channel)) {
    std::string names;
    for (auto const name : model::channel_names) {
      names += " " + std::string(name);
    }
    throw BadField("\"channel\" is \"" + channel + "\"; expected one of" + names);
  }
  return channel;
}

model::IncidentReport read_row(json const &value) {
  JsonObject object(value, "");
  model::IncidentReport report;
  report.channel = read_channel(object);
  read_report(object, report);
  object.allow("id"); // null beside a ticket
  if (object.has("id")) {
    report.id = read_uuid(object);
  } else if (report.ticket.empty()) {
    throw BadField("\"id\" or \"ticket\" is needed: a row without a name is stored twice when it "
                   "is sent twice");
  }
  for (auto const *const key : {"lon", "lat", "datum"}) {
    object.allow(key);
  }
  if (object.has("lon") || object.has("lat")) {
    report.position = read_place_of_datum(object);
    read_accuracy(object, report);
  }
  expect_one_place(report);
  object.done();
  return report;
}

IncidentRow judged_row(std::size_t number, json const &value) {
  try {
    return {number, read_row(value)};
  } catch (BadField const &error) {
    return {number, tl::unexpected(std::string(error.what()))};
  }
}

std::optional<double> number_in(std::string_view text) {
  double value = 0;
  auto const *const end = text.data() + text.size();
  auto const parsed = std::from_chars(text.data(), end, value);
  return parsed.ec == std::errc{} && parsed.ptr == end ? std::optional(value) : std::nullopt;
}

/// "2026-11-20 08:14" or "2026/11/20 8:14:00", which exports write in Beijing time.
std::string rfc3339_of(std::string const &text) {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int end = 0;
  auto const fields = std::sscanf(text.c_str(), "%4d%*1[-/]%2d%*1[-/]%2d%*1[ T]%2d:%2d%n:%2d%n",
                                  &year, &month, &day, &hour, &minute, &end, &second, &end);
  bool const is_local = fields >= 5 && static_cast<std::size_t>(end) == text.size();
  if (!is_local) {
    return text;
  }
  std::array<char, 40> made{};
  std::snprintf(made.data(), made.size(), "%04d-%02d-%02dT%02d:%02d:%02d+08:00", year, month, day,
                hour, minute, second);
  return made.data();
}

/// As the row would stand in JSON; what is no number stays text and is refused as such.
json value_of(std::string_view wire, std::string const &text) {
  if (wire == "lon" || wire == "lat" || wire == "accuracy_m") {
    auto const number = number_in(text);
    return number ? json(*number) : json(text);
  }
  return wire == "time" ? json(rfc3339_of(text)) : json(text);
}

struct Header {
  std::vector<Column const *> columns;
  std::vector<std::string> ignored;
};

tl::expected<Header, Problem> header_of(std::vector<std::string> const &names) {
  Header header;
  if (names.size() > most_columns) {
    return tl::unexpected(malformed("the header has more than 64 columns"));
  }
  for (auto const &name : names) {
    auto const *const column = find_column(trimmed(name));
    if (column == nullptr) {
      header.ignored.emplace_back(trimmed(name));
    } else if (std::find(header.columns.begin(), header.columns.end(), column) !=
               header.columns.end()) {
      return tl::unexpected(malformed("the header names \"" + std::string(column->wire) +
                                      "\" twice, once as \"" + name + "\""));
    }
    header.columns.push_back(column);
  }
  auto const has = [&](std::string_view wire) {
    return std::any_of(header.columns.begin(), header.columns.end(),
                       [wire](Column const *one) { return one != nullptr && one->wire == wire; });
  };
  if (!has("text") || (!has("id") && !has("ticket"))) {
    std::string known;
    for (auto const &column : columns) {
      known += " " + std::string(column.wire);
    }
    return tl::unexpected(malformed("the first line must name the columns, \"text\" and \"ticket\" "
                                    "or \"id\" among them; known are" +
                                    known));
  }
  return header;
}

IncidentRow row_of(std::size_t number, Header const &header, std::vector<std::string> const &row) {
  if (row.size() > header.columns.size()) {
    return {number, tl::unexpected("there are " + std::to_string(row.size()) + " values, but " +
                                   std::to_string(header.columns.size()) + " columns")};
  }
  json object = json::object();
  for (std::size_t i = 0; i < row.size(); ++i) {
    std::string const text(trimmed(row[i]));
    if (header.columns[i] != nullptr && !text.empty()) {
      object[std::string(header.columns[i]->wire)] = value_of(header.columns[i]->wire, text);
    }
  }
  return judged_row(number, object);
}

bool is_blank(std::vector<std::string> const &row) {
  return std::all_of(row.begin(), row.end(),
                     [](std::string const &value) { return trimmed(value).empty(); });
}

Problem too_many(std::size_t most_rows) {
  return {413, "Too many rows", "at most " + std::to_string(most_rows) + " rows", {}};
}

std::string_view to_string(RowVerdict::Kind kind) {
  constexpr std::array<std::string_view, 4> names{"created", "repeated", "conflict", "refused"};
  return names[static_cast<std::size_t>(kind)];
}

} // namespace

tl::expected<IncidentRows, Problem> parse_incident_rows(std::string_view bytes,
                                                        std::size_t most_rows) {
  auto rows = read_message(bytes, [](json const &document) {
    JsonObject object(document, "");
    auto const &items = object.list("items", most_listed);
    object.done();
    IncidentRows read;
    read.rows.reserve(items.size());
    for (auto const &item : items) {
      read.rows.push_back(judged_row(read.rows.size() + 1, item));
    }
    return read;
  });
  if (rows && rows->rows.size() > most_rows) {
    return tl::unexpected(too_many(most_rows));
  }
  return rows;
}

tl::expected<IncidentRows, Problem> parse_incident_csv(std::string_view bytes,
                                                       std::size_t most_rows) {
  auto const text = to_utf8(bytes);
  if (!text) {
    return tl::unexpected(malformed("the text is neither UTF-8 nor GB18030"));
  }
  CsvRecords records(*text);
  auto const names = records.next();
  auto header = header_of(names.value_or(std::vector<std::string>{}));
  if (!header) {
    return tl::unexpected(header.error());
  }
  IncidentRows read;
  std::size_t number = 0;
  while (auto const row = records.next()) {
    ++number;
    if (is_blank(*row)) {
      continue;
    }
    if (read.rows.size() == most_rows) {
      return tl::unexpected(too_many(most_rows));
    }
    read.rows.push_back(row_of(number, *header, *row));
  }
  if (records.fault() != CsvRecords::Fault::none) {
    return tl::unexpected(malformed("row " + std::to_string(number + 1) +
                                    ": a quote is not closed, or text follows a closing one"));
  }
  read.ignored_columns = std::move(header->ignored);
  return read;
}

std::size_t bytes_of(model::IncidentReport const &report) {
  constexpr std::size_t names_and_numbers = 200;
  return names_and_numbers + report.channel.size() + report.category.size() + report.text.size() +
         report.building.size() + report.ticket.size();
}

BatchCounts counts_of(std::vector<RowVerdict> const &verdicts) {
  BatchCounts counts;
  std::array<std::size_t *, 4> const of{&counts.created, &counts.repeated, &counts.conflict,
                                        &counts.refused};
  for (auto const &verdict : verdicts) {
    ++*of[static_cast<std::size_t>(verdict.kind)];
  }
  return counts;
}

std::string batch_json(std::vector<RowVerdict> const &verdicts,
                       std::vector<std::string> const &ignored_columns) {
  json items = json::array();
  for (auto const &verdict : verdicts) {
    json item{{"row", verdict.number}, {"verdict", to_string(verdict.kind)}};
    item["id"] = verdict.id.empty() ? json(nullptr) : json(verdict.id);
    if (!verdict.reason.empty()) {
      item["reason"] = verdict.reason;
    }
    items.push_back(std::move(item));
  }
  auto const counts = counts_of(verdicts);
  json const answer{{"created", counts.created},   {"repeated", counts.repeated},
                    {"conflict", counts.conflict}, {"refused", counts.refused},
                    {"items", std::move(items)},   {"ignored_columns", ignored_columns}};
  return text_of(answer);
}

std::string file_refusal_json(std::string const &reason) {
  return text_of(json{{"error", reason}});
}

} // namespace yuntu::protocol
