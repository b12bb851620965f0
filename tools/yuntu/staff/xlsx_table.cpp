#include "tools/yuntu/staff/sheet_table.hpp"

#include "server/model/staff_sheet.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/staff/xml_walk.hpp"
#include "tools/yuntu/staff/zip_archive.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

namespace yuntu::tools {
namespace {

struct CellPlace {
  std::size_t column = 0;
  std::int64_t row = 0;
};

/// "C5" or "$C$5".
std::optional<CellPlace> place_of(std::string_view name) {
  CellPlace place;
  std::string plain;
  std::copy_if(name.begin(), name.end(), std::back_inserter(plain),
               [](char c) { return c != '$'; });
  std::size_t letters = 0;
  while (letters < plain.size() && plain[letters] >= 'A' && plain[letters] <= 'Z') {
    place.column = place.column * 26 + static_cast<std::size_t>(plain[letters] - 'A') + 1;
    ++letters;
  }
  auto const *const end = plain.data() + plain.size();
  auto const result = std::from_chars(plain.data() + letters, end, place.row);
  if (letters == 0 || letters > 3 || result.ec != std::errc{} || result.ptr != end ||
      place.row < 1 || place.row > 1'048'576) {
    return std::nullopt;
  }
  --place.column;
  return place;
}

std::string attribute(XmlAttributes const &attributes, std::string_view name) {
  auto const found = attributes.find(name);
  return found == attributes.end() ? std::string{} : found->second;
}

/// A workbook's parts, looked up the way its files refer to each other.
class Workbook {
public:
  explicit Workbook(std::filesystem::path const &file)
      : name_(file.filename().string()), archive_(file) {
    auto const book = archive_.read("xl/workbook.xml");
    if (!book) {
      throw CommandError(name_ + ": a ZIP file but no workbook (it has no xl/workbook.xml)");
    }
    read_book(*book);
    read_targets();
    read_shared_strings();
  }

  [[nodiscard]] std::string const &name() const { return name_; }
  [[nodiscard]] bool counts_from_1904() const { return counts_from_1904_; }
  [[nodiscard]] std::vector<std::string> const &shared() const { return shared_; }

  /// The name of the sheet meant by `wanted`; empty = the only one.
  [[nodiscard]] std::string choose(std::string const &wanted) const {
    std::string names;
    for (auto const &sheet : sheets_) {
      names += (names.empty() ? "" : ", ") + sheet.first;
      if (sheet.first == wanted) {
        return wanted;
      }
    }
    if (wanted.empty() && sheets_.size() == 1) {
      return sheets_[0].first;
    }
    throw CommandError(name_ +
                       (wanted.empty() ? ": several sheets; choose one with --sheet: "
                                       : ": no sheet \"" + wanted + "\"; there are: ") +
                       names);
  }

  [[nodiscard]] std::string sheet_xml(std::string const &sheet) {
    auto const found = std::find_if(sheets_.begin(), sheets_.end(),
                                    [&](auto const &entry) { return entry.first == sheet; });
    auto const target = targets_.find(found->second);
    auto xml = target == targets_.end() ? std::nullopt : archive_.read(target->second);
    if (!xml) {
      throw CommandError(name_ + ": the sheet \"" + sheet + "\" is missing from the file");
    }
    return *std::move(xml);
  }

private:
  void read_book(std::string const &xml) {
    walk_xml(xml, name_ + "/xl/workbook.xml",
             {[&](std::string_view element, XmlAttributes const &attributes) {
                if (element == "sheet") {
                  sheets_.emplace_back(attribute(attributes, "name"), attribute(attributes, "id"));
                } else if (element == "workbookPr") {
                  auto const value = attribute(attributes, "date1904");
                  counts_from_1904_ = value == "1" || value == "true";
                }
              },
              [](std::string_view, std::string const &) {}});
  }

  void read_targets() {
    auto const xml = archive_.read("xl/_rels/workbook.xml.rels");
    if (!xml) {
      throw CommandError(name_ + ": no workbook: xl/_rels/workbook.xml.rels is missing");
    }
    walk_xml(*xml, name_ + "/xl/_rels/workbook.xml.rels",
             {[&](std::string_view element, XmlAttributes const &attributes) {
                if (element == "Relationship") {
                  auto const target = attribute(attributes, "Target");
                  targets_[attribute(attributes, "Id")] =
                      target.starts_with("/") ? target.substr(1) : "xl/" + target;
                }
              },
              [](std::string_view, std::string const &) {}});
  }

  /// Rich text comes in runs; what is said of its pronunciation (rPh) is no part of it.
  void read_shared_strings() {
    auto const xml = archive_.read("xl/sharedStrings.xml");
    if (!xml) {
      return;
    }
    bool is_phonetic = false;
    std::string whole;
    walk_xml(*xml, name_ + "/xl/sharedStrings.xml",
             {[&](std::string_view element, XmlAttributes const &) {
                is_phonetic = is_phonetic || element == "rPh";
              },
              [&](std::string_view element, std::string const &text) {
                if (element == "t" && !is_phonetic) {
                  whole += text;
                } else if (element == "rPh") {
                  is_phonetic = false;
                } else if (element == "si") {
                  shared_.push_back(std::move(whole));
                  whole.clear();
                }
              }});
  }

