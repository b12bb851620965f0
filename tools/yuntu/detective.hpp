#pragma once

#include "geo/crs_detective.hpp"
#include "geo/io/coordinate_sample.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/layer_import.hpp"
#include "tools/yuntu/neighbourhood.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace yuntu::tools {

/// What the detective made of a file's numbers.
struct Detection {
  geo::Diagnosis diagnosis;
  std::string stated_crs; ///< of the file or by --crs; empty: nobody says
  /// For people: what was assumed and what contradicts the options given.
  std::vector<std::string> warnings;
};

/// Several ways to read the file fit, or none.
class UndecidedReading : public CommandError {
public:
  UndecidedReading(std::string const &words, Detection detection)
      : CommandError(words), detection_(std::move(detection)) {}
  [[nodiscard]] Detection const &detection() const { return detection_; }

private:
  Detection detection_;
};

/// Finds out how to read the file and sets it in `options`, --crs and --datum standing as they are
/// given. nullopt: there is nothing to find out (OpenStreetMap, no geometry of the kind). Throws
/// UndecidedReading that names the hypotheses left and the option that would decide between them.
[[nodiscard]] std::optional<Detection> detect(ImportOptions &options,
                                              Neighbourhood const &neighbourhood);

/// The `detective` of the import's report.
[[nodiscard]] nlohmann::json detection_json(Detection const &detection);

} // namespace yuntu::tools
