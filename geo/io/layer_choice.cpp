#include "geo/io/layer_choice.hpp"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

namespace yuntu::geo::io {

tl::expected<OGRLayer *, std::string> choose_layer(GDALDataset &dataset, std::string const &name) {
  std::string names;
  for (auto *const layer : dataset.GetLayers()) {
    names += (names.empty() ? "" : ", ") + std::string(layer->GetName());
  }
  if (!name.empty()) {
    auto *const layer = dataset.GetLayerByName(name.c_str());
    return layer != nullptr ? tl::expected<OGRLayer *, std::string>(layer)
                            : tl::unexpected("no layer \"" + name + "\"; the file has: " + names);
  }
  if (dataset.GetLayerCount() == 0) {
    return tl::unexpected(std::string("the file has no layers"));
  }
  if (dataset.GetLayerCount() > 1) {
    return tl::unexpected("the file has several layers, name one with --source-layer: " + names);
  }
  return dataset.GetLayer(0);
}

std::vector<std::string> field_names_of(OGRLayer &layer) {
  auto const &definition = *layer.GetLayerDefn();
  std::vector<std::string> names;
  names.reserve(static_cast<std::size_t>(definition.GetFieldCount()));
  for (int i = 0; i < definition.GetFieldCount(); ++i) {
    names.emplace_back(definition.GetFieldDefn(i)->GetNameRef());
  }
  return names;
}

} // namespace yuntu::geo::io
