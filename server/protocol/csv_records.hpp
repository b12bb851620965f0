#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::protocol {

/// Text in UTF-8, without a mark at its beginning: as it is, or from GB18030; nullopt when it is
/// neither. Strict: no character is replaced.
[[nodiscard]] std::optional<std::string> to_utf8(std::string_view bytes);

/// RFC 4180 with commas, tabs or semicolons (the one most often in the first line), one record
/// after the other; the whole text is in UTF-8 already.
class CsvRecords {
public:
  explicit CsvRecords(std::string_view text);

  /// nullopt at the end. A record that is blank has one empty field.
  [[nodiscard]] std::optional<std::vector<std::string>> next();
  /// A quote that is never closed, or text after a closing one: nothing after it can be read.
  [[nodiscard]] bool is_broken() const { return is_broken_; }

private:
  bool take(char wanted);
  [[nodiscard]] std::string plain();
  [[nodiscard]] std::string quoted();

  std::string_view rest_;
  char separator_;
  bool is_broken_ = false;
};

} // namespace yuntu::protocol
