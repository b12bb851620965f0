#include "server/protocol/csv_records.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include <iconv.h>

namespace yuntu::protocol {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

class Decoder {
public:
  explicit Decoder(char const *encoding) : converter_(::iconv_open("UTF-8", encoding)) {}
  ~Decoder() {
    if (is_open()) {
      ::iconv_close(converter_);
    }
  }
  Decoder(Decoder const &) = delete;
  Decoder &operator=(Decoder const &) = delete;

  [[nodiscard]] std::optional<std::string> decode(std::string_view bytes) const {
    if (!is_open()) {
      return std::nullopt;
    }
    std::string in(bytes);
    std::string out(bytes.size() * 2 + 4, '\0'); // two bytes of GB18030 make three at most
    char *from = in.data();
    std::size_t left = in.size();
    char *to = out.data();
    std::size_t room = out.size();
    if (::iconv(converter_, &from, &left, &to, &room) == std::size_t(-1) || left != 0) {
      return std::nullopt;
    }
    out.resize(out.size() - room);
    return out;
  }

private:
  /// iconv_open's documented failure value is (iconv_t)-1.
  [[nodiscard]] bool is_open() const { return reinterpret_cast<std::intptr_t>(converter_) != -1; }
  ::iconv_t converter_;
};

/// The one most often in the first line.
char separator_of(std::string_view text) {
  auto const line = text.substr(0, text.find('\n'));
  constexpr std::array<char, 3> candidates{',', '\t', ';'};
  return *std::max_element(candidates.begin(), candidates.end(), [&](char a, char b) {
    return std::count(line.begin(), line.end(), a) < std::count(line.begin(), line.end(), b);
  });
}

} // namespace

std::optional<std::string> to_utf8(std::string_view bytes) {
  if (bytes.starts_with(byte_order_mark)) {
    bytes.remove_prefix(byte_order_mark.size());
  }
  if (bytes.find('\0') != std::string_view::npos) {
    return std::nullopt; // UTF-16, or no text at all
  }
  auto text = Decoder("UTF-8").decode(bytes);
  return text ? std::move(text) : Decoder("GB18030").decode(bytes);
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    return std::string(text);
  }
  std::string quoted = "\"";
  for (char const letter : text) {
    quoted += letter == '"' ? "\"\"" : std::string(1, letter);
  }
  return quoted + "\"";
}

std::string csv_cell(std::string_view text) {
  bool const is_formula =
      !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  return csv_field((is_formula ? "'" : "") + std::string(text));
}

CsvRecords::CsvRecords(std::string_view text) : rest_(text), separator_(separator_of(text)) {}

std::optional<std::vector<std::string>> CsvRecords::next() {
  if (rest_.empty() || fault_ != Fault::none) {
    return std::nullopt;
  }
  ++number_;
  std::vector<std::string> fields;
  do {
    fields.push_back(!rest_.empty() && rest_.front() == '"' ? quoted() : plain());
  } while (take(separator_));
  take('\r');
  if (fault_ == Fault::none && !rest_.empty() && !take('\n')) {
    fault_ = Fault::text_after_quote;
  }
  if (fault_ != Fault::none) {
    return std::nullopt;
  }
  return fields;
}

bool CsvRecords::take(char wanted) {
  if (rest_.empty() || rest_.front() != wanted) {
    return false;
  }
  rest_.remove_prefix(1);
  return true;
}

std::string CsvRecords::plain() {
  auto const *const end = std::find_if(rest_.begin(), rest_.end(), [&](char c) {
    return c == separator_ || c == '\n' || c == '\r';
  });
  std::string field(rest_.begin(), end);
  rest_.remove_prefix(field.size());
  return field;
}

std::string CsvRecords::quoted() {
  std::string field;
  for (take('"'); !rest_.empty(); rest_.remove_prefix(1)) {
    if (rest_.front() == '"') {
      rest_.remove_prefix(1);
      if (rest_.empty() || rest_.front() != '"') {
        return field;
      }
    }
    field += rest_.front();
  }
  fault_ = Fault::open_quote;
  return field;
}

} // namespace yuntu::protocol
