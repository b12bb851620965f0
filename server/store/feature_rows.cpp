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
constexpr std::size_t most_quoted = 80;

/// Takes the attributes as they come: a document of them would cost more than all else of a row.
class AttributeReader : public nlohmann::json_sax<nlohmann::json> {
public:
  explicit AttributeReader(Attributes &attributes) : attributes_(attributes) {}

  bool key(string_t &name) override {
    attributes_.emplace_back(std::move(name), std::string());
    is_named_ = true;
    return true;
  }
  bool string(string_t &value) override {
    if (!std::exchange(is_named_, false)) {
      return false;
    }
    attributes_.back().second = std::move(value);
    return true;
  }
  bool start_object(std::size_t) override { return !std::exchange(has_begun_, true); }
  bool end_object() override { return !is_named_; }

  bool null() override { return false; }
  bool boolean(bool) override { return false; }
  bool number_integer(number_integer_t) override { return false; }
  bool number_unsigned(number_unsigned_t) override { return false; }
  bool number_float(number_float_t, string_t const &) override { return false; }
  bool binary(binary_t &) override { return false; }
  bool start_array(std::size_t) override { return false; }
  bool end_array() override { return false; }
  bool parse_error(std::size_t, std::string const &, nlohmann::json::exception const &) override {
    return false;
  }

private:
  Attributes &attributes_;
  bool has_begun_ = false;
  bool is_named_ = false;
};

Attributes parse_attributes(std::string_view text) {
  Attributes attributes;
  if (text == "{}") {
    return attributes;
  }
  AttributeReader reader(attributes);
  if (!nlohmann::json::sax_parse(text, &reader)) {
    throw MalformedBytes("has attributes that are not texts by name: " +
                         std::string(text.substr(0, most_quoted)));
  }
  return attributes;
}

std::vector<std::int64_t> unpack_ids(std::string_view bytes) {
  std::vector<std::int64_t> ids;
  ByteReader in(bytes);
  std::uint64_t previous = 0;
  while (in.left() > 0) {
    previous += static_cast<std::uint64_t>(in.take_zigzag());
    ids.push_back(static_cast<std::int64_t>(previous));
  }
  return ids;
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

FeatureRows::Features FeatureRows::features_of(Batch const &batch) {
  Features made;
  made.features.reserve(batch.ends.size());
  std::size_t begin = 0;
  for (auto const &ends : batch.ends) {
    FeatureRow row;
    for (std::size_t field = 0; field < row.size(); ++field) {
      row[field] = std::string_view(batch.bytes).substr(begin, ends[field] - begin);
      begin = ends[field];
    }
    made.features.push_back(feature_of(row));
  }
  made.digests = feature_digests(made.features);
  return made;
}

void FeatureRows::add(FeatureRow const &row) {
  auto &ends = batch_.ends.emplace_back();
  for (std::size_t field = 0; field < row.size(); ++field) {
    batch_.bytes += row[field];
    ends[field] = batch_.bytes.size();
  }
  if (batch_.ends.size() == rows_at_once) {
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
  Batch next;
  next.bytes.reserve(batch_.bytes.size());
  next.ends.reserve(batch_.ends.size());
  under_way_.push_back(
      std::async(std::launch::async,
                 [batch = std::exchange(batch_, std::move(next))] { return features_of(batch); }));
}

void FeatureRows::take_first() {
  auto made = under_way_.front().get();
  under_way_.pop_front();
  done_.digests += made.digests;
  done_.features.insert(done_.features.end(), std::make_move_iterator(made.features.begin()),
                        std::make_move_iterator(made.features.end()));
}

} // namespace yuntu::store
