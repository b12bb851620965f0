#pragma once

#include "geo/clip.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace yuntu::geo::io {

enum class MvtType : std::uint8_t { point = 1, line = 2, polygon = 3 };
enum class RingRole : std::uint8_t { outer, hole };

/// The command stream of one feature's geometry, positions relative to the one before. Cleared and
/// filled again, so that its memory is used again.
class MvtGeometry {
public:
  void clear();
  [[nodiscard]] bool is_empty() const { return bytes_.empty(); }
  [[nodiscard]] std::string const &bytes() const { return bytes_; }

  void add_point(TilePoint point);
  /// Nothing when shorter than two points.
  void add_line(std::span<TilePoint const> line);
  /// `ring` closed; it comes out wound as the specification wants for its role. Nothing when it has
  /// no area.
  void add_ring(std::span<TilePoint const> ring, RingRole role);

private:
  template <typename Iterator>
  void append(Iterator next, std::size_t count, bool closes);

  std::string bytes_;
  TilePoint at_;
};

} // namespace yuntu::geo::io
