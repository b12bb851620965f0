#include "server/rules/figures/grouping.hpp"

#include <algorithm>
#include <array>

namespace yuntu::rules {
namespace {

using By = Grouping::By;

constexpr std::string_view area_prefix = "area:";
constexpr std::array<std::string_view, 6> names{"",         "area",    "department",
                                                "category", "channel", "severity"};

} // namespace

std::string Grouping::key_of(model::Incident const &incident) const {
  switch (by) {
  case By::area:
    return incident.areas[level];
  case By::department:
    return incident.department();
  case By::category:
    return incident.category;
  case By::channel:
    return incident.channel;
  case By::severity:
    return std::string(model::to_string(incident.severity));
  case By::nothing:
    break;
  }
  return {};
}

std::optional<Grouping> parse_grouping(std::string_view text) {
  if (text.starts_with(area_prefix)) {
    auto const name = text.substr(area_prefix.size());
    auto const *const level =
        std::find(model::area_level_names.begin(), model::area_level_names.end(), name);
    if (level == model::area_level_names.end()) {
      return std::nullopt;
    }
    return Grouping{By::area,
                    static_cast<model::AreaLevel>(level - model::area_level_names.begin())};
  }
  for (auto const by : {By::department, By::category, By::channel, By::severity}) {
    if (text == names[static_cast<std::size_t>(by)]) {
      return Grouping{by};
    }
  }
  return std::nullopt;
}

std::string to_text(Grouping const &grouping) {
  if (grouping.by == By::area) {
    return std::string(area_prefix) + std::string(model::to_string(grouping.level));
  }
  return std::string(names[static_cast<std::size_t>(grouping.by)]);
}

} // namespace yuntu::rules
