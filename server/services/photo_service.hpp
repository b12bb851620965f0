#pragma once

#include "server/model/incident.hpp"
#include "server/model/principal.hpp"
#include "server/services/city.hpp"

#include <optional>
#include <string>

namespace yuntu::services {

/// Whether this is somebody's to see: by rights, or as the resident who reported it.
[[nodiscard]] bool may_see(model::Principal const &principal, model::Incident const &incident,
                           std::string const &receipt);

/// Who adds a photo, to what.
struct PhotoOffer {
  model::Principal principal;
  std::string incident;
  std::string receipt; ///< a resident's; else empty
};
/// A photo that is in the store for good.
struct StoredPhoto {
  std::string digest;
  std::string media_type;
  std::uint64_t bytes = 0;
};
struct AddedPhoto {
  StoredPhoto photo;
  bool is_new = true; ///< false: the incident has it already
};

/// Photos of incidents, as facts; their bytes are the photo store's. City thread only.
class PhotoService {
public:
  static constexpr std::size_t most_of_one = 12;
  static constexpr std::size_t most_of_residents = 4; ///< of them, so that the staff's have a place

  explicit PhotoService(City &city) : city_(city) {}

  /// Before the first byte is stored: 404 what it may not see, 503 and 507 while nothing is taken.
  [[nodiscard]] std::optional<protocol::Problem> refusal(PhotoOffer const &offer) const;
  /// Likewise, and 409 when there are as many photos as there may be. The same photo again is
  /// answered as that.
  void add(PhotoOffer const &offer, StoredPhoto const &photo, model::Time now,
           Done<AddedPhoto> const &done);

private:
  City &city_;
};

} // namespace yuntu::services
