#pragma once

#include "server/model/layer.hpp"

#include <array>
#include <deque>
#include <future>
#include <string>
#include <vector>

namespace yuntu::store {

/// A feature as the base store has it: code, name, parent, attributes (JSON), node ids, geometry.
using FeatureRow = std::array<std::string, 6>;

/// Throws what is wrong with it: MalformedBytes, nlohmann::json::exception.
[[nodiscard]] model::LayerFeature feature_of(FeatureRow const &row);

/// Makes features of rows and digests of features, some thousand at a time and on other threads
/// than the one that reads. What is wrong with a row is thrown by a later call.
class FeatureRows {
public:
  void add(FeatureRow row);

  struct Features {
    std::vector<model::LayerFeature> features;
    std::string digests; ///< see feature_digests
  };
  /// All, in the order of the rows. Once, at the end.
  [[nodiscard]] Features take();

private:
  void start_rows();
  void take_first();

  std::vector<FeatureRow> rows_;
  std::deque<std::future<Features>> under_way_;
  Features done_;
};

} // namespace yuntu::store
