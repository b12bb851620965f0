#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace yuntu::demo {

/// Text of a CSV file: what a spreadsheet program saves.
enum class TableText { utf8_with_mark, gbk };

/// A CSV table with a header row, CRLF line ends, values quoted where they must be. Throws
/// std::runtime_error naming the file that cannot be written.
class TableFile {
public:
  TableFile(std::filesystem::path file, TableText text, std::vector<std::string> const &header);

  void add(std::vector<std::string> const &values);
  void close();

private:
  std::filesystem::path path_;
  TableText text_;
  std::ofstream out_;
};

} // namespace yuntu::demo
