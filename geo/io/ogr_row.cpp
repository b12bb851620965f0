#include "geo/io/ogr_row.hpp"

#include <ogrsf_frmts.h>

namespace yuntu::geo::io {

void DestroyFeature::operator()(OGRFeature *feature) const {
  OGRFeature::DestroyFeature(feature);
}

std::vector<std::optional<std::string>> texts_of(OGRFeature const &row) {
  std::vector<std::optional<std::string>> texts;
  int const columns = row.GetFieldCount();
  texts.reserve(static_cast<std::size_t>(columns));
  for (int i = 0; i < columns; ++i) {
    texts.push_back(row.IsFieldSetAndNotNull(i) != FALSE
                        ? std::optional<std::string>(row.GetFieldAsString(i))
                        : std::nullopt);
  }
  return texts;
}

} // namespace yuntu::geo::io
