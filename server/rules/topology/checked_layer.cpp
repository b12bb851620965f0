#include "server/rules/topology/checked_layer.hpp"

#include "geo/shape_size.hpp"
#include "geo/validity.hpp"

#include <algorithm>

namespace yuntu::rules::topology {
namespace {

/// "15 digits, the first 12 the community's code (GB/T 30428.1)".
std::string words_for(CodeForm const &form) {
  std::string words = std::to_string(form.digits) + " digits";
  if (form.outer_digits > 0) {
    words += ", digits " + std::to_string(form.outer_from + 1) + " to " +
             std::to_string(form.outer_from + form.outer_digits) + " the " +
             std::string(model::to_string(form.outer)) + "'s code";
  }
  return words + " (" + std::string(form.standard) + ")";
}

} // namespace

CheckedLayer::CheckedLayer(model::LayerVersion const &version)
    : areas(version), code_states(areas.size(), CodeState::unjudged),
      is_invalid(areas.size(), false) {
  check_geometry();
  check_parts();
  judge_codes();
  find_duplicates();
  find_provisional();
}

Finding CheckedLayer::finding_on(std::uint32_t area, Rule rule, Severity severity) const {
  Finding finding;
  finding.rule = rule;
  finding.severity = severity;
  finding.layer = areas.kind();
  finding.codes = {areas.code_of(area)};
  finding.place = areas.place_of(area);
  for (auto const &part : areas.parts_of(area)) {
    finding.shape.push_back(polygon_of(part));
  }
  return finding;
}

void CheckedLayer::check_geometry() {
  for (std::uint32_t area = 0; area < areas.size(); ++area) {
    for (auto const &part : areas.parts_of(area)) {
      auto const defect = geo::find_defect(polygon_of(part));
      if (defect && !is_invalid[area]) {
        is_invalid[area] = true;
        findings.push_back(finding_on(area, Rule::invalid_geometry, Severity::error));
        findings.back().place = defect->place;
        findings.back().hint = defect->reason + "; mend it in the source and import again. What "
                                                "borders on it is judged after that";
      }
    }
  }
}

void CheckedLayer::check_parts() {
  for (std::uint32_t area = 0; areas.kind() != model::LayerKind::building && area < areas.size();
       ++area) {
    auto const parts = areas.parts_of(area);
    if (parts.size() == 1) {
      continue;
    }
    auto finding = finding_on(area, Rule::multipart, Severity::warning);
    finding.size_m2 = 0;
    for (auto const &part : parts) {
      *finding.size_m2 += geo::size_of(polygon_of(part)).area_m2;
    }
    finding.hint = "it lies in " + std::to_string(parts.size()) +
                   " separate parts; give each part a code of its own, or join it to its neighbour";
    findings.push_back(std::move(finding));
  }
}

void CheckedLayer::judge_codes() {
  std::vector<std::string_view> codes;
  for (std::uint32_t area = 0; area < areas.size(); ++area) {
    if (is_provisional(areas.code_of(area))) {
      code_states[area] = CodeState::provisional;
    } else {
      codes.push_back(areas.code_of(area));
    }
  }
  form = usual_form(areas.kind(), codes);
  for (std::uint32_t area = 0; form != nullptr && area < areas.size(); ++area) {
    if (code_states[area] == CodeState::provisional) {
      continue;
    }
    bool const is_well_formed = has_form(areas.code_of(area), *form);
    code_states[area] = is_well_formed ? CodeState::sound : CodeState::ill_formed;
    if (!is_well_formed) {
      findings.push_back(finding_on(area, Rule::bad_code, Severity::error));
      findings.back().hint = "expected " + words_for(*form) + ", as this layer's other codes";
    }
  }
  bool const has_forms = std::any_of(known_code_forms().begin(), known_code_forms().end(),
                                     [&](CodeForm const &f) { return f.layer == areas.kind(); });
  if (form == nullptr && has_forms && !codes.empty()) {
    auto const first = static_cast<std::uint32_t>(
        std::find(code_states.begin(), code_states.end(), CodeState::unjudged) -
        code_states.begin());
    findings.push_back(finding_on(first, Rule::bad_code, Severity::note));
    findings.back().shape.clear();
    findings.back().hint = "none of the " + std::to_string(codes.size()) +
                           " codes of this layer has a form that a standard knows (this is the "
                           "first): they are not judged by form";
  }
}

void CheckedLayer::find_duplicates() {
  for (auto const same : areas.with_repeated_codes()) {
    auto finding = finding_on(same.back(), Rule::duplicate_code, Severity::error);
    finding.shape.clear();
    std::string names;
    for (auto const one : same) {
      code_states[one] = CodeState::duplicate;
      finding.shape.push_back(polygon_of(areas.row_of(one)));
      names += (names.empty() ? "" : ", ") + areas.row_of(one).name;
    }
    finding.hint = std::to_string(same.size()) + " things have this code (" + names +
                   "); give all but one a code that was never used";
    findings.push_back(std::move(finding));
  }
}

void CheckedLayer::find_provisional() {
  auto const count = std::count(code_states.begin(), code_states.end(), CodeState::provisional);
  if (count == 0) {
    return;
  }
  auto const first = static_cast<std::uint32_t>(
      std::find(code_states.begin(), code_states.end(), CodeState::provisional) -
      code_states.begin());
  findings.push_back(finding_on(first, Rule::bad_code, Severity::note));
  findings.back().shape.clear();
  findings.back().hint = std::to_string(count) +
                         " provisional codes (this is the first), given because the file had none; "
                         "import it again with --map code=FIELD";
}

} // namespace yuntu::rules::topology
