#pragma once

#include "server/model/incident.hpp"

#include <cstddef>
#include <optional>
#include <unordered_map>
#include <vector>

namespace yuntu::rules {

/// What is due when of each incident, told in the order of time and then of id. A heap whose
/// entries know their place: putting off, bringing forward and taking away cost O(log n). Incidents
/// are kept by address: they must stay where they are, as those of a CityState do.
class DueQueue {
public:
  struct Entry {
    model::Incident const *incident = nullptr;
    model::Time at;
    friend bool operator==(Entry const &, Entry const &) = default;
  };

  DueQueue() = default;
  DueQueue(DueQueue const &) = delete; // entries point into it
  DueQueue &operator=(DueQueue const &) = delete;

  /// Replaces when it is due; nullopt: it is not any more.
  void put(model::Incident const &incident, std::optional<model::Time> at);
  /// Takes out at most `most` of what was due before `now`, the earliest first.
  [[nodiscard]] std::vector<Entry> take_before(model::Time now, std::size_t most);
  /// All anew, in O(n): in place of everything that is in it. An incident stands there once.
  void assign(std::vector<Entry> const &entries);

  [[nodiscard]] std::size_t size() const { return heap_.size(); }
  [[nodiscard]] std::optional<model::Time> next() const {
    return heap_.empty() ? std::nullopt : std::optional(heap_.front().at);
  }

private:
  using Places = std::unordered_map<model::Incident const *, std::size_t>;
  struct Item {
    model::Time at;
    Places::value_type *node = nullptr; ///< the incident and its place in the heap
  };

  [[nodiscard]] static bool is_before(Item const &one, Item const &other);
  void place(std::size_t at, Item item);
  void sift_up(std::size_t at, Item item);
  void sift_down(std::size_t at, Item item);
  void remove(std::size_t at);

  Places places_;
  std::vector<Item> heap_;
};

} // namespace yuntu::rules
