#pragma once

#include "server/rules/topology/area_layer.hpp"
#include "server/rules/topology/code_form.hpp"
#include "server/rules/topology/finding.hpp"

#include <vector>

namespace yuntu::rules::topology {

enum class CodeState : std::uint8_t {
  sound,
  unjudged, ///< no form is known for the layer, or none of its codes has any
  provisional,
  ill_formed,
  duplicate
};

/// A layer and what its rows say by themselves. What rests on a row found wrong here is not found
/// wrong again further on: one defect, one finding.
struct CheckedLayer {
  explicit CheckedLayer(model::LayerVersion const &version);

  AreaLayer areas;
  CodeForm const *form = nullptr;     ///< of its codes; nullptr: not judged by form
  std::vector<CodeState> code_states; ///< by area
  std::vector<bool> is_invalid;       ///< by area: its geometry
  std::vector<Finding> findings;      ///< of rows: geometry, parts, codes

  /// Can other codes be held against this one?
  [[nodiscard]] bool is_trusted(std::uint32_t area) const {
    return code_states[area] == CodeState::sound || code_states[area] == CodeState::unjudged;
  }

private:
  void check_geometry();
  void check_parts();
  void judge_codes();
  void find_duplicates();
  void find_provisional();
  [[nodiscard]] Finding finding_on(std::uint32_t area, Rule rule, Severity severity) const;
};

} // namespace yuntu::rules::topology
