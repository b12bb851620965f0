#pragma once

#include "server/model/layer.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yuntu::store {

/// The layers, by immutable version, in SpatiaLite. A version is in use only through its
/// LayerPublished fact; storing one changes nothing for anybody. One writer at a time.
/// Throws StorageBusy and StorageFailed (event_log.hpp).
class BaseStore {
public:
  /// Creates the file (0600) and its schema when absent.
  explicit BaseStore(std::filesystem::path const &file);
  ~BaseStore();
  BaseStore(BaseStore const &) = delete;
  BaseStore &operator=(BaseStore const &) = delete;

  /// One transaction. Storing a version that is there already does nothing.
  void write(model::LayerVersion const &version);
  /// Features in the order they were written. Throws StorageFailed naming layer and version when
  /// it is not there.
  [[nodiscard]] model::LayerVersion read(model::LayerKind layer, std::string const &version) const;
  using WantsCode = std::function<bool(std::string_view code)>;
  using VisitFeature = std::function<void(model::LayerFeature const &)>;
  /// One pass over a version in the order it was written, of which no more than a feature is in
  /// memory at a time: every code is asked about, those wanted are visited. That the content is
  /// what the version says is not looked at. Throws as `read`.
  void scan(model::LayerKind layer, std::string const &version, WantsCode const &wants,
            VisitFeature const &visit) const;
  [[nodiscard]] bool has(model::LayerKind layer, std::string const &version) const;
  /// All that is stored, in no order.
  [[nodiscard]] std::vector<std::pair<model::LayerKind, std::string>> versions() const;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// 16 hex digits of BLAKE2b-256 over layer, and every feature's fields in order.
[[nodiscard]] std::string content_version(model::LayerKind layer,
                                          std::vector<model::LayerFeature> const &features);

} // namespace yuntu::store
