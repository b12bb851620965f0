#include "server/services/tile_budget.hpp"

#include "server/services/tile_rules.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <unordered_map>
#include <vector>

namespace yuntu::services {
namespace {

using geo::io::MvtType;

constexpr std::uint8_t last_crowded_zoom = 16; // the map takes no tiles beyond
constexpr std::uint64_t most_tiles = 64; // what lies in more is large enough to be in all of them

/// In world units.
struct Box {
  std::int64_t west = std::numeric_limits<std::int64_t>::max();
  std::int64_t north = std::numeric_limits<std::int64_t>::max();
  std::int64_t east = 0;
  std::int64_t south = 0;
};

struct Candidate {
  std::uint32_t feature = 0;
  int rank = 0;
  double size = 0; ///< side of a square of the same area, or a line's length; world units
  Box box;
  std::size_t attribute_bytes = 0;
};

double ring_area(std::span<geo::WorldPoint const> ring) {
  double twice = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    auto const &a = ring[i];
    auto const &b = ring[(i + 1) % ring.size()];
    twice += (double{1} * a.x - ring[0].x) * (double{1} * b.y - ring[0].y) -
             (double{1} * b.x - ring[0].x) * (double{1} * a.y - ring[0].y);
  }
  return std::abs(twice) / 2;
}

double line_length(std::span<geo::WorldPoint const> line) {
  double length = 0;
  for (std::size_t i = 1; i < line.size(); ++i) {
    length +=
        std::hypot(double{1} * line[i].x - line[i - 1].x, double{1} * line[i].y - line[i - 1].y);
  }
  return length;
}

class Fitting {
public:
  Fitting(TileLayer &layer, model::LayerVersion const &version)
      : layer_(layer), shares_are_few_(layer.dictionary.shared_bytes() <= tile_budget / 6),
        budget_(tile_budget - (shares_are_few_ ? layer.dictionary.shared_bytes() : 0)) {
    for (std::uint32_t i = 0; i < version.features.size(); ++i) {
      candidates_.push_back(candidate(i, version.features[i]));
    }
    std::stable_sort(candidates_.begin(), candidates_.end(), [](auto const &a, auto const &b) {
      return a.rank != b.rank ? a.rank < b.rank : a.size > b.size;
    });
  }

  void run() {
    std::vector<std::uint8_t> first(candidates_.size(), last_crowded_zoom + 1);
    for (int zoom = last_crowded_zoom; zoom >= first_zoom_of(layer_.kind); --zoom) {
      used_.clear();
      for (std::size_t i = 0; i < candidates_.size(); ++i) {
        bool const is_drawn_above = first[i] == zoom + 1;
        if (is_drawn_above && is_due(candidates_[i], zoom) && takes_room(candidates_[i], zoom)) {
          first[i] = static_cast<std::uint8_t>(zoom);
        }
      }
    }
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      auto &feature = layer_.features[candidates_[i].feature];
      feature.first_zoom = std::max(feature.first_zoom, first[i]);
    }
  }

private:
  [[nodiscard]] std::span<geo::WorldPoint const> part(std::uint32_t number) const {
    auto const begin = layer_.part_starts[number];
    return std::span(layer_.points).subspan(begin, layer_.part_starts[number + 1] - begin);
  }

  Candidate candidate(std::uint32_t number, model::LayerFeature const &source) const {
    auto const &feature = layer_.features[number];
    auto const first = part(feature.first_part);
    Candidate made{number, drop_rank_of(layer_.kind, source), 0, {}, 0};
    made.size = feature.type == MvtType::polygon ? std::sqrt(ring_area(first)) : line_length(first);
    for (auto const p : first) {
      made.box.west = std::min<std::int64_t>(made.box.west, p.x);
      made.box.north = std::min<std::int64_t>(made.box.north, p.y);
      made.box.east = std::max<std::int64_t>(made.box.east, p.x);
      made.box.south = std::max<std::int64_t>(made.box.south, p.y);
    }
    for (std::size_t i = 1; i < layer_.tags_of(number).size(); i += 2) {
      auto const value = layer_.dictionary.value(layer_.tags_of(number)[i]);
      bool const is_shared = value.slot != geo::io::MvtDictionary::no_slot;
      made.attribute_bytes += 3 + (is_shared && shares_are_few_ ? 0 : value.size);
    }
    return made;
  }

  [[nodiscard]] bool is_due(Candidate const &candidate, int zoom) const {
    auto const &feature = layer_.features[candidate.feature];
    double const pixel = std::ldexp(1.0, 32 - 9 - zoom);
    return zoom >= feature.first_zoom &&
           (feature.type != MvtType::polygon || candidate.size >= pixel);
  }

  [[nodiscard]] std::size_t bytes_of(Candidate const &candidate, int zoom) const {
    constexpr std::size_t frame = 14;     // id, lengths, type
    constexpr std::size_t per_vertex = 4; // two steps of up to 8191 units
    auto const *const feature = &layer_.features[candidate.feature];
    auto const begin = layer_.zooms.begin() + layer_.part_starts[feature[0].first_part];
    auto const end = layer_.zooms.begin() + layer_.part_starts[feature[1].first_part];
    auto const drawn = std::count_if(begin, end, [&](std::uint8_t z) { return z <= zoom; });
    bool const has_label = !layer_.labels.empty() && zoom >= first_label_zoom_of(layer_.kind);
    auto const tags = candidate.attribute_bytes + frame;
    return tags + per_vertex * static_cast<std::size_t>(drawn) +
           (has_label ? tags + per_vertex : 0);
  }

  /// All tiles of the zoom, the buffer included, or none.
  bool takes_room(Candidate const &candidate, int zoom) {
    auto const shift = 32 - zoom;
    auto const buffer = (std::int64_t{1} << shift) / (geo::tile_extent / tile_buffer);
    auto const column = [&](std::int64_t at) {
      return static_cast<std::uint64_t>(std::max<std::int64_t>(0, at) >> shift);
    };
    auto const west = column(candidate.box.west - buffer);
    auto const east = column(candidate.box.east + buffer);
    auto const north = column(candidate.box.north - buffer);
    auto const south = column(candidate.box.south + buffer);
    if ((east - west + 1) * (south - north + 1) > most_tiles) {
      return true;
    }
    auto const bytes = bytes_of(candidate, zoom);
    auto const for_all = [&](auto visit) {
      bool is_good = true;
      for (auto x = west; x <= east; ++x) {
        for (auto y = north; y <= south; ++y) {
          is_good = visit(used_[x << 32U | y]) && is_good;
        }
      }
      return is_good;
    };
    // A tile that had no room for one has none for the smaller ones either.
    if (!for_all([&](std::size_t &used) {
          used = used + bytes <= budget_ ? used : budget_;
          return used + bytes <= budget_;
        })) {
      return false;
    }
    return for_all([&](std::size_t &used) {
      used += bytes;
      return true;
    });
  }

  TileLayer &layer_;
  /// Values that several features have stand in a tile once: when few, all of them are taken off
  /// the budget; when many, each use is charged in full.
  bool shares_are_few_;
  std::size_t budget_;
  std::vector<Candidate> candidates_;
  std::unordered_map<std::uint64_t, std::size_t> used_; ///< bytes by tile of the zoom at hand
};

} // namespace

void fit_tiles(TileLayer &layer, model::LayerVersion const &version) {
  Fitting(layer, version).run();
}

} // namespace yuntu::services
