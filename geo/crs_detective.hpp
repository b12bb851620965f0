#pragma once

#include "geo/coordinate_reading.hpp"
#include "geo/envelope.hpp"
#include "geo/layer_fit.hpp"
#include "geo/reference_map.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::geo {

/// Numbers as a file has them, first and second of each point.
struct RawPoint {
  double x = 0;
  double y = 0;
};
/// Some points of some things of a layer, spread over all of it.
struct CoordinateSample {
  std::vector<std::vector<RawPoint>> things;
};

/// What is said about the numbers.
struct CoordinateStatement {
  std::string crs;               ///< of the file or the operator; empty: nobody says
  bool is_crs_ordered = false;   ///< by the operator, whose word stands
  bool is_crs_by_format = false; ///< no more than a format's rule (GeoJSON is WGS 84)
  std::optional<DatumReading> ordered_datum;
};

/// What the layer is held against. An empty box and an empty map say nothing.
struct Surroundings {
  Envelope extent; ///< of the deployment
  ReferenceMap const *map = nullptr;
};

struct CoordinateHypothesis {
  CoordinateReading reading;
  double probability = 0; ///< among all that were tried, which are finitely many
  Envelope box;           ///< of the sample; empty where it is no place on earth
  bool is_near = false;   ///< the box meets the deployment's extent
  LayerFit fit;
  /// From where the statement puts the layer (without one: the first hypothesis), metres and
  /// degrees clockwise from north; 0 for that one.
  double offset_m = 0;
  double bearing = 0;
};

enum class Verdict : std::uint8_t {
  declared,  ///< the operator said all there is to say
  accepted,  ///< one hypothesis stands out
  undecided, ///< read by the datum that the file itself states; nothing shows whether it is true
  refused    ///< several fit, or none, and the file states no more than its format's rule
};
/// "declared", "accepted", "undecided", "refused".
[[nodiscard]] std::string_view to_string(Verdict verdict);

struct Diagnosis {
  Verdict verdict = Verdict::refused;
  CoordinateReading chosen;                      ///< unless refused
  std::vector<CoordinateHypothesis> hypotheses;  ///< the most probable first, at most six
  FitEvidence evidence;                          ///< that decided between data; kind none: none did
  std::optional<CoordinateHypothesis> statement; ///< as stated, where that can be read at all
  std::string deciding_option;                   ///< e.g. "--datum gcj02"; empty: nothing is open
};

/// Tries the finite set of ways in which a Chinese county's layer is delivered: axes swapped,
/// neighbouring Gauss-Kruger zones of 3 and 6 degrees, eastings of six and eight digits, a wrong
/// prefix, degrees and Web Mercator; CGCS2000, Xian 1980, Beijing 1954; WGS 84, GCJ-02, BD-09,
/// shifted twice, shifted back for nothing. First the form (which may put the layer in another
/// county), by the extent; then the datum, by the fit to the map.
[[nodiscard]] Diagnosis diagnose(CoordinateSample const &sample,
                                 CoordinateStatement const &statement,
                                 Surroundings const &surroundings);

} // namespace yuntu::geo