  std::string name_;
  ZipArchive archive_;
  std::vector<std::pair<std::string, std::string>> sheets_; ///< name, relation
  std::map<std::string, std::string> targets_;              ///< relation -> entry
  std::vector<std::string> shared_;
  bool counts_from_1904_ = false;
};

/// Fills a table from a sheet's XML.
class SheetFiller {
public:
  SheetFiller(Workbook const &book, SheetTable &table) : book_(book), table_(table) {}

  void start(std::string_view element, XmlAttributes const &attributes) {
    if (element == "row") {
      start_row(attribute(attributes, "r"));
    } else if (element == "c") {
      start_cell(attributes);
    } else if (element == "f") {
      is_formula_ = true;
    } else if (element == "mergeCell") {
      add_merged(attribute(attributes, "ref"));
    }
  }

  void end(std::string_view element, std::string const &text) {
    if (element == "v" || (element == "t" && type_ == "inlineStr")) {
      value_ += text;
    } else if (element == "c") {
      finish_cell();
    } else if (element == "row") {
      finish_row();
    }
  }

private:
  [[noreturn]] void refuse(std::string const &what) const {
    throw CommandError(table_.origin + ": " + what);
  }

  void start_row(std::string const &number) {
    auto const place = number.empty() ? CellPlace{0, row_.number + 1}
                                      : place_of("A" + number).value_or(CellPlace{});
    if (place.row <= row_.number) {
      refuse("its rows are out of order at row " + number);
    }
    row_ = {place.row, {}};
    next_column_ = 0;
  }

  void start_cell(XmlAttributes const &attributes) {
    auto const name = attribute(attributes, "r");
    if (!name.empty()) {
      auto const place = place_of(name);
      if (!place || place->row != row_.number) {
        refuse("a cell is named \"" + name + "\" in row " + std::to_string(row_.number));
      }
      next_column_ = place->column;
    }
    type_ = attribute(attributes, "t");
    value_.clear();
    is_formula_ = false;
  }

  void finish_cell() {
    auto const column = next_column_++;
    auto cell = make_cell(column);
    if (cell.kind == SheetCell::Kind::empty || column >= most_sheet_columns) {
      return;
    }
    if (row_.cells.size() <= column) {
      row_.cells.resize(column + 1);
    }
    row_.cells[column] = std::move(cell);
  }

  [[nodiscard]] SheetCell make_cell(std::size_t column) const {
    using Kind = SheetCell::Kind;
    if (is_formula_) {
      return {Kind::formula, trimmed(value_), 0};
    }
    if (type_ == "s") {
      return text_cell(shared_text(column));
    }
    if (type_ == "inlineStr" || type_ == "str" || type_ == "d") {
      return text_cell(value_);
    }
    if (value_.empty()) {
      return {};
    }
    if (type_ == "b" || type_ == "e") {
      return {type_ == "b" ? Kind::boolean : Kind::error, value_, 0};
    }
    double number = 0;
    auto const *const end = value_.data() + value_.size();
    auto const result = std::from_chars(value_.data(), end, number);
    if (result.ec != std::errc{} || result.ptr != end || !std::isfinite(number)) {
      refuse("the number in " + cell_name(column, row_.number) + " cannot be read");
    }
    return {Kind::number, value_, number};
  }

  static SheetCell text_cell(std::string_view text) {
    auto kept = trimmed(text);
    auto const kind = kept.empty() ? SheetCell::Kind::empty : SheetCell::Kind::text;
    return {kind, std::move(kept), 0};
  }

  [[nodiscard]] std::string const &shared_text(std::size_t column) const {
    std::size_t index = 0;
    auto const *const end = value_.data() + value_.size();
    auto const result = std::from_chars(value_.data(), end, index);
    if (result.ec != std::errc{} || result.ptr != end || index >= book_.shared().size()) {
      refuse("the text of " + cell_name(column, row_.number) + " is missing from the file");
    }
    return book_.shared()[index];
  }

  void finish_row() {
    if (row_.cells.empty()) {
      return;
    }
    if (table_.rows.size() > model::most_sheet_rows) {
      refuse("more than 100,000 rows");
    }
    table_.rows.push_back(row_);
  }

  void add_merged(std::string const &name) {
    auto const colon = name.find(':');
    auto const first = place_of(std::string_view(name).substr(0, colon));
    auto const last =
        colon == std::string::npos ? first : place_of(std::string_view(name).substr(colon + 1));
    if (!first || !last) {
      refuse("a merged cell is named \"" + name + "\"");
    }
    table_.merged.push_back({first->row, last->row, first->column, last->column, name});
  }

  Workbook const &book_;
  SheetTable &table_;
  SheetRow row_;
  std::size_t next_column_ = 0;
  std::string type_;
  std::string value_;
  bool is_formula_ = false;
};

} // namespace

SheetTable read_xlsx(std::filesystem::path const &file, std::string const &sheet) {
  Workbook book(file);
  SheetTable table;
  auto const chosen = book.choose(sheet);
  table.origin = book.name() + " (" + chosen + ")";
  table.encoding = "UTF-8";
  table.counts_from_1904 = book.counts_from_1904();
  SheetFiller filler(book, table);
  walk_xml(book.sheet_xml(chosen), table.origin,
           {[&](std::string_view element, XmlAttributes const &attributes) {
              filler.start(element, attributes);
            },
            [&](std::string_view element, std::string const &text) { filler.end(element, text); }});
  return table;
}

} // namespace yuntu::tools
