#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

class GDALDataset;
class OGRLayer;

namespace yuntu::geo::io {

/// The layer of that name, or the only one; else why not, with the names that are there.
[[nodiscard]] tl::expected<OGRLayer *, std::string> choose_layer(GDALDataset &dataset,
                                                                 std::string const &name);
/// Of its attributes, as the file writes them: raw bytes in some formats.
[[nodiscard]] std::vector<std::string> field_names_of(OGRLayer &layer);

} // namespace yuntu::geo::io
