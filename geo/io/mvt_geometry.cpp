#include "geo/io/mvt_geometry.hpp"

#include "geo/io/mvt_fields.hpp"

#include <protozero/varint.hpp>

namespace yuntu::geo::io {
namespace {

std::uint32_t command(std::uint32_t id, std::size_t count) {
  return id | (static_cast<std::uint32_t>(count) << 3U);
}

std::int64_t area2(std::span<TilePoint const> ring) {
  std::int64_t sum = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    sum += std::int64_t{ring[i - 1].x} * ring[i].y - std::int64_t{ring[i].x} * ring[i - 1].y;
  }
  return sum;
}

/// Writes varints into memory that is known to suffice.
class Pen {
public:
  explicit Pen(char *at) : at_(at) {}
  void write(std::uint32_t value) {
    while (value >= 0x80U) {
      *at_++ = static_cast<char>(value | 0x80U);
      value >>= 7U;
    }
    *at_++ = static_cast<char>(value);
  }
  [[nodiscard]] char *at() const { return at_; }

private:
  char *at_;
};

} // namespace

void MvtGeometry::clear() {
  bytes_.clear();
  at_ = {};
}

template <typename Iterator>
void MvtGeometry::append(Iterator next, std::size_t count, bool closes) {
  constexpr std::size_t longest = 5; // bytes of a 32-bit varint
  auto const used = bytes_.size();
  bytes_.resize(used + longest * (2 * count + 3));
  Pen pen(bytes_.data() + used);
  pen.write(command(mvt::move_to, 1));
  for (std::size_t written = 0; written < count; ++written, ++next) {
    TilePoint const p = *next;
    pen.write(protozero::encode_zigzag32(p.x - at_.x));
    pen.write(protozero::encode_zigzag32(p.y - at_.y));
    at_ = p;
    if (written == 0 && count > 1) {
      pen.write(command(mvt::line_to, count - 1));
    }
  }
  if (closes) {
    pen.write(command(mvt::close_path, 1));
  }
  bytes_.resize(static_cast<std::size_t>(pen.at() - bytes_.data()));
}

void MvtGeometry::add_point(TilePoint point) {
  append(&point, 1, false);
}

void MvtGeometry::add_line(std::span<TilePoint const> line) {
  if (line.size() >= 2) {
    append(line.begin(), line.size(), false);
  }
}

void MvtGeometry::add_ring(std::span<TilePoint const> ring, RingRole role) {
  auto const area = area2(ring);
  if (ring.size() < 4 || area == 0) {
    return;
  }
  // The last point is the first: close_path says so. y points down, so positive is clockwise.
  if ((area > 0) == (role == RingRole::outer)) {
    append(ring.begin(), ring.size() - 1, true);
  } else {
    append(ring.rbegin(), ring.size() - 1, true);
  }
}

} // namespace yuntu::geo::io
