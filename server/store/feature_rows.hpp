#pragma once

#include "server/model/layer.hpp"

#include <array>
#include <cstddef>
#include <deque>
#include <future>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::store {

/// A feature as the base store has it: code, name, parent, attributes (JSON), node ids, geometry.
/// Views: valid as long as what they were taken from.
using FeatureRow = std::array<std::string_view, 6>;

/// Throws MalformedBytes.
[[nodiscard]] model::LayerFeature feature_of(FeatureRow const &row);

/// Makes features of rows and digests of features, some thousand at a time and on other threads
/// than the one that reads. What is wrong with a row is thrown by a later call.
class FeatureRows {
public:
  /// `expected`: how many rows will come, as far as one knows.
  explicit FeatureRows(std::size_t expected) { done_.features.reserve(expected); }

  /// The row is copied.
  void add(FeatureRow const &row);

  struct Features {
    std::vector<model::LayerFeature> features;
    std::string digests; ///< see feature_digests
  };
  /// All, in the order of the rows. Once, at the end.
  [[nodiscard]] Features take();

private:
  /// Rows in one piece of memory.
  struct Batch {
    std::string bytes;
    std::vector<std::array<std::size_t, 6>> ends; ///< by row and field, in `bytes`
  };
  static Features features_of(Batch const &batch);
  void start_rows();
  void take_first();

  Batch batch_;
  std::deque<std::future<Features>> under_way_;
  Features done_;
};

} // namespace yuntu::store
