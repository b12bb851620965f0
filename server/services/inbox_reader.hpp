#pragma once

#include "server/model/principal.hpp"
#include "server/protocol/incident_batch.hpp"
#include "server/services/city.hpp"
#include "server/store/inbox.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::services {

struct InboxCounts {
  std::uint64_t done = 0;    ///< files with nothing wrong in them
  std::uint64_t refused = 0; ///< files that somebody must look at
  protocol::BatchCounts rows = {};
};

/// Takes files of incidents out of the inbox, in batches, each decided and stored at once. A file
/// that is only partly stored when the server ends is taken again: what is there already is known
/// by its id. Lives on a thread of its own, which it lets wait.
class InboxReader {
public:
  using Verdicts = tl::expected<std::vector<protocol::RowVerdict>, protocol::Problem>;
  /// Gives a batch to the city and waits for what became of it.
  using Report = std::function<Verdicts(std::vector<protocol::IncidentRow>)>;

  InboxReader(store::Inbox &inbox, Report report) : inbox_(inbox), report_(std::move(report)) {}

  /// Every file that is whole, one after the other. Stops when the city takes nothing just now: the
  /// file stays where it is.
  void look(store::Inbox::Clock::time_point now);
  [[nodiscard]] InboxCounts const &counts() const { return counts_; }

private:
  [[nodiscard]] bool take(std::string const &name);
  void refuse(std::string const &name, std::string const &reason);

  store::Inbox &inbox_;
  Report report_;
  InboxCounts counts_;
};

/// Batches of at most 500 rows and 256 KiB, in order.
[[nodiscard]] std::vector<std::vector<protocol::IncidentRow>>
batches_of(std::vector<protocol::IncidentRow> rows);

} // namespace yuntu::services
