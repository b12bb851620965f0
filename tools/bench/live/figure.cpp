#include "tools/bench/live/figure.hpp"

#include <algorithm>
#include <iostream>

namespace yuntu::bench {

Line &Line::against(std::string const &control, double control_value, double ratio) {
  return with("control", control).with("control_value", control_value).with("ratio", ratio);
}

Line &Line::of(Outcome const &outcome) {
  auto const &times = outcome.tally->latency;
  if (times.count() > 0) {
    with("p50_ms", times.quantile_ms(0.5));
    with("p99_ms", times.quantile_ms(0.99));
    with("p999_ms", times.quantile_ms(0.999));
  }
  return with("cpu_s", outcome.cpu_s)
      .with("rss_kb", outcome.rss_after_kb)
      .with("wall_s", outcome.wall_s)
      .with("client_cpu_s", outcome.client_cpu_s)
      .with("load", load_average());
}

Line &Line::accounts_of(Outcome const &outcome) {
  auto const &tally = *outcome.tally;
  with("reports", tally.reports).with("offered", tally.offered).with("delivered", tally.delivered);
  with("conflated", static_cast<std::int64_t>(tally.offered - tally.delivered));
  with("messages", tally.messages).with("bytes", outcome.bytes).with("foreign", tally.foreign);
  if (tally.not_accepted > 0) {
    with("not_accepted", tally.not_accepted).with("refusals", tally.refusals);
  }
  if (tally.counts > 0) {
    with("counts", tally.counts);
  }
  if (tally.earlier > 0) {
    with("earlier", tally.earlier);
  }
  if (tally.facts > 0) {
    with("facts", tally.facts)
        .with("facts_offered", tally.facts_offered)
        .with("facts_delivered", tally.facts_delivered)
        .with("facts_p50_ms", tally.facts_seen.quantile_ms(0.5))
        .with("facts_p99_ms", tally.facts_seen.quantile_ms(0.99));
  }
  if (tally.resyncs > 0) {
    with("resyncs", tally.resyncs);
  }
  if (!outcome.has_settled) {
    with("unfinished", true);
  }
  if (tally.audit) {
    auto const audit = tally.audit->result();
    with("audited", nlohmann::ordered_json{{"offered", audit.offered},
                                           {"delivered", audit.delivered},
                                           {"overtaken", audit.offered - audit.delivered},
                                           {"altered", audit.altered},
                                           {"out_of_order", audit.out_of_order},
                                           {"missing", audit.missing}});
  }
  return *this;
}

void Line::print() const {
  std::cout << line_ << std::endl;
}

double median(std::vector<double> values) {
  if (values.empty()) {
    return 0;
  }
  std::sort(values.begin(), values.end());
  auto const middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double deliveries_per_cpu_s(Outcome const &outcome) {
  auto const &tally = *outcome.tally;
  return outcome.cpu_s > 0 ? static_cast<double>(tally.delivered + tally.counts) / outcome.cpu_s
                           : 0;
}

} // namespace yuntu::bench
