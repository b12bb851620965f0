#include "tools/yuntu/check/certificate.hpp"

#include "server/store/digest.hpp"
#include "tools/yuntu/check/finding_json.hpp"

#include <nlohmann/json.hpp>

namespace yuntu::tools {

using nlohmann::json;
namespace topology = rules::topology;

std::string data_hash(std::map<model::LayerKind, std::string> const &versions) {
  std::string text = "yuntu topology\n";
  for (auto const &[layer, version] : versions) {
    text.append(model::to_string(layer)).append(" ").append(version).append("\n");
  }
  return store::to_hex(store::blake2b(text));
}

json certificate_of(topology::TopologyReport const &report, topology::Thresholds const &thresholds,
                    std::map<model::LayerKind, std::string> const &versions) {
  json layers = json::array();
  for (auto const &count : report.counts) {
    layers.push_back({{"layer", model::to_string(count.layer)},
                      {"version", versions.at(count.layer)},
                      {"areas", count.areas},
                      {"parts", count.parts},
                      {"corners", count.corners}});
  }
  json skipped = json::array();
  for (auto const &one : report.skipped) {
    skipped.push_back(to_json(one));
  }
  json certificate{{"data_hash", data_hash(versions)},
                   {"layers", std::move(layers)},
                   {"rules", topology::rule_names},
                   {"thresholds", to_json(thresholds)},
                   {"skipped", std::move(skipped)},
                   {"notes", report.findings.size()},
                   {"within_tolerance", report.within_tolerance}};
  certificate["seal"] = store::to_hex(store::blake2b(certificate.dump()));
  return certificate;
}

} // namespace yuntu::tools
