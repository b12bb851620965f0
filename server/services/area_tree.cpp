#include "server/services/area_tree.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace yuntu::services {
namespace {

using model::AreaLevel;

std::int64_t households_of(model::LayerFeature const &feature) {
  auto const *const text = feature.find_attribute("households");
  std::int64_t count = 0;
  if (text != nullptr) {
    std::from_chars(text->data(), text->data() + text->size(), count);
  }
  return std::max<std::int64_t>(count, 0);
}

} // namespace

bool nests(AreaLevel outer, AreaLevel inner) {
  if (inner <= outer) {
    return false; // levels stand outermost first
  }
  return outer != AreaLevel::estate || inner == AreaLevel::building;
}

AreaTree::AreaTree(std::shared_ptr<BaseMap const> base) : base_(std::move(base)) {
  std::array<std::vector<geo::LonLat>, model::area_level_count> places;
  for (std::size_t i = 0; i < model::area_level_count; ++i) {
    auto const *const layer = base_->find_layer(static_cast<model::LayerKind>(i));
    std::vector<std::pair<Node, geo::LonLat>> nodes;
    for (std::size_t f = 0; layer != nullptr && f < layer->version->features.size(); ++f) {
      auto const &drawing = layer->drawing();
      if (drawing.carries_label[f]) {
        auto const &feature = layer->version->features[f];
        nodes.push_back(
            {{feature.code, feature.name, households_of(feature), {}}, drawing.label_points[f]});
      }
    }
    std::sort(nodes.begin(), nodes.end(),
              [](auto const &a, auto const &b) { return a.first.code < b.first.code; });
    for (auto const &[node, place] : nodes) {
      levels_[i].push_back(node);
      places[i].push_back(place);
    }
  }
  for (std::size_t i = 0; i < model::area_level_count; ++i) {
    for (std::size_t n = 0; n < levels_[i].size(); ++n) {
      auto const codes = base_->locate(places[i][n]);
      for (std::size_t outer = 0; outer < model::area_level_count; ++outer) {
        auto const level = static_cast<AreaLevel>(outer);
        levels_[i][n].within[outer] = outer == i ? static_cast<std::uint32_t>(n)
                                      : nests(level, static_cast<AreaLevel>(i))
                                          ? index_of(level, codes[level])
                                          : nowhere;
      }
    }
  }
}

std::uint32_t AreaTree::index_of(AreaLevel level, std::string_view code) const {
  auto const &nodes = areas(level);
  auto const found = std::lower_bound(
      nodes.begin(), nodes.end(), code,
      [](Node const &node, std::string_view wanted) { return node.code < wanted; });
  return found == nodes.end() || found->code != code
             ? nowhere
             : static_cast<std::uint32_t>(found - nodes.begin());
}

AreaTree::Node const *AreaTree::find(model::AreaRef const &area) const {
  auto const index = index_of(area.level, area.code);
  return index == nowhere ? nullptr : &areas(area.level)[index];
}

model::Audience AreaTree::audience_of(model::AreaRef const &area) const {
  auto const *const node = find(area);
  auto const code_at = [&](AreaLevel level) {
    auto const index = node == nullptr ? nowhere : node->within[static_cast<std::size_t>(level)];
    return index == nowhere ? std::string{} : std::string(areas(level)[index].code);
  };
  return {code_at(AreaLevel::subdistrict), code_at(AreaLevel::community), code_at(AreaLevel::grid)};
}

std::shared_ptr<AreaTree const> AreaTreeCache::of(std::shared_ptr<BaseMap const> const &base) {
  std::lock_guard const lock(mutex_);
  if (base_ != base) {
    tree_ = std::make_shared<AreaTree const>(base);
    base_ = base;
  }
  return tree_;
}

void AreaTreeCache::keep_only(std::shared_ptr<BaseMap const> const &base) {
  std::lock_guard const lock(mutex_);
  if (base_ != base) {
    tree_.reset();
    base_.reset();
  }
}

} // namespace yuntu::services
