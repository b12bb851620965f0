#include "tools/yuntu/check/check_report.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <iomanip>
#include <sstream>
#include <string_view>
#include <utility>

namespace yuntu::tools {
namespace {

using nlohmann::json;

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> titles{
    {{"invalid_geometry", "无效图形"},
     {"duplicate_code", "重复编码"},
     {"bad_code", "编码错误"},
     {"multipart", "多部件"},
     {"gap", "缝隙"},
     {"overlap", "重叠"},
     {"sliver", "狭长碎片"},
     {"wrong_nesting", "隶属错误"},
     {"code_order", "编码顺序"},
     {"cut_building", "楼栋被切割"},
     {"orphan", "无归属"},
     {"unstaffed", "无人网格"}}};

std::string words(json const &object, char const *field) {
  return object.at(field).get<std::string>();
}

std::string joined(json const &list) {
  std::string text;
  for (auto const &word : list) {
    text += (text.empty() ? "" : ", ") + word.get<std::string>();
  }
  return text;
}

void write_size(std::ostream &out, json const &finding) {
  if (auto const &size = finding.at("size_m2"); !size.is_null()) {
    out << ", " << std::setprecision(2) << size.get<double>() << " m2";
  }
  if (finding.contains("width_m")) {
    out << ", " << std::setprecision(2) << finding.at("width_m").get<double>() << " m wide";
  }
}

void write_finding(std::ostream &out, json const &finding) {
  out << "**" << joined(finding.at("codes")) << "** (" << words(finding, "layer") << ") at "
      << std::setprecision(7) << finding.at("lon").get<double>() << ", "
      << finding.at("lat").get<double>();
  write_size(out, finding);
  out << ". " << words(finding, "level") << ": " << words(finding, "hint") << ".\n";
}

void write_section(std::ostream &out, std::string_view rule, std::string_view title,
                   json const &findings) {
  std::size_t count = 0;
  for (auto const &finding : findings) {
    if (finding.at("rule") == rule) {
      if (count == 0) {
        out << "\n## " << title << " " << rule << "\n";
      }
      out << ++count << ". ";
      write_finding(out, finding);
    }
  }
}

void write_certificate(std::ostream &out, json const &certificate) {
  if (certificate.is_null()) {
    out << "\nNo certificate: errors or warnings about the topology stand above, or there is "
           "nothing to check.\n";
    return;
  }
  out << "\n## 拓扑合格证 Topology certificate\nData " << words(certificate, "data_hash")
      << "\n\nSeal " << words(certificate, "seal")
      << "\n\n| layer | version | areas | parts | corners |\n|---|---|---|---|---|\n";
  for (auto const &layer : certificate.at("layers")) {
    out << "| " << words(layer, "layer") << " | " << words(layer, "version") << " | "
        << layer.at("areas") << " | " << layer.at("parts") << " | " << layer.at("corners")
        << " |\n";
  }
  out << "\nRules: " << joined(certificate.at("rules")) << ".\n\nThresholds:";
  for (auto const &[name, value] : certificate.at("thresholds").items()) {
    out << " " << name << " " << value;
  }
  out << ". Strips within the tolerance: " << certificate.at("within_tolerance") << ".\n";
}

void write_skipped(std::ostream &out, json const &skipped) {
  if (skipped.empty()) {
    return;
  }
  out << "\n## 未检查 Not checked\n";
  for (auto const &one : skipped) {
    out << "- " << words(one, "rule") << " " << one.value("layer", "") << ": "
        << words(one, "reason") << "\n";
  }
}

} // namespace

std::string readable_report(json const &answer) {
  auto const &findings = answer.at("findings");
  std::ostringstream out;
  out << std::fixed << "# 图层检查 Check of the map\n\nAs of " << words(answer, "as_of") << ": "
      << findings.size() << " findings.\n";
  for (auto const &[rule, title] : titles) {
    write_section(out, rule, title, findings);
  }
  write_skipped(out, answer.at("skipped"));
  write_certificate(out, answer.at("certificate"));
  return out.str();
}

} // namespace yuntu::tools
