#include "geo/crs_detective.hpp"

#include "geo/coordinate_forms.hpp"
#include "geo/local_frame.hpp"
#include "geo/median.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <memory>
#include <numbers>
#include <utility>

namespace yuntu::geo {
namespace {

constexpr double sure = 0.95;
/// Of what a file itself states, where the map does not settle it: less is a thin margin.
constexpr double believed = 0.8;
constexpr std::size_t most_told = 6;
/// Closer than this two readings are one: they cannot be told apart, and need not be.
constexpr double same_place_m = 0.3;
/// Farther than this they put the layer somewhere else, and not by a datum.
constexpr double same_form_m = 5'000;
/// A layer that lies nowhere near the deployment is far less likely than any mistake.
constexpr double far_away = -20;
/// Degrees around the extent: a town's outskirts, and any datum's shift.
constexpr double near_degrees = 0.03;
/// Mainland China and its sea: where Chinese mistakes are made.
constexpr double china_west = 73;
constexpr double china_east = 136;
constexpr double china_south = 3;
constexpr double china_north = 54;
/// Nats by which areas must speak against a rival: they tell 100 m apart, and not 2 m, where what
/// was thought before would decide alone.
constexpr double clear_lead = 3;
constexpr double most_lost_share = 0.05; ///< of points that a reading puts nowhere

struct Candidate {
  CoordinateReading reading;
  std::vector<LineString> things;
  LonLat middle;
  Envelope box;
  bool is_near = true;
  LayerFit fit;
  double weight = 0;         ///< log of what speaks for it, prior included
  double log_likelihood = 0; ///< of the map alone
  double probability = 0;
};

RawPoint middle_of(CoordinateSample const &sample) {
  std::vector<double> xs;
  std::vector<double> ys;
  for (auto const &thing : sample.things) {
    for (auto const point : thing) {
      if (std::isfinite(point.x) && std::isfinite(point.y)) {
        xs.push_back(point.x);
        ys.push_back(point.y);
      }
    }
  }
  return {median(std::move(xs)), median(std::move(ys))};
}

bool is_in_china(LonLat p) {
  return p.lon() > china_west && p.lon() < china_east && p.lat() > china_south &&
         p.lat() < china_north;
}

/// nullptr: no CRS. Made once a thread: PROJ looks one up for 20 ms and more.
std::shared_ptr<Projection const> projection_of(std::string const &crs) {
  thread_local std::map<std::string, std::shared_ptr<Projection const>> made;
  auto const [found, is_new] = made.try_emplace(crs);
  if (is_new) {
    if (auto projection = Projection::make(crs)) {
      found->second = std::make_shared<Projection const>(std::move(*projection));
    }
  }
  return found->second;
}

/// nullopt: read so, the sample is no layer on earth, or not where the CRS is used.
std::optional<Candidate> placed(CoordinateSample const &sample, RawPoint middle,
                                SupposedReading const &supposed) {
  auto const projection = projection_of(supposed.reading.crs);
  if (!projection) {
    return std::nullopt;
  }
  CoordinateReader const reader(supposed.reading, projection);
  auto const at_middle = reader.read(middle.x, middle.y);
  if (!at_middle) {
    return std::nullopt;
  }
  Candidate candidate;
  candidate.reading = supposed.reading;
  candidate.weight = supposed.log_prior;
  candidate.middle = *at_middle;
  std::size_t points = 0;
  std::size_t lost = 0;
  for (auto const &thing : sample.things) {
    LineString corners;
    for (auto const point : thing) {
      ++points;
      auto const own = reader.to_own_degrees(point.x, point.y);
      auto const place =
          own && reader.is_in_use_at(*own) ? read_as(*own, supposed.reading.datum) : std::nullopt;
      if (place) {
        corners.push_back(*place);
        candidate.box.expand(*place);
      } else {
        ++lost;
      }
    }
    candidate.things.push_back(std::move(corners));
  }
  if (static_cast<double>(lost) > most_lost_share * static_cast<double>(points)) {
    return std::nullopt;
  }
  return candidate;
}

Envelope grown(Envelope box) {
  auto const margin = static_cast<std::int32_t>(near_degrees * LonLat::units_per_degree);
  return {box.west - margin, box.south - margin, box.east + margin, box.north + margin};
}

/// Sets the probabilities from the weights.
void share_out(std::vector<Candidate> &candidates) {
  double most = candidates.front().weight;
  for (auto const &candidate : candidates) {
    most = std::max(most, candidate.weight);
  }
  double sum = 0;
  for (auto &candidate : candidates) {
    candidate.probability = std::exp(candidate.weight - most);
    sum += candidate.probability;
  }
  for (auto &candidate : candidates) {
    candidate.probability /= sum;
  }
}

/// Of candidates that put the layer in the same place the likeliest stays, for all of them.
std::vector<Candidate> merged(std::vector<Candidate> candidates, double within_m) {
  std::stable_sort(
      candidates.begin(), candidates.end(),
      [](Candidate const &a, Candidate const &b) { return a.probability > b.probability; });
  std::vector<Candidate> kept;
  for (auto &candidate : candidates) {
    auto const same = std::find_if(kept.begin(), kept.end(), [&](Candidate const &other) {
      return distance_m(other.middle, candidate.middle) < within_m;
    });
    if (same == kept.end()) {
      kept.push_back(std::move(candidate));
    } else {
      same->probability += candidate.probability;
    }
  }
  return kept;
}

double bearing_between(LonLat from, LonLat to) {
  auto const there = LocalFrame(from).to_metric(to);
  double const degrees = std::atan2(there.easting, there.northing) * 180 / std::numbers::pi;
  return degrees < 0 ? degrees + 360 : degrees;
}

class Investigation {
public:
  Investigation(CoordinateSample const &sample, CoordinateStatement const &statement,
                Surroundings const &surroundings)
      : statement_(statement), surroundings_(surroundings), sample_(sample),
        middle_(middle_of(sample)) {}

