#include "geo/io/mvt_writer.hpp"

#include "geo/io/mvt_fields.hpp"

#include <protozero/varint.hpp>

namespace yuntu::geo::io {
namespace {

constexpr std::uint32_t nowhere = 0xFFFF'FFFF;

void put_varint(std::string &to, std::uint64_t value) {
  char bytes[protozero::max_varint_length];
  to.append(bytes, static_cast<std::size_t>(protozero::write_varint(bytes, value)));
}

void put_counted(std::string &to, char field, std::string_view bytes) {
  to.push_back(field);
  put_varint(to, bytes.size());
  to.append(bytes);
}

std::size_t counted_size(std::size_t bytes) {
  return 1 + static_cast<std::size_t>(protozero::length_of_varint(bytes)) + bytes;
}

} // namespace

MvtLayerWriter::MvtLayerWriter(std::string_view name, MvtDictionary const &dictionary)
    : name_(name), dictionary_(dictionary), key_places_(dictionary.keys().size(), nowhere),
      slot_places_(dictionary.slots(), nowhere) {}

std::uint32_t MvtLayerWriter::place_of_key(std::uint32_t key) {
  auto &place = key_places_[key];
  if (place == nowhere) {
    place = static_cast<std::uint32_t>(keys_.size());
    keys_.push_back(key);
  }
  return place;
}

std::uint32_t MvtLayerWriter::place_of_value(std::uint32_t number) {
  auto const value = dictionary_.value(number);
  if (value.slot != MvtDictionary::no_slot && slot_places_[value.slot] != nowhere) {
    return slot_places_[value.slot];
  }
  values_.append(dictionary_.bytes_of(value));
  if (value.slot != MvtDictionary::no_slot) {
    slot_places_[value.slot] = value_count_;
  }
  return value_count_++;
}

void MvtLayerWriter::add(std::uint64_t id, std::span<std::uint32_t const> tags, MvtType type,
                         MvtGeometry const &geometry) {
  if (geometry.is_empty()) {
    return;
  }
  tag_bytes_.clear();
  for (std::size_t i = 0; i + 1 < tags.size(); i += 2) {
    put_varint(tag_bytes_, place_of_key(tags[i]));
    put_varint(tag_bytes_, place_of_value(tags[i + 1]));
  }
  auto const id_size = static_cast<std::size_t>(protozero::length_of_varint(id));
  auto const tags_size = tag_bytes_.empty() ? 0 : counted_size(tag_bytes_.size());
  auto const size = 1 + id_size + tags_size + 2 + counted_size(geometry.bytes().size());
  features_.push_back(mvt::counted(mvt::LayerField::features));
  put_varint(features_, size);
  features_.push_back(mvt::number(mvt::FeatureField::id));
  put_varint(features_, id);
  if (!tag_bytes_.empty()) { // GDAL takes an empty one for a fault
    put_counted(features_, mvt::counted(mvt::FeatureField::tags), tag_bytes_);
  }
  features_.push_back(mvt::number(mvt::FeatureField::type));
  features_.push_back(static_cast<char>(type));
  put_counted(features_, mvt::counted(mvt::FeatureField::geometry), geometry.bytes());
}

void MvtLayerWriter::append_to(std::string &tile) const {
  if (features_.empty()) {
    return;
  }
  std::string head;
  head.push_back(mvt::number(mvt::LayerField::version));
  head.push_back(2);
  put_counted(head, mvt::counted(mvt::LayerField::name), name_);
  std::string tail;
  for (auto const key : keys_) {
    put_counted(tail, mvt::counted(mvt::LayerField::keys), dictionary_.keys()[key]);
  }
  std::string extent;
  extent.push_back(mvt::number(mvt::LayerField::extent));
  put_varint(extent, tile_extent);
  tile.push_back(mvt::counted(mvt::TileField::layers));
  put_varint(tile, head.size() + features_.size() + tail.size() + values_.size() + extent.size());
  tile.append(head).append(features_).append(tail).append(values_).append(extent);
}

} // namespace yuntu::geo::io
