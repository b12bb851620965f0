#pragma once

#include "geo/lon_lat.hpp"
#include "server/model/fact.hpp"
#include "server/model/import_job.hpp"
#include "server/protocol/errors.hpp"

#include <tl/expected.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::protocol {

// What the steward's page says and is told.

struct ImportRequest {
  model::LayerKind layer = model::LayerKind::grid;
  std::string file; ///< its name
  model::ImportReading reading;
};
[[nodiscard]] tl::expected<ImportRequest, Problem> parse_import_request(std::string_view bytes);

enum class ImportAct : std::uint8_t { read, check, accept, refuse, cancel };
struct ImportActRequest {
  ImportAct act = ImportAct::read;
  std::optional<model::ImportReading> reading; ///< of `read`; absent: as before
  std::optional<model::Time> effective;        ///< of `accept`; absent: now
  bool despite_findings = false;               ///< of `accept`
};
[[nodiscard]] tl::expected<ImportActRequest, Problem> parse_import_act(std::string_view bytes);

[[nodiscard]] std::string import_json(model::ImportJob const &job);
[[nodiscard]] std::string imports_json(std::vector<model::ImportJob> const &jobs);
/// {"layer","version","file","decided","certificate","counts","skipped"}; nullopt: there is none.
[[nodiscard]] std::optional<std::string> certificate_json(model::ImportJob const &job);

// What would change when a layer is used: drawn feature by feature.

enum class LayerChangeKind : std::uint8_t {
  removed,
  moved, ///< its shape is another
  added,
  edited ///< name, parent or an attribute is another, the shape is the same
};
inline constexpr std::array<std::string_view, 4> layer_change_names{"removed", "moved", "added",
                                                                    "edited"};
struct LayerChangeCounts {
  std::array<std::size_t, layer_change_names.size()> by_kind{};
  std::size_t same = 0;
};
[[nodiscard]] std::string change_counts_json(LayerChangeCounts const &counts);

struct ShownChange {
  std::size_t number = 0; ///< from 1
  LayerChangeKind kind = LayerChangeKind::added;
  std::string code; ///< empty: things of this layer have none
  std::string name;
  std::string name_before;
  geo::LonLat place;
  std::optional<double> area_before_m2; ///< of areas
  std::optional<double> area_after_m2;
  std::optional<double> moved_m2; ///< land that one of both versions of it has and not the other
};
enum class ChangeSide : std::uint8_t { before, after };
/// The properties of a part, as it was or as it will be.
[[nodiscard]] std::string change_json(ShownChange const &change, ChangeSide side);

/// Versions that are to come, by layer and time.
[[nodiscard]] std::string coming_json(std::vector<model::LayerScheduled> const &coming);
struct CancelledVersion {
  model::LayerCancelled version;
  std::string waits; ///< why it is not known to be stored; empty: it is
};
[[nodiscard]] std::string cancelled_json(CancelledVersion const &cancelled);

// What the reading programs print, judged: they have seen what somebody sent.

/// Refused rows shown of a report; all are counted.
inline constexpr std::size_t most_shown_rows = 1'000;

struct ReadReport {
  std::string version; ///< "" when nothing was read
  std::string text;    ///< the report with at most `most_shown_rows` rows and "refused_total"
};
/// nullopt: it is no report.
[[nodiscard]] std::optional<ReadReport> judge_read_report(std::string const &text);

struct CheckReport {
  std::uint64_t errors = 0;
  std::string text;                                ///< without the findings
  std::map<model::LayerKind, std::string> against; ///< the versions in use that it looked at
};
[[nodiscard]] std::optional<CheckReport> judge_check_report(std::string const &text);

} // namespace yuntu::protocol
