#include "geo/area_index.hpp"

#include <algorithm>
#include <cassert>
#include <stdexcept>
#include <string>

namespace yuntu::geo {
namespace {

/// Beyond any position error worth asking with.
constexpr double max_radius_m = 100'000;
/// Points that are on their way at once: their memory fits the first cache.
constexpr std::size_t batch = 32;

double usable_radius(double radius_m) {
  return radius_m > 0 ? std::min(radius_m, max_radius_m) : 0.0; // NaN compares false
}

std::vector<AreaIndex::Part> parts_of(std::vector<AreaShape> const &shapes) {
  std::vector<AreaIndex::Part> parts;
  parts.reserve(shapes.size());
  for (auto const &shape : shapes) {
    parts.push_back({shape.layer, shape.code, &shape.polygon, shape.payload});
  }
  return parts;
}

} // namespace

struct AreaIndex::Impl {
  std::array<AreaCells, layer_count> layers;
  std::size_t size = 0;
};

AreaIndex::AreaIndex() : impl_(std::make_shared<Impl const>()) {}

AreaIndex::AreaIndex(std::vector<AreaShape> const &shapes) : AreaIndex(parts_of(shapes)) {}

AreaIndex::AreaIndex(std::span<Part const> parts) {
  std::array<std::vector<Part const *>, layer_count> by_layer;
  for (auto const &part : parts) {
    if (part.layer >= layer_count) {
      throw std::invalid_argument("area " + std::string(part.code) + ": layer " +
                                  std::to_string(part.layer) + " is not below " +
                                  std::to_string(layer_count));
    }
    by_layer[part.layer].push_back(&part);
  }
  auto impl = std::make_shared<Impl>();
  impl->size = parts.size();
  std::vector<AreaCells::Member> members;
  for (std::size_t layer = 0; layer < layer_count; ++layer) {
    auto &own = by_layer[layer];
    // Lower code first; parts of one area in the order given.
    std::stable_sort(own.begin(), own.end(),
                     [](auto const *one, auto const *other) { return one->code < other->code; });
    members.clear();
    for (auto const *const part : own) {
      members.push_back({part->polygon, part->payload});
    }
    impl->layers[layer] = AreaCells(members);
  }
  impl_ = std::move(impl);
}

AreaIndex::Owners AreaIndex::owners_of(LonLat p) const {
  Owners owners{};
  for (std::size_t layer = 0; layer < layer_count; ++layer) {
    owners[layer] = impl_->layers[layer].find(p);
  }
  return owners;
}

void AreaIndex::find_owners(std::span<LonLat const> points, std::span<Owners> owners) const {
  assert(points.size() == owners.size());
  std::array<std::size_t, batch> cells{};
  std::array<std::uint32_t, batch> words{};
  for (std::size_t start = 0; start < points.size(); start += batch) {
    auto const count = std::min(batch, points.size() - start);
    auto const some = points.subspan(start, count);
    for (std::size_t layer = 0; layer < layer_count; ++layer) {
      auto const &areas = impl_->layers[layer];
      if (areas.is_empty()) {
        for (std::size_t i = 0; i < count; ++i) {
          owners[start + i][layer] = nowhere;
        }
        continue;
      }
      for (std::size_t i = 0; i < count; ++i) {
        cells[i] = areas.cell_of(some[i]);
      }
      for (std::size_t i = 0; i < count; ++i) {
        words[i] = areas.word_of(cells[i]);
      }
      for (std::size_t i = 0; i < count; ++i) {
        owners[start + i][layer] = areas.find_in(cells[i], words[i], some[i]);
      }
    }
  }
}

AreaAnswer AreaIndex::find(LonLat p, double radius_m) const {
  AreaAnswer answer;
  auto const owners = owners_of(p);
  double const radius = usable_radius(radius_m);
  for (std::size_t layer = 0; layer < layer_count; ++layer) {
    if (owners[layer] != nowhere) {
      answer.best[layer] = owners[layer];
    }
    answer.ambiguous_in[layer] = radius > 0 && impl_->layers[layer].has_border_within(p, radius);
    answer.ambiguous = answer.ambiguous || answer.ambiguous_in[layer];
  }
  return answer;
}

std::size_t AreaIndex::size() const {
  return impl_->size;
}
std::size_t AreaIndex::bytes() const {
  std::size_t bytes = sizeof(Impl);
  for (auto const &layer : impl_->layers) {
    bytes += layer.bytes();
  }
  return bytes;
}

} // namespace yuntu::geo
