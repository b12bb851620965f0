#include "tools/bench/live/audit.hpp"

namespace yuntu::bench {

Audit::Audit(std::uint32_t workers, std::vector<View> audited)
    : viewers_(std::move(audited)), sent_(workers),
      last_(viewers_.size(), std::vector<std::int32_t>(workers, -1)) {}

void Audit::sent(std::uint32_t worker, std::int64_t time_ms, Step const &step) {
  sent_[worker].push_back({time_ms, &step});
}

void Audit::received(std::size_t viewer, Delivery const &delivery) {
  if (delivery.worker >= sent_.size()) {
    ++counted_.altered;
    return;
  }
  auto const &sent = sent_[delivery.worker];
  auto index = static_cast<std::int32_t>(sent.size()) - 1;
  while (index >= 0 && (sent[static_cast<std::size_t>(index)].time_ms != delivery.time_ms ||
                        sent[static_cast<std::size_t>(index)].step->lon_e7 != delivery.lon_e7 ||
                        sent[static_cast<std::size_t>(index)].step->lat_e7 != delivery.lat_e7)) {
    --index;
  }
  if (index < 0) {
    ++counted_.altered;
    return;
  }
  ++counted_.delivered;
  auto &last = last_[viewer][delivery.worker];
  if (index <= last) {
    ++counted_.out_of_order;
  }
  last = std::max(last, index);
}

Audit::Result Audit::result() const {
  auto result = counted_;
  for (std::size_t v = 0; v < viewers_.size(); ++v) {
    auto const covers = [&view = viewers_[v]](Sent const &sent) {
      return view.covers(sent.step->column, sent.step->row) && view.may_see(sent.step->grid);
    };
    for (std::size_t worker = 0; worker < sent_.size(); ++worker) {
      auto const &sent = sent_[worker];
      for (auto const &one : sent) {
        result.offered += covers(one) ? 1U : 0U;
      }
      if (!sent.empty() && covers(sent.back()) &&
          last_[v][worker] + 1 != static_cast<std::int32_t>(sent.size())) {
        ++result.missing;
      }
    }
  }
  return result;
}

} // namespace yuntu::bench
