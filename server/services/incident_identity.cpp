#include "server/services/incident_identity.hpp"

#include "server/services/secret.hpp"

namespace yuntu::services {
namespace {

/// Length before text, so that no two different lists give the same bytes.
void append(std::string &bytes, std::string_view part) {
  bytes += std::to_string(part.size()) + ":";
  bytes += part;
}

} // namespace

std::string hash_of(model::IncidentReport const &report) {
  std::string bytes;
  for (auto const &part : {report.id, report.channel, report.category, report.text,
                           std::string(model::to_string(report.severity)), report.building}) {
    append(bytes, part);
  }
  if (report.position) {
    append(bytes, std::to_string(report.position->lon_e7()));
    append(bytes, std::to_string(report.position->lat_e7()));
  }
  append(bytes, report.time ? model::format_rfc3339(*report.time) : "");
  // Reports without these hash as they did before there were any.
  if (!report.ticket.empty() || report.accuracy_m) {
    append(bytes, report.ticket);
  }
  if (report.accuracy_m) {
    append(bytes, std::to_string(*report.accuracy_m));
  }
  return digest(bytes);
}

std::optional<protocol::Problem> fault_of_time(model::IncidentReport const &report,
                                               model::Time now) {
  constexpr std::chrono::minutes ahead{5};
  constexpr std::chrono::hours ago{24 * 366};
  if (!report.time || (*report.time <= now + ahead && *report.time >= now - ago)) {
    return std::nullopt;
  }
  return protocol::Problem{422,
                           "Bad time",
                           "\"time\" is " + model::format_rfc3339(*report.time) + "; it is now " +
                               model::format_rfc3339(now) +
                               ", and a report may be a year old but not of the future",
                           {}};
}

bool is_of_ticket(std::string_view id) {
  constexpr std::size_t version_at = 14;
  return id.size() > version_at && id[version_at] == '8';
}

std::string id_of_ticket(std::string_view channel, std::string_view ticket) {
  std::string bytes;
  append(bytes, "yuntu incident");
  append(bytes, channel);
  append(bytes, ticket);
  auto hex = digest(bytes).substr(0, 32);
  constexpr std::string_view variant = "89ab";
  hex[12] = '8'; // the version
  auto const third = static_cast<unsigned char>(hex[16]);
  hex[16] = variant[third % variant.size()];
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
         hex.substr(16, 4) + "-" + hex.substr(20);
}

} // namespace yuntu::services
