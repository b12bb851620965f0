#include "tools/yuntu/track.hpp"

#include "geo/io/feature_reader.hpp"
#include "tools/yuntu/command.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace yuntu::tools {
namespace {

std::optional<std::size_t> column_of(geo::io::SourceLayer const &source, std::string const &field,
                                     std::string const &option) {
  if (field.empty()) {
    return std::nullopt;
  }
  auto const found = std::find(source.fields.begin(), source.fields.end(), field);
  if (found == source.fields.end()) {
    std::string known;
    for (auto const &name : source.fields) {
      known += " " + name;
    }
    throw CommandError(option + " " + field + ": there is no such field; the file has" + known);
  }
  return static_cast<std::size_t>(found - source.fields.begin());
}

/// A text table cannot say its reference system: what GPS receivers record is WGS 84.
geo::io::SourceOptions source_options(std::filesystem::path const &file) {
  geo::io::SourceOptions options;
  if (file.extension() == ".csv") {
    options.crs = "EPSG:4326";
  }
  return options;
}

/// "2008-12-11 04:42:14+00" and the like: hours alone are a zone too.
std::optional<model::Time> time_of(std::string text) {
  if (text.size() > 3 && (text[text.size() - 3] == '+' || text[text.size() - 3] == '-') &&
      text.find(':') != std::string::npos) {
    text += ":00";
  }
  return model::parse_rfc3339(text);
}

} // namespace

TracksOfFile read_tracks(std::filesystem::path const &file, TrackOptions const &options) {
  auto const source = geo::io::read_layer(file, source_options(file), geo::io::GeometryKind::point);
  if (!source) {
    throw CommandError(geo::io::to_string(source.error()));
  }
  auto const track_column = column_of(*source, options.track_field, "--track-field");
  auto const time_column = column_of(*source, options.time_field, "--time-field");
  if (!time_column) {
    throw CommandError("--time-field is needed: which field holds the time of each point");
  }
  TracksOfFile result;
  result.read = source->read;
  for (auto const &refused : source->refused) {
    result.refused.emplace_back(refused.row, refused.reason);
  }
  std::map<std::string, Track> tracks;
  for (auto const &feature : source->features) {
    auto const &time_text = feature.values[*time_column];
    auto const time = time_text ? time_of(*time_text) : std::nullopt;
    if (!time) {
      result.refused.emplace_back(feature.row, "time is \"" + time_text.value_or("") +
                                                   "\"; expected date, time and zone");
      continue;
    }
    auto const id = track_column ? feature.values[*track_column].value_or("none") : "1";
    auto &track = tracks[id];
    track.id = id;
    track.points.push_back({std::get<geo::LonLat>(feature.geometry), *time});
  }
  for (auto &[id, track] : tracks) {
    std::stable_sort(track.points.begin(), track.points.end(),
                     [](TrackPoint const &a, TrackPoint const &b) { return a.time < b.time; });
    result.tracks.push_back(std::move(track));
  }
  return result;
}

Track restarted(Track const &track, model::Time start, model::Duration longest_gap, double speed) {
  Track result;
  result.id = track.id;
  double elapsed_ms = 0;
  for (std::size_t i = 0; i < track.points.size(); ++i) {
    if (i > 0) {
      auto const gap = std::min(track.points[i].time - track.points[i - 1].time, longest_gap);
      elapsed_ms += static_cast<double>(gap.count()) / speed;
    }
    result.points.push_back(
        {track.points[i].place, start + model::Duration{std::llround(elapsed_ms)}});
  }
  return result;
}

} // namespace yuntu::tools
