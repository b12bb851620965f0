#include "server/store/feature_rows.hpp"

#include "server/store/byte_codec.hpp"
#include "server/store/content_version.hpp"
#include "server/store/wkb.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <iterator>
#include <utility>

namespace yuntu::store {
namespace {

using Attributes = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t rows_at_once = 8192;
/// So much lies in memory twice.
constexpr std::size_t most_under_way = 3;

Attributes parse_attributes(std::string const &text) {
  Attributes attributes;
  if (text == "{}") {
    return attributes;
  }
  auto const object = nlohmann::ordered_json::parse(text);
  for (auto const &[key, value] : object.items()) {
    attributes.emplace_back(key, value.get_ref<std::string const &>());
  }
  return attributes;
}

std::vector<std::int64_t> unpack_ids(std::string const &bytes) {
  std::vector<std::int64_t> ids;
  ByteReader in(bytes);
  std::uint64_t previous = 0;
  while (in.left() > 0) {
    previous += static_cast<std::uint64_t>(in.take_zigzag());
    ids.push_back(static_cast<std::int64_t>(previous));
  }
  return ids;
}

FeatureRows::Features features_of(std::vector<FeatureRow> const &rows) {
  FeatureRows::Features made;
  made.features.reserve(rows.size());
  for (auto const &row : rows) {
    made.features.push_back(feature_of(row));
  }
  made.digests = feature_digests(made.features);
  return made;
}

} // namespace

model::LayerFeature feature_of(FeatureRow const &row) {
  auto const &[code, name, parent, attributes, node_ids, geometry] = row;
  model::LayerFeature feature;
  feature.code = code;
  feature.name = name;
  feature.parent = parent;
  feature.attributes = parse_attributes(attributes);
  feature.node_ids = unpack_ids(node_ids);
  feature.geometry = from_spatialite(geometry);
  return feature;
}

void FeatureRows::add(FeatureRow row) {
  rows_.push_back(std::move(row));
  if (rows_.size() == rows_at_once) {
    start_rows();
    if (under_way_.size() > most_under_way) {
      take_first();
    }
  }
}

FeatureRows::Features FeatureRows::take() {
  start_rows();
  while (!under_way_.empty()) {
    take_first();
  }
  return std::move(done_);
}

void FeatureRows::start_rows() {
  under_way_.push_back(std::async(std::launch::async,
                                  [rows = std::exchange(rows_, {})] { return features_of(rows); }));
}

void FeatureRows::take_first() {
  auto made = under_way_.front().get();
  under_way_.pop_front();
  done_.digests += made.digests;
  done_.features.insert(done_.features.end(), std::make_move_iterator(made.features.begin()),
                        std::make_move_iterator(made.features.end()));
}

} // namespace yuntu::store
