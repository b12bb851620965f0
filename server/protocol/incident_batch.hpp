#pragma once

#include "server/model/incident.hpp"
#include "server/protocol/errors.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::protocol {

/// Of one message: what is decided and stored at once.
inline constexpr std::size_t most_batch_rows = 500;
inline constexpr std::size_t most_batch_bytes = 256 * 1024;

/// One report of a feed, or why it cannot be read. Rows without an id have none yet: they have a
/// channel and a ticket to make one of.
struct IncidentRow {
  std::size_t number = 0; ///< from 1; of a CSV file the header is not counted
  tl::expected<model::IncidentReport, std::string> report;
};
struct IncidentRows {
  std::vector<IncidentRow> rows;
  std::vector<std::string> ignored_columns = {}; ///< of a CSV file: not ours
};

/// {"items":[{the fields of a report; "id" or "ticket"; "channel", else the hotline; "datum"}]}.
/// What is wrong with one row is that row's; what is wrong with all of it is the Problem.
[[nodiscard]] tl::expected<IncidentRows, Problem> parse_incident_rows(std::string_view json,
                                                                      std::size_t most_rows);
/// The same as CSV, UTF-8 or GB18030; the header names the columns, as on the wire or in Chinese.
[[nodiscard]] tl::expected<IncidentRows, Problem> parse_incident_csv(std::string_view bytes,
                                                                     std::size_t most_rows);
/// Bytes that a report would take in a batch, about.
[[nodiscard]] std::size_t bytes_of(model::IncidentReport const &report);

/// What became of a row.
struct RowVerdict {
  enum class Kind : std::uint8_t { created, repeated, conflict, refused };
  std::size_t number = 0;
  Kind kind = Kind::refused;
  std::string id;
  std::string reason; ///< of a conflict or a refusal
  friend bool operator==(RowVerdict const &, RowVerdict const &) = default;
};
struct BatchCounts {
  std::size_t created = 0;
  std::size_t repeated = 0;
  std::size_t conflict = 0;
  std::size_t refused = 0;

  BatchCounts &operator+=(BatchCounts const &more) {
    created += more.created;
    repeated += more.repeated;
    conflict += more.conflict;
    refused += more.refused;
    return *this;
  }
};
[[nodiscard]] BatchCounts counts_of(std::vector<RowVerdict> const &verdicts);

/// {"created","repeated","conflict","refused","items":[{"row","id","verdict","reason"?}],
/// "ignored_columns":[...]}
[[nodiscard]] std::string batch_json(std::vector<RowVerdict> const &verdicts,
                                     std::vector<std::string> const &ignored_columns);
/// Of a file in which nothing can be read: {"error"}.
[[nodiscard]] std::string file_refusal_json(std::string const &reason);

} // namespace yuntu::protocol
