#include "server/services/datum_watch.hpp"

#include "geo/local_frame.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <utility>

namespace yuntu::services {
namespace {

using geo::DatumReading;
using model::AreaLevel;

/// Where somebody works: the areas of their posts, and those that a grid worker's rights name.
struct OwnAreas {
  std::vector<model::AreaRef> posts;
  std::vector<std::string> codes;

  OwnAreas(model::CityState const &state, std::string const &worker, model::Time now) {
    for (auto const &[code, post] : state.staff.posts()) {
      auto const *const holder = post.exists_at(now) ? post.holder_at(now) : nullptr;
      if (holder != nullptr && holder->person == worker) {
        posts.push_back(post.area);
      }
    }
    auto const user = state.users.find(worker);
    if (user != state.users.end() && user->second.role == model::Role::grid_worker) {
      codes = user->second.areas;
    }
  }

  [[nodiscard]] bool hold(model::AreaCodes const &areas) const {
    auto const is_named = [&](std::string const &code) {
      return std::any_of(codes.begin(), codes.end(),
                         [&](std::string const &own) { return !own.empty() && own == code; });
    };
    return std::any_of(posts.begin(), posts.end(),
                       [&](model::AreaRef const &own) { return areas[own.level] == own.code; }) ||
           is_named(areas[AreaLevel::subdistrict]) || is_named(areas[AreaLevel::community]) ||
           is_named(areas[AreaLevel::grid]);
  }
};

std::vector<DatumReading> others_than(DatumReading declared) {
  std::vector<DatumReading> others(geo::datum_readings.begin(), geo::datum_readings.end());
  std::erase(others, declared);
  return others;
}

} // namespace

DatumWatch::DatumWatch(City &city, rules::DatumGuardLimits limits) : city_(city), limits_(limits) {}

DatumWatch::Trial &DatumWatch::trial_of(std::string const &device) {
  if (newest_ == nullptr || newest_->first != device) { // a batch is of one device
    newest_ = &*trials_.try_emplace(device).first;
  }
  return newest_->second;
}

std::optional<model::DatumSuspected> DatumWatch::take(Fix const &fix, model::Time now) {
  auto const declared = geo::parse_datum_reading(fix.datum);
  if (!declared) {
    return std::nullopt;
  }
  auto &trial = trial_of(fix.device);
  if (trial.declared != *declared) {
    trial = {};
    trial.declared = *declared;
  }
  if (!says_more(trial, fix.judged)) {
    return std::nullopt;
  }
  trial.last = {fix.judged.time, fix.judged.position, fix.judged.accuracy_dm};
  trial.fixes.push_back({fix.sent, fix.worker});
  return trial.fixes.size() < limits_.fixes ? std::nullopt : end_trial(fix.device, trial, now);
}

bool DatumWatch::says_more(Trial const &trial, rules::JudgedPosition const &judged) const {
  return judged.accuracy_dm <= limits_.accuracy_m * 10 &&
         (!trial.last ||
          (std::chrono::abs(judged.time - trial.last->time) >= limits_.apart &&
           geo::distance_m(judged.position, trial.last->position) >= limits_.apart_m));
}

std::optional<model::DatumSuspected> DatumWatch::end_trial(std::string const &device, Trial &trial,
                                                           model::Time now) {
  auto const fixes = std::exchange(trial.fixes, {});
  auto const known = city_.state().devices.find(device);
  auto const suspect = known == city_.state().devices.end()
                           ? std::nullopt
                           : geo::parse_datum_reading(known->second.datum_suspect);
  // Of a suspected device the question is the other way round: does the declared one fit again?
  std::optional<DatumReading> said;
  if (suspect && *suspect == trial.declared) {
    said = trial.declared; // declared since as it was found to be
  } else if (city_.base().walk() != nullptr) {
    said =
        rules::better_reading(fixes, suspect.value_or(trial.declared),
                              suspect ? std::vector{trial.declared} : others_than(trial.declared),
                              witnesses(now), limits_);
  }
  trial.said_times = said && said == trial.said ? trial.said_times + 1 : 1;
  trial.said = said;
  if (!said || trial.said_times < limits_.trials) {
    return std::nullopt;
  }
  trial.said.reset();
  return model::DatumSuspected{device, std::string(geo::to_string(trial.declared)),
                               suspect ? std::string{} : std::string(geo::to_string(*said)),
                               static_cast<std::uint32_t>(limits_.fixes * limits_.trials)};
}

rules::DatumWitnesses DatumWatch::witnesses(model::Time now) const {
  auto const own = std::make_shared<std::map<std::string, OwnAreas>>();
  return {[this, own, now](std::string const &worker, geo::LonLat place) {
            auto found = own->find(worker);
            if (found == own->end()) {
              found = own->emplace(worker, OwnAreas(city_.state(), worker, now)).first;
            }
            return found->second.hold(city_.base().locate(place));
          },
          [this](geo::LonLat place) {
            geo::SnapOptions options;
            options.max_m = limits_.street_m;
            return city_.base().walk()->snapper().snap(place, options).has_value();
          }};
}

} // namespace yuntu::services
