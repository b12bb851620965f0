#include "geo/io/shapefile_check.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include <cpl_vsi.h>

namespace yuntu::geo::io {
namespace {

// ESRI Shapefile Technical Description, July 1998: sizes are in 16-bit words, big-endian.
constexpr std::int64_t main_header_bytes = 100;
constexpr std::int64_t index_record_bytes = 8;
constexpr std::uint32_t shape_file_code = 9994;

struct CloseFile {
  void operator()(VSILFILE *file) const { VSIFCloseL(file); }
};
using File = std::unique_ptr<VSILFILE, CloseFile>;

struct Companion {
  std::string name; // for people
  File file;
  std::int64_t bytes = 0;
};

std::uint32_t big_endian(std::span<unsigned char const> b) {
  return (std::uint32_t{b[0]} << 24U) | (std::uint32_t{b[1]} << 16U) | (std::uint32_t{b[2]} << 8U) |
         std::uint32_t{b[3]};
}

/// The file beside the .shp, in either case of its extension.
Companion open_companion(std::string const &shp_path, std::string const &extension,
                         std::string const &upper_extension) {
  auto const stem = shp_path.substr(0, shp_path.size() - 4);
  for (auto const &candidate : {extension, upper_extension}) {
    auto const path = stem + candidate;
    VSIStatBufL info{};
    if (VSIStatL(path.c_str(), &info) == 0 && VSI_ISREG(info.st_mode)) {
      return {std::filesystem::path(path).filename().string(), File(VSIFOpenL(path.c_str(), "rb")),
              static_cast<std::int64_t>(info.st_size)};
    }
  }
  return {std::filesystem::path(stem + extension).filename().string(), nullptr, 0};
}

template <std::size_t N>
bool read_at(Companion const &from, std::int64_t offset, std::array<unsigned char, N> &into) {
  return VSIFSeekL(from.file.get(), static_cast<vsi_l_offset>(offset), SEEK_SET) == 0 &&
         VSIFReadL(into.data(), 1, N, from.file.get()) == N;
}

std::string cut_short(Companion const &part, std::int64_t expected) {
  return "half-written Shapefile: " + part.name + " has " + std::to_string(part.bytes) +
         " bytes, its header says " + std::to_string(expected) + "; copy the file again";
}

/// Bytes by the header of a .shp or .shx; an error in words when the header is no such thing or
/// promises more than is there.
std::optional<std::string> check_main_header(Companion const &part, std::int64_t &bytes) {
  std::array<unsigned char, main_header_bytes> header{};
  if (part.bytes < main_header_bytes || !read_at(part, 0, header)) {
    return "half-written Shapefile: " + part.name + " is shorter than its header (100 bytes)";
  }
  std::span<unsigned char const> const all(header);
  if (big_endian(all.subspan(0, 4)) != shape_file_code) {
    return part.name + " is not part of a Shapefile: its first bytes are not those of one";
  }
  bytes = std::int64_t{big_endian(all.subspan(24, 4))} * 2;
  if (part.bytes < bytes) {
    return cut_short(part, bytes);
  }
  return std::nullopt;
}

/// The end of the last shape by the index must lie in the .shp.
std::optional<std::string> check_last_shape(Companion const &shp, Companion const &shx,
                                            std::int64_t records) {
  if (records == 0) {
    return std::nullopt;
  }
  std::array<unsigned char, index_record_bytes> last{};
  if (!read_at(shx, main_header_bytes + (records - 1) * index_record_bytes, last)) {
    return "half-written Shapefile: " + shx.name + " cannot be read to its end";
  }
  std::span<unsigned char const> const all(last);
  auto const end =
      (std::int64_t{big_endian(all.subspan(0, 4))} + std::int64_t{big_endian(all.subspan(4, 4))}) *
          2 +
      8;
  if (shp.bytes < end) {
    return "half-written Shapefile: " + shp.name + " has " + std::to_string(shp.bytes) +
           " bytes, its index points to " + std::to_string(end) + "; copy the file again";
  }
  return std::nullopt;
}

/// Row count by the .dbf header (little-endian), whose promise of bytes must hold.
std::optional<std::string> check_table(Companion const &dbf, std::int64_t &rows) {
  std::array<unsigned char, 32> header{};
  if (dbf.bytes < 32 || !read_at(dbf, 0, header)) {
    return "half-written Shapefile: " + dbf.name + " is shorter than its header";
  }
  rows = header[4] | (std::int64_t{header[5]} << 8U) | (std::int64_t{header[6]} << 16U) |
         (std::int64_t{header[7]} << 24U);
  std::int64_t const header_bytes = header[8] | (std::int64_t{header[9]} << 8U);
  std::int64_t const row_bytes = header[10] | (std::int64_t{header[11]} << 8U);
  auto const expected = header_bytes + rows * row_bytes;
  if (dbf.bytes < expected) {
    return cut_short(dbf, expected);
  }
  return std::nullopt;
}

} // namespace

std::optional<std::string> find_shapefile_damage(std::string const &shp_path) {
  auto const shp = open_companion(shp_path, ".shp", ".SHP");
  auto const shx = open_companion(shp_path, ".shx", ".SHX");
  auto const dbf = open_companion(shp_path, ".dbf", ".DBF");
  for (auto const *part : {&shp, &shx, &dbf}) {
    if (!part->file) {
      return "the Shapefile is not whole: " + part->name +
             " is missing or cannot be read; .shp, .shx and .dbf belong together";
    }
  }
  std::int64_t shp_bytes = 0;
  std::int64_t shx_bytes = 0;
  std::int64_t rows = 0;
  if (auto damage = check_main_header(shp, shp_bytes)) {
    return damage;
  }
  if (auto damage = check_main_header(shx, shx_bytes)) {
    return damage;
  }
  auto const shapes = (shx_bytes - main_header_bytes) / index_record_bytes;
  if (auto damage = check_last_shape(shp, shx, shapes)) {
    return damage;
  }
  if (auto damage = check_table(dbf, rows)) {
    return damage;
  }
  if (shapes != rows) {
    return "half-written Shapefile: " + shx.name + " counts " + std::to_string(shapes) +
           " shapes, " + dbf.name + " " + std::to_string(rows) + " rows; export it again";
  }
  return std::nullopt;
}

} // namespace yuntu::geo::io
