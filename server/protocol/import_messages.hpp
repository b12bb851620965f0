#pragma once

#include "server/model/import_job.hpp"
#include "server/protocol/errors.hpp"

#include <tl/expected.hpp>

#include <cstdint>
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

enum class ImportAct : std::uint8_t { read, accept, refuse, cancel };
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
  std::string text; ///< without the findings
};
[[nodiscard]] std::optional<CheckReport> judge_check_report(std::string const &text);

} // namespace yuntu::protocol
