#include "server/services/photo_service.hpp"

#include "server/rules/visibility.hpp"
#include "server/services/incident_view.hpp"
#include "server/services/secret.hpp"

#include <algorithm>

namespace yuntu::services {
namespace {

bool has_photo(model::Incident const &incident, std::string const &digest) {
  return std::any_of(incident.photos.begin(), incident.photos.end(),
                     [&](model::Photo const &photo) { return photo.digest == digest; });
}

std::optional<protocol::Problem> fault_of(PhotoOffer const &offer,
                                          model::Incident const *incident) {
  if (incident == nullptr || !may_see(offer.principal, *incident, offer.receipt)) {
    return no_incident(offer.incident);
  }
  return std::nullopt;
}

protocol::Problem too_many() {
  return {409,
          "Too many photos",
          "an incident has at most " + std::to_string(PhotoService::most_of_one) + " photos, " +
              std::to_string(PhotoService::most_of_residents) + " of them from residents",
          {}};
}

/// For one more photo, of a resident or of the staff.
bool is_full(model::Incident const &incident, bool is_of_resident) {
  auto const by_residents = std::count_if(incident.photos.begin(), incident.photos.end(),
                                          [](auto const &one) { return is_by_resident(one); });
  return incident.photos.size() >= PhotoService::most_of_one ||
         (is_of_resident &&
          static_cast<std::size_t>(by_residents) >= PhotoService::most_of_residents);
}

model::Incident const *find(City const &city, std::string const &id) {
  auto const found = city.state().incidents.find(id);
  return found == city.state().incidents.end() ? nullptr : &found->second;
}

} // namespace

bool may_see(model::Principal const &principal, model::Incident const &incident,
             std::string const &receipt) {
  return rules::may_see(principal, incident) ||
         (!receipt.empty() && digest(receipt) == incident.receipt_hash);
}

std::optional<protocol::Problem> PhotoService::refusal(PhotoOffer const &offer) const {
  if (auto fault = fault_of(offer, find(city_, offer.incident))) {
    return fault;
  }
  return city_.closed_for_intake();
}

void PhotoService::add(PhotoOffer const &offer, StoredPhoto const &photo, model::Time now,
                       Done<AddedPhoto> const &done) {
  auto const *const incident = find(city_, offer.incident);
  auto const actor = offer.principal.user.empty() ? "resident" : offer.principal.user;
  if (auto fault = fault_of(offer, incident)) {
    return done(tl::unexpected(std::move(*fault)));
  }
  if (has_photo(*incident, photo.digest)) {
    City::Transaction nothing(city_, actor, now); // its commit may be on the way still
    return nothing.submit(ticket_for(done, AddedPhoto{photo, false}));
  }
  if (is_full(*incident, offer.principal.user.empty())) {
    return done(tl::unexpected(too_many()));
  }
  if (auto closed = city_.closed_for_intake()) {
    return done(tl::unexpected(std::move(*closed)));
  }
  City::Transaction transaction(city_, actor, now);
  transaction.add(model::PhotoAdded{offer.incident, photo.digest, photo.media_type, photo.bytes});
  transaction.submit(ticket_for(done, AddedPhoto{photo, true}));
}

} // namespace yuntu::services
