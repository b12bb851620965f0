#include "geo/area_index.hpp"

#include "geo/area_cells.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <stdexcept>
#include <string>
#include <tuple>

namespace yuntu::geo {
namespace {

/// Beyond any position error worth asking with.
constexpr double max_radius_m = 100'000;
using MeasuresWords = std::array<std::uint32_t, 8>;
using Head = std::array<std::uint32_t, 1 + std::tuple_size_v<MeasuresWords>>;
static_assert(AreaIndex::layer_count == AreaCells::layer_count);
static_assert(AreaIndex::nowhere == AreaCells::nowhere);

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
  Impl(AreaCells of, std::size_t parts) : cells(std::move(of)), size(parts) {
    head[0] = static_cast<std::uint32_t>(size);
    auto const measures = std::bit_cast<MeasuresWords>(cells.measures());
    std::copy(measures.begin(), measures.end(), head.begin() + 1);
  }

  AreaCells cells;
  std::size_t size;
  Head head{}; ///< of its image: size, then the measures
};

AreaIndex::AreaIndex() : AreaIndex(std::span<Part const>{}) {}

AreaIndex::AreaIndex(std::vector<AreaShape> const &shapes) : AreaIndex(parts_of(shapes)) {}

AreaIndex::AreaIndex(std::span<Part const> parts) {
  std::vector<Part const *> order;
  order.reserve(parts.size());
  for (auto const &part : parts) {
    if (part.layer >= layer_count) {
      throw std::invalid_argument("area " + std::string(part.code) + ": layer " +
                                  std::to_string(part.layer) + " is not below " +
                                  std::to_string(layer_count));
    }
    order.push_back(&part);
  }
  // Lower code first; parts of one area in the order given.
  auto const is_before = [](Part const *one, Part const *other) {
    return std::tie(one->layer, one->code) < std::tie(other->layer, other->code);
  };
  if (!std::is_sorted(order.begin(), order.end(), is_before)) {
    std::stable_sort(order.begin(), order.end(), is_before);
  }
  std::vector<AreaCells::Member> members;
  members.reserve(order.size());
  for (auto const *const part : order) {
    members.push_back({part->polygon, part->payload, part->layer});
  }
  impl_ = std::make_shared<Impl const>(AreaCells(members), parts.size());
}

IndexImage AreaIndex::image() const {
  auto const &numbers = impl_->cells.numbers();
  return {{impl_->head, numbers.cells.all(), numbers.runs.all(), numbers.combinations.all()},
          impl_};
}

std::optional<AreaIndex> AreaIndex::of_image(IndexImage const &image) {
  auto const &sections = image.sections;
  if (sections.size() != 4 || sections[0].size() != Head{}.size()) {
    return std::nullopt;
  }
  MeasuresWords words;
  std::copy_n(sections[0].begin() + 1, words.size(), words.begin());
  auto const measures = std::bit_cast<AreaCells::Measures>(words);
  if (sections[1].size() != std::size_t{2} * measures.columns * measures.rows) {
    return std::nullopt;
  }
  AreaIndex index;
  index.impl_ = std::make_shared<Impl const>(
      AreaCells(measures, {Words(sections[1], image.keeper), Words(sections[2], image.keeper),
                           Words(sections[3], image.keeper)}),
      sections[0][0]);
  return index;
}

AreaIndex::Owners AreaIndex::owners_of(LonLat p) const {
  return impl_->cells.owners_of(p);
}

void AreaIndex::find_owners(std::span<LonLat const> points, std::span<Owners> owners) const {
  assert(points.size() == owners.size());
  impl_->cells.find_owners(points, owners);
}

AreaAnswer AreaIndex::find(LonLat p, double radius_m) const {
  AreaAnswer answer;
  auto const owners = owners_of(p);
  double const radius = usable_radius(radius_m);
  for (std::size_t layer = 0; layer < layer_count; ++layer) {
    if (owners[layer] != nowhere) {
      answer.best[layer] = owners[layer];
    }
  }
  if (radius > 0) {
    answer.ambiguous_in = impl_->cells.borders_within(p, radius);
    answer.ambiguous = std::any_of(answer.ambiguous_in.begin(), answer.ambiguous_in.end(),
                                   [](bool is_near) { return is_near; });
  }
  return answer;
}

std::size_t AreaIndex::size() const {
  return impl_->size;
}
std::size_t AreaIndex::bytes() const {
  return sizeof(Impl) + impl_->cells.bytes();
}

} // namespace yuntu::geo
