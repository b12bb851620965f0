#pragma once

#include "server/services/base_map.hpp"
#include "server/services/look_back.hpp"
#include "server/store/base_store.hpp"

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace yuntu::services {

/// Maps of areas as they once were: the one in use when it is the same, else read again; the last
/// two are kept. One thread.
class MapArchive {
public:
  using Current = std::function<std::shared_ptr<BaseMap const>()>;

  /// `current` may be empty.
  MapArchive(std::filesystem::path const &base, Current current);

  /// Throws store::StorageFailed for a version that is not there.
  [[nodiscard]] std::shared_ptr<BaseMap const>
  of(std::map<model::LayerKind, model::LayerPublished> const &layers);

private:
  using Versions = std::map<model::LayerKind, std::string>;

  store::BaseStore store_;
  Current current_;
  std::deque<std::pair<Versions, std::shared_ptr<BaseMap const>>> kept_;
};

} // namespace yuntu::services
