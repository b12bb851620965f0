#pragma once

#include "geo/io/import_error.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <tl/expected.hpp>

class GDALDataset;

namespace yuntu::geo::io {

/// The canonical path of a regular file, or why it is none. Anything else (a directory, a pipe, a
/// device, GDAL's /vsi names, an address) is refused before a library sees the name.
[[nodiscard]] tl::expected<std::filesystem::path, ImportError>
regular_file(std::filesystem::path const &path);

/// Collects what GDAL reports on this thread instead of printing it. One at a time a thread.
class GdalMessages {
public:
  GdalMessages();
  ~GdalMessages();
  GdalMessages(GdalMessages const &) = delete;
  GdalMessages &operator=(GdalMessages const &) = delete;

  /// The first failure since the last call, "" when there was none.
  [[nodiscard]] std::string take_failure();

private:
  struct State;
  std::unique_ptr<State> state_;
};

struct CloseDataset {
  void operator()(GDALDataset *dataset) const;
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

/// Opens a vector file with the allowed formats only: none of them refers to another file (but the
/// companions of a Shapefile) or to the network, whatever the content says. Attribute text of
/// Shapefile and CSV comes as raw bytes.
[[nodiscard]] tl::expected<Dataset, ImportError> open_source(std::filesystem::path const &path,
                                                             GdalMessages &messages);

} // namespace yuntu::geo::io
