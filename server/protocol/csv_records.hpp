#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::protocol {

/// Text in UTF-8, without a mark at its beginning: as it is, or from GB18030; nullopt when it is
/// neither. Strict: no character is replaced.
[[nodiscard]] std::optional<std::string> to_utf8(std::string_view bytes);

/// A field as RFC 4180 writes it: in quotes where it holds a comma, a quote or a line's end.
[[nodiscard]] std::string csv_field(std::string_view text);
/// The same of what somebody typed or delivered: no spreadsheet may run it.
[[nodiscard]] std::string csv_cell(std::string_view text);
/// What tells spreadsheets that the file is UTF-8.
inline constexpr std::string_view csv_byte_order_mark = "\xEF\xBB\xBF";
inline constexpr std::string_view csv_line_end = "\r\n";

/// RFC 4180 with commas, tabs or semicolons (the one most often in the first line), one record
/// after the other. Works on bytes: no character of UTF-8 or GB18030 holds a separator, a quote or
/// a line end as one of its later bytes.
class CsvRecords {
public:
  explicit CsvRecords(std::string_view text);

  /// nullopt at the end. A record that is blank has one empty field.
  [[nodiscard]] std::optional<std::vector<std::string>> next();
  /// Why nothing more can be read: a quote that is never closed, or text after a closing one.
  enum class Fault : unsigned char { none, open_quote, text_after_quote };
  [[nodiscard]] Fault fault() const { return fault_; }
  /// Of the record read last, or of the one that is broken; from 1.
  [[nodiscard]] std::size_t number() const { return number_; }

private:
  bool take(char wanted);
  [[nodiscard]] std::string plain();
  [[nodiscard]] std::string quoted();

  std::string_view rest_;
  char separator_;
  Fault fault_ = Fault::none;
  std::size_t number_ = 0;
};

} // namespace yuntu::protocol
