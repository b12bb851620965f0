#include "tools/yuntu/detective.hpp"

#include "tools/yuntu/command.hpp"
#include "tools/yuntu/detective_words.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include <nlohmann/json.hpp>

namespace yuntu::tools {
namespace {

using geo::CoordinateHypothesis;
using geo::Diagnosis;
using geo::Verdict;

/// Nearer than this a contradiction of what was declared is not worth a word.
constexpr double worth_a_word_m = 2;
constexpr double sure = 0.95;

std::string file_of(ImportOptions const &options) {
  return options.file.filename().string() + ": ";
}

[[noreturn]] void refuse(ImportOptions const &options, Detection const &detection) {
  auto const &diagnosis = detection.diagnosis;
  std::string text = file_of(options);
  if (detection.stated_crs.empty()) {
    text += "the file does not say its coordinate reference system; ";
  }
  if (diagnosis.hypotheses.empty()) {
    throw UndecidedReading(text + "state it with --crs, e.g. --crs EPSG:4549: none of the ways in "
                                  "which a county's layer is delivered explains its numbers",
                           detection);
  }
  text += "several ways to read its coordinates fit, none clearly best";
  for (std::size_t i = 0; i < diagnosis.hypotheses.size() && i < 2; ++i) {
    auto const &hypothesis = diagnosis.hypotheses[i];
    char probability[32];
    std::snprintf(probability, sizeof probability, "%.2f", hypothesis.probability);
    text += std::string(i == 0 ? ": " : "; ") + to_words(hypothesis.reading) + " (probability " +
            probability + ")";
  }
  throw UndecidedReading(
      text + ". State the true one, e.g. " +
          (diagnosis.deciding_option.empty() ? "--crs EPSG:4549" : diagnosis.deciding_option),
      detection);
}

/// Of the hypotheses the one that was chosen; nullptr when it is not among those told.
CoordinateHypothesis const *chosen_in(Diagnosis const &diagnosis) {
  for (auto const &hypothesis : diagnosis.hypotheses) {
    if (hypothesis.reading == diagnosis.chosen) {
      return &hypothesis;
    }
  }
  return nullptr;
}

/// The most probable but the chosen one, of those that the deciding option would tell from it.
CoordinateHypothesis const &likeliest_rival(Diagnosis const &diagnosis) {
  auto const &all = diagnosis.hypotheses;
  bool const by_datum = diagnosis.deciding_option == "--datum";
  auto const found = std::find_if(all.begin(), all.end(), [&](CoordinateHypothesis const &one) {
    return by_datum ? one.reading.datum != diagnosis.chosen.datum
                    : !(one.reading == diagnosis.chosen);
  });
  return found == all.end() ? all.back() : *found;
}

std::string contradiction(Diagnosis const &diagnosis) {
  auto const &best = diagnosis.hypotheses.front();
  auto const words = evidence_words(diagnosis, best);
  return "what is declared contradicts the data: read as " + to_words(best.reading) +
         " the layer fits (" + words.front() + "), " + offset_words(best.offset_m, best.bearing) +
         " of where it is declared to lie; the declaration stands";
}

/// What was taken where nothing shows it; without options by the file's word, else by theirs.
std::string open_question(Diagnosis const &diagnosis) {
  return "read as " + to_words(diagnosis.chosen) +
         "; neither the file nor what is loaded shows whether that is so or, say, " +
         to_words(likeliest_rival(diagnosis).reading) + ": " + diagnosis.deciding_option +
         " decides";
}

std::vector<std::string> warnings_of(Detection const &detection) {
  auto const &diagnosis = detection.diagnosis;
  std::vector<std::string> warnings;
  if (diagnosis.hypotheses.empty()) {
    if (diagnosis.verdict == Verdict::undecided) {
      warnings.push_back(
          "read as " + to_words(diagnosis.chosen) +
          ", though too many of its points lie nowhere to tell whether that is so: " +
          diagnosis.deciding_option + " decides");
    }
    return warnings;
  }
  auto const &best = diagnosis.hypotheses.front();
  bool const is_other = !(best.reading == diagnosis.chosen);
  if (diagnosis.verdict == Verdict::declared && is_other && best.probability >= sure &&
      best.offset_m >= worth_a_word_m) {
    warnings.push_back(contradiction(diagnosis));
  }
  if (diagnosis.verdict == Verdict::accepted && best.offset_m >= worth_a_word_m) {
    warnings.push_back("read as " + to_words(best.reading) + ", not as the file states it, " +
                       offset_words(best.offset_m, best.bearing) + ": " +
                       evidence_words(diagnosis, best).front());
  }
  bool const is_open = diagnosis.verdict == Verdict::undecided ||
                       (diagnosis.verdict == Verdict::declared && warnings.empty());
  if (is_open && !diagnosis.deciding_option.empty() && diagnosis.hypotheses.size() > 1) {
    warnings.push_back(open_question(diagnosis));
  }
  if (auto const *const chosen = chosen_in(diagnosis);
      chosen != nullptr && diagnosis.verdict != Verdict::accepted && !chosen->is_near &&
      std::isfinite(chosen->offset_m) && detection.diagnosis.hypotheses.front().is_near) {
    warnings.emplace_back("the layer lies outside all that is loaded");
  }
  return warnings;
}

/// The options that make the reader read so. What the file states itself is left to the file.
void apply(Diagnosis const &diagnosis, std::string const &file_crs, ImportOptions &options) {
  auto const &chosen = diagnosis.chosen;
  if (chosen.crs != file_crs) {
    options.crs = chosen.crs;
  }
  options.axes = chosen.axes;
  options.dropped_easting_m = chosen.dropped_easting_m;
  options.datum = chosen.datum;
}

nlohmann::json box_json(geo::Envelope const &box) {
  auto const degrees = [](std::int32_t units) {
    return double{1} * units / geo::LonLat::units_per_degree;
  };
  return {degrees(box.west), degrees(box.south), degrees(box.east), degrees(box.north)};
}

nlohmann::json hypothesis_json(Diagnosis const &diagnosis, CoordinateHypothesis const &one) {
  nlohmann::json json{{"crs", one.reading.crs},
                      {"datum", geo::to_string(one.reading.datum)},
                      {"axes", geo::to_string(one.reading.axes)},
                      {"easting", one.reading.dropped_easting_m == 0 ? "as_is" : "prefix_removed"},
                      {"words", to_words(one.reading)},
                      {"probability", std::round(one.probability * 10'000) / 10'000},
                      {"offset_m", std::round(one.offset_m * 10) / 10},
                      {"evidence", evidence_words(diagnosis, one)}};
  if (diagnosis.evidence.kind == geo::FitEvidence::Kind::corners) {
    json["residual_m"] = std::round(one.fit.corner_m * 100) / 100;
  }
  if (!one.box.is_empty()) {
    json["bbox"] = box_json(one.box);
  }
  return json;
}

} // namespace

std::optional<Detection> detect(ImportOptions &options, Neighbourhood const &neighbourhood) {
  if (is_osm_file(options.file)) {
    return std::nullopt;
  }
  auto const sampled =
      geo::io::sample_layer(options.file, source_options(options), geometry_of(options.layer));
  if (!sampled) {
    throw CommandError(geo::io::to_string(sampled.error()));
  }
  if (sampled->sample.things.empty()) {
    return std::nullopt;
  }
  geo::CoordinateStatement statement;
  statement.crs = options.crs.empty() ? sampled->crs : options.crs;
  statement.is_crs_ordered = !options.crs.empty();
  statement.is_crs_by_format = options.crs.empty() && sampled->is_by_format;
  statement.ordered_datum = options.datum;
  Detection detection{
      geo::diagnose(sampled->sample, statement, {neighbourhood.extent, &neighbourhood.map}),
      statement.crs,
      {}};
  if (detection.diagnosis.verdict == Verdict::refused) {
    refuse(options, detection);
  }
  detection.warnings = warnings_of(detection);
  apply(detection.diagnosis, options.crs.empty() ? sampled->crs : "", options);
  return detection;
}

nlohmann::json detection_json(Detection const &detection) {
  auto const &diagnosis = detection.diagnosis;
  nlohmann::json json{{"verdict", geo::to_string(diagnosis.verdict)},
                      {"hypotheses", nlohmann::json::array()},
                      {"warnings", detection.warnings}};
  for (auto const &hypothesis : diagnosis.hypotheses) {
    json["hypotheses"].push_back(hypothesis_json(diagnosis, hypothesis));
  }
  if (auto const *const chosen = chosen_in(diagnosis)) {
    json["chosen"] = hypothesis_json(diagnosis, *chosen);
  }
  if (!diagnosis.deciding_option.empty()) {
    json["deciding_option"] = diagnosis.deciding_option;
  }
  return json;
}

} // namespace yuntu::tools
