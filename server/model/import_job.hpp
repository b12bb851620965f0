#pragma once

#include "server/model/layer.hpp"
#include "server/model/time.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::model {

/// Where an import that was begun on the steward's page stands.
enum class ImportPhase : std::uint8_t {
  uploading, ///< its files are coming in
  queued,    ///< another file is being read
  reading,
  checking, ///< read, and compared with the layers in use
  ready,    ///< to be accepted or refused
  accepting,
  failed,   ///< could not be read; may be read again, otherwise
  accepted, ///< published
  refused,
  lost ///< the server ended before there was a decision
};

inline constexpr std::array<std::string_view, 10> import_phase_names{
    "uploading", "queued", "reading",  "checking", "ready",
    "accepting", "failed", "accepted", "refused",  "lost"};

[[nodiscard]] constexpr std::string_view to_string(ImportPhase phase) {
  return import_phase_names[static_cast<std::size_t>(phase)];
}
/// Nothing more will happen to it.
[[nodiscard]] constexpr bool is_over(ImportPhase phase) {
  return phase >= ImportPhase::accepted;
}

/// How the file is to be read; empty means "as the file says".
struct ImportReading {
  std::string source_layer;
  std::string crs;
  std::string datum;
  std::string encoding;
  std::map<std::string, std::string> fields; ///< ours -> the file's
  bool repairs = false;

  friend bool operator==(ImportReading const &, ImportReading const &) = default;
};

/// One of the files that came for it; a Shapefile has several.
struct ImportFile {
  std::string part; ///< what its name ends with, of a fixed list: "shp", "osm.pbf"
  std::uint64_t received = 0;
  std::optional<std::uint64_t> size; ///< as declared by the upload
  [[nodiscard]] bool is_whole() const { return size && received == *size; }
};

struct ImportJob {
  std::string id;
  std::string user; ///< who began it
  LayerKind layer = LayerKind::grid;
  std::string name; ///< of the file, on its owner's machine
  ImportReading reading;
  ImportPhase phase = ImportPhase::uploading;
  std::string reason; ///< why it failed, was refused or is lost
  std::vector<ImportFile> files;
  Time began;
  Time changed;             ///< when the phase did
  std::string version;      ///< once read
  std::string report;       ///< JSON of `yuntu import`, the refused rows cut to the first
  std::string check;        ///< JSON of `yuntu check` without the findings
  std::uint64_t errors = 0; ///< findings that should be mended first
  /// The versions in use that the check looked at, that of its own layer too; nullopt: unchecked.
  std::optional<std::map<LayerKind, std::string>> against;
  bool waits_for_disk = false; ///< being accepted: decided, but not stored for want of space
};

} // namespace yuntu::model
