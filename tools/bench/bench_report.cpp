#include "tools/bench/bench_report.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <iostream>

#include <sys/resource.h>

namespace yuntu::bench {

double quantile(std::vector<double> values, double share) {
  if (values.empty()) {
    return 0;
  }
  auto const last = static_cast<double>(values.size() - 1);
  auto const nth = values.begin() + static_cast<std::ptrdiff_t>(std::ceil(share * last));
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

void report(Figure const &figure) {
  nlohmann::ordered_json line{
      {"name", figure.name}, {"value", figure.value}, {"unit", figure.unit}};
  if (!figure.control.empty()) {
    line["control"] = figure.control;
    line["control_value"] = figure.control_value;
    line["ratio"] = figure.value > 0 ? figure.control_value / figure.value : 0;
  }
  if (!figure.times_ms.empty()) {
    line["p50_ms"] = quantile(figure.times_ms, 0.5);
    line["p99_ms"] = quantile(figure.times_ms, 0.99);
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  auto const seconds = [](timeval const &time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  line["cpu_s"] = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  line["rss_kb"] = usage.ru_maxrss;
  std::cout << line << std::endl;
}

} // namespace yuntu::bench
