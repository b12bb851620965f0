#pragma once

#include "server/model/incident.hpp"
#include "server/model/time.hpp"
#include "server/rules/duplicates/text_bigrams.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace yuntu::rules {

/// What two incidents have in common.
enum class Likeness : std::uint8_t {
  same_building,
  near,
  same_category,
  sibling_category,
  similar_words
};
inline constexpr std::array<std::string_view, 5> likeness_names{
    "same_building", "near", "same_category", "sibling_category", "similar_words"};
[[nodiscard]] constexpr std::string_view to_string(Likeness likeness) {
  return likeness_names[static_cast<std::size_t>(likeness)];
}

/// An incident that may be about the same thing as another one.
struct SimilarIncident {
  std::string id;
  double distance_m = 0;
  std::int64_t minutes = 0; ///< between the two
  double score = 0;         ///< 0 to 1
  std::vector<Likeness> reasons;
};

struct SimilarityLimits {
  double distance_m = 50;                         ///< or the same building
  model::Duration time = std::chrono::hours{168}; ///< between the two
  double words = 0.3;                             ///< of all pairs of characters, in both
};

enum class Kinship : std::uint8_t { none, siblings, same };
/// How two categories stand to each other in the county's tree.
using KinshipOf = std::function<Kinship(std::string const &, std::string const &)>;

/// Open incidents by where they are, so that asking what is like one looks at its neighbours only.
/// They are near or in the same building, not long apart, and of one kind or in like words; a
/// proposal, never more. One thread.
class SimilarIncidents {
public:
  explicit SimilarIncidents(KinshipOf kinship, SimilarityLimits limits = {})
      : kinship_(std::move(kinship)), limits_(limits) {}

  /// As it is now; again when it has changed.
  void put(model::Incident const &incident);
  void remove(std::string const &id);
  [[nodiscard]] std::size_t size() const { return places_.size(); }

  /// Best first; none for one that is not here.
  [[nodiscard]] std::vector<SimilarIncident> like(std::string const &id) const;
  /// All that are alike by way of others too, it not included; at most `most`, and fewer where very
  /// many lie together.
  [[nodiscard]] std::vector<std::string> cluster_of(std::string const &id, std::size_t most) const;

private:
  struct Entry {
    std::string id;
    geo::LonLat place;
    std::string building;
    std::string category;
    model::Time time;
    Bigrams words;
  };
  using Cell = std::uint64_t;
  using Slots = std::vector<std::uint32_t>;

  [[nodiscard]] static Cell cell_at(geo::LonLat place, int columns_east, int rows_north);
  [[nodiscard]] Slots neighbours_of(Entry const &entry) const;
  /// Of these slots, best first.
  [[nodiscard]] std::vector<SimilarIncident> like(std::uint32_t slot, Slots const &others) const;
  [[nodiscard]] bool compare(Entry const &one, Entry const &other, SimilarIncident &result) const;

  KinshipOf kinship_;
  SimilarityLimits limits_;
  std::vector<Entry> entries_;
  Slots free_;
  std::unordered_map<std::string, std::uint32_t> places_; ///< by id
  std::unordered_map<Cell, Slots> cells_;
  std::unordered_map<std::string, Slots> buildings_;
};

} // namespace yuntu::rules
