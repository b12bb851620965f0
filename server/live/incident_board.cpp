#include "server/live/incident_board.hpp"

#include <cstddef>
#include <utility>

namespace yuntu::live {

std::string title_of(std::string const &text) {
  constexpr std::size_t longest = 24;
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool const starts_character = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
    if (starts_character && ++characters > longest) {
      return text.substr(0, i);
    }
  }
  return text;
}

protocol::IncidentUpsert IncidentSigns::upsert_of(model::Incident const &incident) const {
  protocol::IncidentUpsert upsert{incident.id,
                                  std::string(model::to_string(incident.stage)),
                                  std::string(model::to_string(incident.severity)),
                                  incident.category,
                                  incident.position,
                                  incident.areas,
                                  incident.version,
                                  incident.time,
                                  title_of(incident.text)};
  upsert.department = incident.department();
  upsert.level = static_cast<std::uint32_t>(incident.level());
  upsert.assignee = incident.assignee;
  if (add_due) {
    add_due(incident, upsert);
  }
  return upsert;
}

bool IncidentSigns::is_closed(model::Incident const &incident) const {
  if (!incident.merged_into.empty()) {
    return true;
  }
  return closes ? closes(incident.stage) : incident.stage == model::Stage::rated;
}

void IncidentBoard::put(model::Incident const &incident,
                        protocol::Shared<protocol::IncidentUpsert> upsert) {
  auto const found = places_.find(incident.id);
  if (signs_.is_closed(incident)) {
    if (found != places_.end()) {
      // Rare, and a snapshot keeps the order in which they came.
      entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(found->second));
      places_.erase(found);
      for (std::size_t place = 0; place < entries_.size(); ++place) {
        places_[entries_[place].upsert->value.id] = place;
      }
    }
    return;
  }
  Entry entry{upsert ? std::move(upsert) : protocol::encode_incident(signs_.upsert_of(incident)),
              incident.reporter, cell_at(incident.position), audiences_.of(incident.areas),
              incident.severity};
  if (found != places_.end()) {
    entries_[found->second] = std::move(entry);
  } else {
    places_.emplace(incident.id, entries_.size());
    entries_.push_back(std::move(entry));
  }
}

} // namespace yuntu::live
