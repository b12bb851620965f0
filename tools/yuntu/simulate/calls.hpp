#pragma once

#include "tools/yuntu/demo/random.hpp"
#include "tools/yuntu/simulate/day.hpp"
#include "tools/yuntu/simulate/event.hpp"
#include "tools/yuntu/simulate/street_net.hpp"
#include "tools/yuntu/simulate/world.hpp"

#include <map>
#include <vector>

namespace yuntu::simulate {

/// What residents report, by hour, kind and class of estate, and how staff answer: every step of an
/// incident is decided when it is raised. One thread.
class Calls {
public:
  /// `rate`: times the day's own. What is referred to must outlive it.
  Calls(World const &world, StreetNet const &net, Day const &day);
  void start(std::uint64_t seed, model::Time at, double rate);

  /// When `step` has something to do; never goes back. Time::max() when nobody lives here.
  [[nodiscard]] model::Time next_time() const;
  [[nodiscard]] Event step();

private:
  struct EstateHomes {
    EstateClass estate_class = EstateClass::other;
    std::vector<std::size_t> homes;
    std::vector<double> sums; ///< running, of households
  };

  void sort_homes();
  [[nodiscard]] double per_hour(model::Time at) const;
  void plan_next_call(model::Time after);
  [[nodiscard]] model::IncidentReport report_at(model::Time at);
  [[nodiscard]] Home const &choose_home(CallKind const &kind);
  [[nodiscard]] std::string make_id();
  void plan_answers(model::IncidentReport const &report);

  World const &world_;
  StreetNet const &net_;
  Day const &day_;
  std::vector<EstateHomes> estates_; ///< the last: in no estate
  double households_ = 0;
  double rate_ = 1;
  demo::Random random_{0};
  model::Time next_call_ = model::Time::max();
  std::multimap<model::Time, Event> answers_; ///< equal times in order of planning
};

} // namespace yuntu::simulate
