#include "tools/yuntu/demo/table_file.hpp"

#include <cstdint>
#include <stdexcept>

#include <iconv.h>

namespace yuntu::demo {
namespace {

/// Throws for a character that GBK does not have: the demo's names are chosen so.
std::string to_gbk(std::string text) {
  auto *const converter = iconv_open("GBK", "UTF-8");
  // iconv_open's documented failure value is (iconv_t)-1.
  if (reinterpret_cast<std::intptr_t>(converter) == -1) {
    throw std::runtime_error("this system's iconv does not know GBK");
  }
  std::string out(text.size() + 4, '\0');
  char *from = text.data();
  std::size_t left = text.size();
  char *to = out.data();
  std::size_t room = out.size();
  bool const failed = iconv(converter, &from, &left, &to, &room) == std::size_t(-1);
  iconv_close(converter);
  if (failed) {
    throw std::runtime_error("\"" + text + "\" cannot be written in GBK");
  }
  out.resize(out.size() - room);
  return out;
}

std::string quoted(std::string const &value) {
  if (value.find_first_of(",\"\r\n") == std::string::npos) {
    return value;
  }
  std::string result = "\"";
  for (char const c : value) {
    result += c == '"' ? "\"\"" : std::string(1, c);
  }
  return result + '"';
}

} // namespace

TableFile::TableFile(std::filesystem::path file, TableText text,
                     std::vector<std::string> const &header)
    : path_(std::move(file)), text_(text), out_(path_, std::ios::binary | std::ios::trunc) {
  if (!out_) {
    throw std::runtime_error(path_.string() + ": cannot be created");
  }
  if (text_ == TableText::utf8_with_mark) {
    out_ << "\xEF\xBB\xBF";
  }
  add(header);
}

void TableFile::add(std::vector<std::string> const &values) {
  std::string line;
  for (std::string const &value : values) {
    line += (&value == &values.front() ? "" : ",") + quoted(value);
  }
  line += "\r\n";
  out_ << (text_ == TableText::gbk ? to_gbk(line) : line);
}

void TableFile::close() {
  out_.close();
  if (out_.fail()) {
    throw std::runtime_error(path_.string() + ": cannot be written");
  }
}

} // namespace yuntu::demo
