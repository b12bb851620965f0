#pragma once

#include "tools/bench/live/dialect.hpp"

#include <cstdint>
#include <vector>

namespace yuntu::bench {

/// Follows some viewers record by record: what reached them must be what was sent, none twice, none
/// after a newer one; and at the end each must hold the newest place of every worker it may see.
/// So every record that was offered and did not come had been overtaken by a newer one.
class Audit {
public:
  Audit(std::uint32_t workers, std::vector<View> audited);

  void sent(std::uint32_t worker, std::int64_t time_ms, Step const &step);
  void received(std::size_t viewer, Delivery const &delivery);

  struct Result {
    std::uint64_t offered = 0;
    std::uint64_t delivered = 0;
    std::uint64_t altered = 0;      ///< not what was sent
    std::uint64_t out_of_order = 0; ///< twice, or after a newer one
    std::uint64_t missing = 0;      ///< the newest place of a worker did not come
  };
  [[nodiscard]] Result result() const;

private:
  struct Sent {
    std::int64_t time_ms;
    Step const *step;
  };
  std::vector<View> viewers_;
  std::vector<std::vector<Sent>> sent_;         ///< by worker
  std::vector<std::vector<std::int32_t>> last_; ///< by viewer and worker: index in sent_
  Result counted_;
};

} // namespace yuntu::bench
