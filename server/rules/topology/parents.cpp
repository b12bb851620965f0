#include "server/rules/topology/parents.hpp"

#include "geo/face.hpp"
#include "geo/noding.hpp"
#include "geo/shape_size.hpp"

#include <algorithm>
#include <set>

namespace yuntu::rules::topology {
namespace {

using model::to_string;

class ParentFinder {
public:
  ParentFinder(CheckedLayer const &inner, CheckedLayer const &outer, AreaLookup const &lookup)
      : inner_(inner), outer_(outer), lookup_(lookup) {
    for (std::uint32_t area = 0; area < outer.areas.size(); ++area) {
      code_lengths_.insert(outer.areas.code_of(area).size());
    }
  }

  [[nodiscard]] Parents find() const {
    Parents result;
    for (std::uint32_t area = 0; area < inner_.areas.size(); ++area) {
      auto const &field = inner_.areas.row_of(area).parent;
      auto parent = named(field);
      auto by = ParentBy::field;
      bool dangles = !field.empty() && parent == AreaLayer::none;
      if (parent == AreaLayer::none && inner_.is_trusted(area)) {
        parent = by_code(inner_.areas.code_of(area));
        by = ParentBy::code;
        dangles = dangles || (parent == AreaLayer::none && inner_.form != nullptr &&
                              inner_.form->outer == outer_.areas.kind());
      }
      if (parent == AreaLayer::none) {
        parent = by_place(area);
        by = parent == AreaLayer::none ? ParentBy::nothing : ParentBy::place;
      }
      result.parent.push_back(parent);
      result.by.push_back(by);
      result.is_dangling.push_back(dangles);
    }
    return result;
  }

private:
  [[nodiscard]] std::uint32_t named(std::string const &code) const {
    auto const found = outer_.areas.with_code(code);
    return code.empty() || found.empty() ? AreaLayer::none : found.front();
  }

  [[nodiscard]] std::uint32_t by_code(std::string const &code) const {
    auto const *const form = inner_.form;
    if (form != nullptr && form->outer == outer_.areas.kind() && has_form(code, *form)) {
      return named(outer_code(code, *form));
    }
    for (auto length = code_lengths_.rbegin(); length != code_lengths_.rend(); ++length) {
      auto const found = *length < code.size() ? named(code.substr(0, *length)) : AreaLayer::none;
      if (found != AreaLayer::none) {
        return found;
      }
    }
    return AreaLayer::none;
  }

  /// The largest share; the lower code where shares are equal.
  [[nodiscard]] std::uint32_t by_place(std::uint32_t area) const {
    geo::Envelope box;
    for (auto const &part : inner_.areas.parts_of(area)) {
      box.expand(geo::envelope_of(polygon_of(part)));
    }
    auto const near = lookup_.near(box);
    std::uint32_t best = AreaLayer::none;
    double most = 0;
    for (auto const candidate : near) {
      double const share = shared_m2(area, candidate);
      if (share > most || (share == most && share > 0 &&
                           outer_.areas.code_of(candidate) < outer_.areas.code_of(best))) {
        most = share;
        best = candidate;
      }
    }
    return best;
  }

  [[nodiscard]] double shared_m2(std::uint32_t area, std::uint32_t candidate) const {
    geo::WindingSum sum;
    for (auto const &part : inner_.areas.parts_of(area)) {
      sum.add(polygon_of(part), 0);
    }
    for (auto const &part : outer_.areas.parts_of(candidate)) {
      sum.add(polygon_of(part), 1);
    }
    double shared = 0;
    for (auto const &face : geo::faces_between(geo::noded(sum.take()))) {
      shared += face.cover[0] > 0 && face.cover[1] > 0 ? geo::size_of(face.shape).area_m2 : 0;
    }
    return shared;
  }

  CheckedLayer const &inner_;
  CheckedLayer const &outer_;
  AreaLookup const &lookup_;
  std::set<std::size_t> code_lengths_;
};

} // namespace

Parents find_parents(CheckedLayer const &inner, CheckedLayer const &outer,
                     AreaLookup const &outer_lookup) {
  return ParentFinder(inner, outer, outer_lookup).find();
}

PrefixReport check_prefixes(CheckedLayer const &inner, Around const &around,
                            std::vector<bool> const &is_misplaced) {
  auto const &outer = around.outer;
  auto const &parents = around.parents;
  PrefixReport report;
  for (std::uint32_t area = 0; area < inner.areas.size(); ++area) {
    auto const parent = parents.parent[area];
    if (parent == AreaLayer::none || is_misplaced[area] || !inner.is_trusted(area) ||
        !outer.is_trusted(parent)) {
      continue;
    }
    auto const &row = inner.areas.row_of(area);
    auto const &outer_row = outer.areas.row_of(parent);
    bool const is_judged =
        inner.form != nullptr && outer.form != nullptr && inner.form->outer == outer.areas.kind();
    bool const repeats = !is_judged || outer_code(row.code, *inner.form) == outer_row.code;
    if (repeats && !parents.is_dangling[area]) {
      continue;
    }
    auto const kind = std::string(to_string(outer.areas.kind()));
    Finding finding;
    finding.layer = inner.areas.kind();
    finding.codes = {row.code, outer_row.code};
    finding.place = inner.areas.place_of(area);
    if (repeats) {
      finding.rule = Rule::wrong_nesting;
      finding.severity = Severity::warning;
      finding.hint = "its parent field names " + kind + " " + row.parent +
                     ", which is not there; it lies in " + outer_row.code;
    } else {
      report.areas.push_back(area);
      finding.rule = Rule::bad_code;
      finding.hint = "it lies in " + kind + " " + outer_row.code + ", but its code says " +
                     outer_code(row.code, *inner.form) + "; give it a code of that " + kind +
                     " that was never used";
    }
    report.findings.push_back(std::move(finding));
  }
  return report;
}

} // namespace yuntu::rules::topology
