#pragma once

#include "geo/clip.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <protozero/pbf_reader.hpp>

namespace yuntu::test {

struct DecodedFeature {
  std::uint64_t id = 0;
  unsigned type = 0; ///< 1 point, 2 line, 3 polygon
  std::map<std::string, std::string> attributes;
  std::vector<geo::TileLine> lines; ///< rings closed; each point is a line of one
};
/// Layer name -> features in their order.
using DecodedTile = std::map<std::string, std::vector<DecodedFeature>>;

namespace tile_decoding {

inline std::string value_of(protozero::pbf_reader reader) {
  std::string text = "?";
  while (reader.next()) {
    switch (reader.tag()) {
    case 1:
      text = reader.get_string();
      break;
    case 4:
      text = std::to_string(reader.get_int64());
      break;
    case 5:
      text = std::to_string(reader.get_uint64());
      break;
    case 6:
      text = std::to_string(reader.get_sint64());
      break;
    default:
      reader.skip();
    }
  }
  return text;
}

inline std::vector<geo::TileLine> lines_of(std::vector<std::uint32_t> const &words) {
  constexpr std::uint32_t move_to = 1;
  constexpr std::uint32_t close_path = 7;
  std::vector<geo::TileLine> lines;
  geo::TilePoint at;
  for (std::size_t i = 0; i < words.size();) {
    auto const id = words[i] & 7U;
    auto const count = words[i] >> 3U;
    ++i;
    if (id == close_path) {
      lines.back().push_back(lines.back().front());
      continue;
    }
    for (std::uint32_t k = 0; k < count && i + 1 < words.size(); ++k, i += 2) {
      at.x += protozero::decode_zigzag32(words[i]);
      at.y += protozero::decode_zigzag32(words[i + 1]);
      if (id == move_to) {
        lines.emplace_back();
      }
      lines.back().push_back(at);
    }
  }
  return lines;
}

struct RawFeature {
  DecodedFeature feature;
  std::vector<std::uint32_t> tags;
};

inline RawFeature raw_feature(protozero::pbf_reader reader) {
  RawFeature raw;
  std::vector<std::uint32_t> words;
  while (reader.next()) {
    if (reader.tag() == 1) {
      raw.feature.id = reader.get_uint64();
    } else if (reader.tag() == 2 || reader.tag() == 4) {
      auto &into = reader.tag() == 2 ? raw.tags : words;
      for (auto const word : reader.get_packed_uint32()) {
        into.push_back(word);
      }
    } else if (reader.tag() == 3) {
      raw.feature.type = static_cast<unsigned>(reader.get_enum());
    } else {
      reader.skip();
    }
  }
  raw.feature.lines = lines_of(words);
  return raw;
}

inline void decode_layer(protozero::pbf_reader reader, DecodedTile &tile) {
  std::string name;
  std::vector<std::string> keys;
  std::vector<std::string> values;
  std::vector<RawFeature> features;
  while (reader.next()) {
    if (reader.tag() == 1) {
      name = reader.get_string();
    } else if (reader.tag() == 2) {
      features.push_back(raw_feature(reader.get_message()));
    } else if (reader.tag() == 3) {
      keys.push_back(reader.get_string());
    } else if (reader.tag() == 4) {
      values.push_back(value_of(reader.get_message()));
    } else {
      reader.skip();
    }
  }
  for (auto &raw : features) {
    for (std::size_t i = 0; i + 1 < raw.tags.size(); i += 2) {
      raw.feature.attributes[keys.at(raw.tags[i])] = values.at(raw.tags[i + 1]);
    }
    tile[name].push_back(std::move(raw.feature));
  }
}

} // namespace tile_decoding

/// A Mapbox Vector Tile, read on its own: nothing of ours but protobuf's varints.
inline DecodedTile decode_tile(std::string const &bytes) {
  DecodedTile tile;
  protozero::pbf_reader reader(bytes.data(), bytes.size());
  while (reader.next(3)) {
    tile_decoding::decode_layer(reader.get_message(), tile);
  }
  return tile;
}

} // namespace yuntu::test
