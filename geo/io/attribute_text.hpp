#pragma once

#include "geo/io/import_error.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace yuntu::geo::io {

/// Field names and rows of values as bytes of one encoding that may not be known. There may be
/// fewer names than values, or none: a sheet whose first row has yet to be understood.
struct AttributeText {
  struct Row {
    std::int64_t number = 0; // 1-based
    std::vector<std::optional<std::string>> values;
  };
  std::vector<std::string> fields;
  std::vector<Row> rows;
};

/// What the text was and whether that had to be found out.
struct TextEncoding {
  std::string name;
  bool is_guessed = false; // not what was declared, or nothing was and it is not UTF-8
};

/// Turns all of it to UTF-8 in place. `ordered` (the operator's word, an iconv name) is used or
/// refused; else `declared` (the file's word, may be empty) is tried, then UTF-8, then GB18030. A
/// character cut in half at the end of a value (fixed-width tables do that) is dropped.
[[nodiscard]] tl::expected<TextEncoding, ImportError>
to_utf8(AttributeText &text, std::string const &ordered, std::string const &declared);

} // namespace yuntu::geo::io
