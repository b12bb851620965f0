#include "tests/tools/delivery.hpp"

#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace yuntu::demo::checks {
namespace {

std::map<std::string, std::string> pairs_in(std::string const &text) {
  std::map<std::string, std::string> pairs;
  std::istringstream in(text);
  for (std::string pair; std::getline(in, pair, ',');) {
    auto const equals = pair.find('=');
    pairs[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return pairs;
}

void apply(std::string const &option, std::string const &value, tools::ImportOptions &options) {
  if (option == "--layer") {
    options.layer = model::parse_layer_kind(value).value();
  } else if (option == "--source-layer") {
    options.source_layer = value;
  } else if (option == "--crs") {
    options.crs = value;
  } else if (option == "--datum") {
    options.datum = geo::parse_datum_reading(value).value();
  } else if (option == "--encoding") {
    options.encoding = value;
  } else if (option == "--map") {
    options.map = pairs_in(value);
  } else {
    throw std::runtime_error("the manifest has an option that import does not know: " + option);
  }
}

} // namespace

std::vector<ManifestImport> imports_in(std::filesystem::path const &dir) {
  std::ifstream in(dir / "manifest.json");
  auto const manifest = nlohmann::json::parse(in);
  std::vector<ManifestImport> imports;
  for (auto const &entry : manifest.at("imports")) {
    ManifestImport import;
    import.options.file = dir / entry.at("file").get<std::string>();
    import.written = entry.at("written");
    auto const arguments = entry.at("arguments").get<std::vector<std::string>>();
    for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
      apply(arguments[i], arguments[i + 1], import.options);
    }
    imports.push_back(std::move(import));
  }
  return imports;
}

std::map<std::string, std::string> bytes_in(std::filesystem::path const &dir) {
  std::map<std::string, std::string> files;
  for (auto const &entry : std::filesystem::directory_iterator(dir)) {
    std::ifstream in(entry.path(), std::ios::binary);
    files[entry.path().filename()] = {std::istreambuf_iterator<char>(in), {}};
  }
  return files;
}

} // namespace yuntu::demo::checks