  Diagnosis run() {
    suppose();
    if (!candidates_.empty()) {
      settle_form();
      settle_datum();
    }
    decide();
    tell();
    return std::move(diagnosis_);
  }

private:
  [[nodiscard]] bool is_stated(CoordinateReading const &reading) const {
    return reading == CoordinateReading{statement_.crs, AxisOrder::xy, 0,
                                        statement_.ordered_datum.value_or(DatumReading::wgs84)};
  }
  [[nodiscard]] bool is_allowed(CoordinateReading const &reading) const {
    return (!statement_.is_crs_ordered || reading.crs == statement_.crs) &&
           (!statement_.ordered_datum || reading.datum == *statement_.ordered_datum);
  }

  void suppose() {
    for (auto const &supposed : suppose_readings(middle_, statement_, surroundings_.extent)) {
      auto candidate = placed(sample_, middle_, supposed);
      bool const is_as_stated =
          supposed.reading.crs == statement_.crs && supposed.reading.axes == AxisOrder::xy;
      if (!candidate || (!is_as_stated && !is_in_china(candidate->middle))) {
        continue;
      }
      candidate->is_near =
          surroundings_.extent.is_empty() || candidate->box.intersects(grown(surroundings_.extent));
      candidate->weight += candidate->is_near ? 0 : far_away;
      if (is_stated(candidate->reading)) {
        stated_ = *candidate;
      }
      candidates_.push_back(std::move(*candidate));
    }
  }

  /// Keeps the candidates of the likeliest form, the others only to be told.
  void settle_form() {
    share_out(candidates_);
    auto const forms = merged(candidates_, same_form_m);
    form_probability_ = forms.front().probability;
    is_near_ = forms.front().is_near;
    others_.assign(std::next(forms.begin()), forms.end());
    std::erase_if(candidates_, [&](Candidate const &candidate) {
      return distance_m(candidate.middle, forms.front().middle) >= same_form_m;
    });
    share_out(candidates_);
    candidates_ = merged(std::move(candidates_), same_place_m);
    default_ = candidates_.front().reading;
  }

  void settle_datum() {
    if (surroundings_.map == nullptr || surroundings_.map->is_empty() || !is_near_) {
      return;
    }
    std::vector<LayerFit> fits;
    for (auto &candidate : candidates_) {
      candidate.fit = measure_fit(*surroundings_.map, candidate.things);
      fits.push_back(candidate.fit);
    }
    diagnosis_.evidence = weigh(fits);
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      auto &candidate = candidates_[i];
      candidate.log_likelihood = diagnosis_.evidence.log_likelihood[i];
      candidate.weight = std::log(candidate.probability) + candidate.log_likelihood;
    }
    share_out(candidates_);
    std::stable_sort(
        candidates_.begin(), candidates_.end(),
        [](Candidate const &a, Candidate const &b) { return a.probability > b.probability; });
  }

