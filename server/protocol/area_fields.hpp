#pragma once

#include "server/model/area.hpp"

#include <protozero/pbf_writer.hpp>

namespace yuntu::protocol {

/// The fields of an AreaSet; a level without an area is left out.
inline void write_areas(protozero::pbf_writer &writer, model::AreaCodes const &areas) {
  for (std::size_t i = 0; i < model::area_level_count; ++i) {
    if (!areas.codes()[i].empty()) {
      writer.add_string(static_cast<protozero::pbf_tag_type>(i + 1), areas.codes()[i]);
    }
  }
}

} // namespace yuntu::protocol
