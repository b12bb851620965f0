#include "geo/io/import_error.hpp"

namespace yuntu::geo::io {

std::string to_string(ImportError const &error) {
  std::string text = error.file;
  auto const add = [&](std::string const &part) { text += (text.empty() ? "" : ", ") + part; };
  if (!error.layer.empty()) {
    add("layer " + error.layer);
  }
  if (error.row > 0) {
    add("row " + std::to_string(error.row));
  }
  if (!error.field.empty()) {
    add("field " + error.field);
  }
  return text.empty() ? error.message : text + ": " + error.message;
}

} // namespace yuntu::geo::io