  void decide() {
    bool const is_ordered = statement_.is_crs_ordered || statement_.ordered_datum.has_value();
    bool const is_all_ordered = statement_.is_crs_ordered && statement_.ordered_datum.has_value();
    if (is_all_ordered || candidates_.empty()) {
      // Nothing fits: what reads the file says best what is wrong with what it states.
      diagnosis_.chosen = {statement_.crs, AxisOrder::xy, 0,
                           statement_.ordered_datum.value_or(DatumReading::wgs84)};
      diagnosis_.verdict = is_all_ordered           ? Verdict::declared
                           : statement_.crs.empty() ? Verdict::refused
                                                    : Verdict::undecided;
      diagnosis_.deciding_option = is_all_ordered ? "" : "--crs";
      if (is_all_ordered && form_probability_ >= sure) {
        take_ordered_form();
      }
      return;
    }
    auto const &first = candidates_.front();
    bool const is_form_sure = form_probability_ >= sure && (is_near_ || has_stated_form());
    bool const has_evidence = diagnosis_.evidence.kind != FitEvidence::Kind::none;
    bool const is_datum_sure =
        candidates_.size() == 1 || (has_evidence && first.probability >= sure && is_lead_clear());
    if (is_ordered) {
      decide_among_allowed(is_form_sure && (is_datum_sure || (has_evidence && is_rest_settled())));
    } else if (is_form_sure && is_datum_sure) {
      accept(Verdict::accepted, first.reading);
    } else if (is_form_sure && is_stated_by_file() &&
               (!has_evidence || probability_of(default_) >= believed)) {
      accept(Verdict::undecided, default_);
      diagnosis_.deciding_option = is_shift_open() ? "--datum" : "--crs";
    } else {
      diagnosis_.verdict = Verdict::refused;
      diagnosis_.deciding_option = deciding_option(is_form_sure);
    }
  }

  /// A format's rule is nobody's word: programs write any degrees into GeoJSON.
  [[nodiscard]] bool is_stated_by_file() const {
    return !statement_.crs.empty() && !statement_.is_crs_by_format;
  }

  [[nodiscard]] bool is_lead_clear() const {
    return std::all_of(std::next(candidates_.begin()), candidates_.end(),
                       [this](Candidate const &rival) { return is_beaten(rival); });
  }

  /// By the first, clearly enough for the kind of evidence there is.
  [[nodiscard]] bool is_beaten(Candidate const &rival) const {
    return diagnosis_.evidence.kind != FitEvidence::Kind::areas ||
           rival.log_likelihood <= candidates_.front().log_likelihood - clear_lead;
  }

  /// Whether the map, with what the option rules out left aside, speaks for one reading.
  [[nodiscard]] bool is_rest_settled() const {
    auto const &first = candidates_.front();
    double allowed = 0;
    bool is_clear = true;
    for (auto const &rival : candidates_) {
      if (is_allowed(rival.reading)) {
        allowed += rival.probability;
        is_clear = is_clear && (&rival == &first || is_beaten(rival));
      }
    }
    return is_clear && first.probability >= sure * allowed;
  }

  /// CRS and datum are the operator's; axes and a prefix of the eastings are found out.
  void take_ordered_form() {
    for (auto const &candidate : candidates_) {
      if (is_allowed(candidate.reading)) {
        diagnosis_.chosen = candidate.reading;
        return;
      }
    }
  }

  /// Whether a reading by another datum, not only by an older system, is as good.
  [[nodiscard]] bool is_shift_open() const {
    return std::any_of(candidates_.begin(), candidates_.end(), [this](Candidate const &candidate) {
      return candidate.reading.datum != default_.datum &&
             candidate.log_likelihood > candidates_.front().log_likelihood - clear_lead;
    });
  }

  /// One of the two options was given: the other is found out where that can be.
  void decide_among_allowed(bool is_sure) {
    auto const allowed =
        std::find_if(candidates_.begin(), candidates_.end(),
                     [&](Candidate const &candidate) { return is_allowed(candidate.reading); });
    bool const is_first = allowed == candidates_.begin();
    if (is_sure && is_first) {
      accept(Verdict::accepted, allowed->reading);
      return;
    }
    CoordinateReading reading{statement_.crs, AxisOrder::xy, 0,
                              statement_.ordered_datum.value_or(DatumReading::wgs84)};
    if (statement_.crs.empty()) {
      if (allowed == candidates_.end() || form_probability_ < sure) {
        diagnosis_.verdict = Verdict::refused;
        diagnosis_.deciding_option = "--crs";
        return;
      }
      reading = allowed->reading;
    } else if (allowed != candidates_.end() && form_probability_ >= sure && is_near_) {
      // The form may still be mended: axes, or a zone that the file states wrongly.
      reading = likeliest_of_datum(reading.datum);
    }
    accept(Verdict::declared, reading);
    diagnosis_.deciding_option = statement_.is_crs_ordered ? "--datum" : "";
  }

