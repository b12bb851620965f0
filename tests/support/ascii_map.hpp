#pragma once

#include "geo/local_frame.hpp"
#include "geo/street_line.hpp"

#include <map>
#include <string_view>
#include <vector>

namespace yuntu::test {

/// A little town drawn in letters: every letter or digit is a place, one column further is
/// `spacing_m` further east, one row down `spacing_m` further south. Other signs only please the
/// eye. Streets are named by the places they pass, in order.
///
///     auto const town = AsciiMap(R"(
///       A---B---C
///           |
///           D
///     )", 10);
///     town.line("ABC"), town.line("BD", geo::StreetClass::steps)
class AsciiMap {
public:
  AsciiMap(std::string_view drawing, double spacing_m) {
    auto const frame = geo::LocalFrame(geo::LonLat::from_degrees(118.35, 35.05).value());
    int row = 0;
    int column = 0;
    for (char const sign : drawing) {
      if (sign == '\n') {
        ++row;
        column = 0;
        continue;
      }
      if ((sign >= 'A' && sign <= 'Z') || (sign >= 'a' && sign <= 'z') ||
          (sign >= '0' && sign <= '9')) {
        places_[sign] = frame.to_lon_lat({column * spacing_m, -row * spacing_m});
      }
      ++column;
    }
  }

  [[nodiscard]] geo::LonLat at(char name) const { return places_.at(name); }

  /// With node ids (the letters), so that streets cross only where both name the place.
  [[nodiscard]] geo::StreetLine
  line(std::string_view names, geo::StreetClass street_class = geo::StreetClass::street) const {
    geo::StreetLine line;
    for (char const name : names) {
      line.points.push_back(at(name));
      line.node_ids.push_back(name);
    }
    line.street_class = street_class;
    line.source_id = names.front() * 256 + names.back();
    return line;
  }

  /// The ring through the places, closed; counter-clockwise if they are named so.
  [[nodiscard]] geo::Polygon polygon(std::string_view names) const {
    geo::Polygon polygon;
    for (char const name : names) {
      polygon.outer.push_back(at(name));
    }
    polygon.outer.push_back(at(names.front()));
    return polygon;
  }

private:
  std::map<char, geo::LonLat> places_;
};

} // namespace yuntu::test
