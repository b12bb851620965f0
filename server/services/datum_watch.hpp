#pragma once

#include "server/model/position_report.hpp"
#include "server/rules/datum_guard.hpp"
#include "server/rules/position_filter.hpp"
#include "server/services/city.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace yuntu::services {

/// Looks, device by device, whether its fixes lie where its datum says (see rules::better_reading;
/// the witnesses are the worker's posts and rights, and the walkable streets). Finds, and never
/// moves anything. What is remembered, some 3 KB a device, is gone with a restart: only then does
/// a trial begin anew. City thread only.
class DatumWatch {
public:
  explicit DatumWatch(City &city, rules::DatumGuardLimits limits = {});

  /// A fix that was taken.
  struct Fix {
    std::string const &device;
    std::string const &worker;
    geo::Degrees sent;
    std::string_view datum; ///< that they were read in
    rules::JudgedPosition const &judged;
  };
  /// Answers with news about the device: another reading fits, or the declared one fits again.
  [[nodiscard]] std::optional<model::DatumSuspected> take(Fix const &fix, model::Time now);

private:
  struct Trial {
    geo::DatumReading declared = geo::DatumReading::wgs84;
    std::optional<model::TimedPlace> last;
    std::vector<rules::SentFix> fixes;
    std::optional<geo::DatumReading> said; ///< by the trials before this one
    std::size_t said_times = 0;            ///< in a row
  };

  [[nodiscard]] Trial &trial_of(std::string const &device);
  [[nodiscard]] bool says_more(Trial const &trial, rules::JudgedPosition const &judged) const;
  [[nodiscard]] std::optional<model::DatumSuspected> end_trial(std::string const &device,
                                                               Trial &trial, model::Time now);
  [[nodiscard]] rules::DatumWitnesses witnesses(model::Time now) const;

  City &city_;
  rules::DatumGuardLimits limits_;
  std::unordered_map<std::string, Trial> trials_;         ///< by device
  std::pair<std::string const, Trial> *newest_ = nullptr; ///< of them, last asked for
};

} // namespace yuntu::services