  [[nodiscard]] CoordinateReading likeliest_of_datum(DatumReading datum) const {
    CoordinateReading reading = default_;
    reading.datum = datum;
    if (statement_.is_crs_ordered) {
      reading.crs = statement_.crs;
      reading.dropped_easting_m = 0;
      reading.axes = default_.crs == statement_.crs ? default_.axes : AxisOrder::xy;
    }
    return reading;
  }

  /// Whether the likeliest form is the stated one, wherever it lies.
  [[nodiscard]] bool has_stated_form() const { return default_.crs == statement_.crs; }

  [[nodiscard]] double probability_of(CoordinateReading const &reading) const {
    for (auto const &candidate : candidates_) {
      if (candidate.reading == reading) {
        return candidate.probability;
      }
    }
    return 0;
  }

  [[nodiscard]] std::string deciding_option(bool is_form_sure) const {
    auto const &first = candidates_.front().reading;
    bool const is_crs_open = !is_form_sure || statement_.crs.empty() ||
                             (candidates_.size() > 1 && candidates_[1].reading.crs != first.crs);
    std::string option = is_crs_open ? "--crs " + first.crs : "";
    if (is_form_sure) {
      option += (option.empty() ? "" : " ") + std::string("--datum ") +
                std::string(to_string(first.datum));
    }
    return option;
  }

  void accept(Verdict verdict, CoordinateReading reading) {
    diagnosis_.verdict = verdict;
    diagnosis_.chosen = std::move(reading);
  }

  [[nodiscard]] CoordinateHypothesis told(Candidate const &candidate, LonLat from) const {
    double const offset = distance_m(from, candidate.middle);
    return {candidate.reading,
            candidate.probability,
            candidate.box,
            candidate.is_near && !surroundings_.extent.is_empty(),
            candidate.fit,
            offset,
            offset > 0 ? bearing_between(from, candidate.middle) : 0};
  }

  void tell() {
    for (auto &candidate : candidates_) {
      candidate.probability *= form_probability_;
    }
    std::move(others_.begin(), others_.end(), std::back_inserter(candidates_));
    std::stable_sort(
        candidates_.begin(), candidates_.end(),
        [](Candidate const &a, Candidate const &b) { return a.probability > b.probability; });
    if (candidates_.empty()) {
      return;
    }
    auto const from = stated_ ? stated_->middle : candidates_.front().middle;
    for (auto const &candidate : candidates_) {
      if (diagnosis_.hypotheses.size() < most_told) {
        diagnosis_.hypotheses.push_back(told(candidate, from));
      }
    }
    if (stated_) {
      auto const found =
          std::find_if(candidates_.begin(), candidates_.end(), [&](Candidate const &candidate) {
            return distance_m(candidate.middle, stated_->middle) < same_place_m;
          });
      diagnosis_.statement = told(found == candidates_.end() ? *stated_ : *found, from);
      diagnosis_.statement->reading = stated_->reading;
    }
  }

  CoordinateStatement const &statement_;
  Surroundings const &surroundings_;
  CoordinateSample const &sample_;
  RawPoint middle_;
  std::vector<Candidate> candidates_;
  std::vector<Candidate> others_; ///< of other forms
  std::optional<Candidate> stated_;
  CoordinateReading default_; ///< what to read by when nothing shows the datum
  double form_probability_ = 0;
  bool is_near_ = false;
  Diagnosis diagnosis_;
};

} // namespace

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
  case Verdict::declared:
    return "declared";
  case Verdict::accepted:
    return "accepted";
  case Verdict::undecided:
    return "undecided";
  case Verdict::refused:
    break;
  }
  return "refused";
}

Diagnosis diagnose(CoordinateSample const &sample, CoordinateStatement const &statement,
                   Surroundings const &surroundings) {
  return Investigation(sample, statement, surroundings).run();
}

} // namespace yuntu::geo
