#include "server/services/inbox_reader.hpp"

#include "server/store/event_log.hpp"

#include <cctype>
#include <utility>

namespace yuntu::services {
namespace {

using protocol::IncidentRow;
using protocol::RowVerdict;

/// What a file may hold; a county's day is some hundred.
constexpr std::size_t most_file_rows = 100'000;

tl::expected<protocol::IncidentRows, protocol::Problem> rows_of(std::string const &name,
                                                                std::string_view bytes) {
  auto const is_json = std::tolower(static_cast<unsigned char>(name.back())) == 'n';
  return is_json ? protocol::parse_incident_rows(bytes, most_file_rows)
                 : protocol::parse_incident_csv(bytes, most_file_rows);
}

std::size_t bytes_of(IncidentRow const &row) {
  return row.report ? protocol::bytes_of(*row.report) : 0;
}

} // namespace

std::vector<std::vector<IncidentRow>> batches_of(std::vector<IncidentRow> rows) {
  std::vector<std::vector<IncidentRow>> batches;
  std::size_t bytes = 0;
  for (auto &row : rows) {
    auto const more = bytes_of(row);
    bool const is_full = batches.empty() || batches.back().size() == protocol::most_batch_rows ||
                         bytes + more > protocol::most_batch_bytes;
    if (is_full) {
      batches.emplace_back();
      bytes = 0;
    }
    bytes += more;
    batches.back().push_back(std::move(row));
  }
  return batches;
}

void InboxReader::look(store::Inbox::Clock::time_point now) {
  for (auto const &name : inbox_.ready(now)) {
    try {
      if (!take(name)) {
        return;
      }
    } catch (store::StorageBusy const &) {
      return; // no room for a report: there will be
    }
  }
}

void InboxReader::refuse(std::string const &name, std::string const &reason) {
  inbox_.settle(name, store::Inbox::Outcome::refused, protocol::file_refusal_json(reason));
  ++counts_.refused;
}

bool InboxReader::take(std::string const &name) {
  auto const bytes = inbox_.read(name);
  if (!bytes) {
    refuse(name, bytes.error());
    return true;
  }
  auto read = rows_of(name, *bytes);
  if (!read) {
    refuse(name, read.error().detail);
    return true;
  }
  std::vector<RowVerdict> verdicts;
  for (auto &batch : batches_of(std::move(read->rows))) {
    auto const decided = report_(std::move(batch));
    if (!decided) {
      return false;
    }
    verdicts.insert(verdicts.end(), decided->begin(), decided->end());
  }
  auto const rows = protocol::counts_of(verdicts);
  bool const is_good = rows.refused == 0 && rows.conflict == 0;
  inbox_.settle(name, is_good ? store::Inbox::Outcome::done : store::Inbox::Outcome::refused,
                protocol::batch_json(verdicts, read->ignored_columns));
  ++(is_good ? counts_.done : counts_.refused);
  counts_.rows += rows;
  return true;
}

} // namespace yuntu::services
