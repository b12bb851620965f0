#include "geo/io/mvt_dictionary.hpp"

#include "geo/io/mvt_fields.hpp"

#include <algorithm>

#include <protozero/pbf_writer.hpp>

namespace yuntu::geo::io {
namespace {

std::string encode_value(MvtValue const &value) {
  std::string bytes;
  protozero::pbf_writer writer(bytes);
  if (auto const *const text = std::get_if<std::string>(&value)) {
    writer.add_string(mvt::tag(mvt::ValueField::text), *text);
  } else {
    writer.add_int64(mvt::tag(mvt::ValueField::integer), std::get<std::int64_t>(value));
  }
  std::string field;
  protozero::pbf_writer(field).add_message(mvt::tag(mvt::LayerField::values), bytes);
  return field;
}

} // namespace

void MvtDictionary::append_tags(MvtAttributes const &attributes, std::vector<std::uint32_t> &tags) {
  for (auto const &[key, value] : attributes) {
    tags.push_back(key_number(key));
    tags.push_back(value_number(value));
  }
}

void MvtDictionary::close() {
  numbers_.clear();
  values_.shrink_to_fit();
  bytes_.shrink_to_fit();
}

std::uint32_t MvtDictionary::key_number(std::string const &key) {
  auto const found = std::find(keys_.begin(), keys_.end(), key);
  auto const number = static_cast<std::uint32_t>(found - keys_.begin());
  if (found == keys_.end()) {
    keys_.push_back(key);
  }
  return number;
}

std::uint32_t MvtDictionary::value_number(MvtValue const &value) {
  auto const [entry, is_new] = numbers_.emplace(value, static_cast<std::uint32_t>(values_.size()));
  if (is_new) {
    auto const field = encode_value(value);
    values_.push_back({bytes_.size(), static_cast<std::uint32_t>(field.size()), no_slot});
    bytes_ += field;
  } else if (auto &known = values_[entry->second]; known.slot == no_slot) {
    known.slot = slots_++;
    shared_bytes_ += known.size;
  }
  return entry->second;
}

} // namespace yuntu::geo::io
