#pragma once

#include "server/model/time.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace yuntu::rules {

/// What is due when, each thing once, told in the order of time and then of id. A heap whose
/// entries know their place: putting off, bringing forward and taking away cost O(log n).
class DueQueue {
public:
  struct Entry {
    std::string id;
    model::Time at;
    friend bool operator==(Entry const &, Entry const &) = default;
  };

  DueQueue() = default;
  DueQueue(DueQueue const &) = delete; // entries point into it
  DueQueue &operator=(DueQueue const &) = delete;

  /// Replaces when it is due; nullopt: it is not any more.
  void put(std::string const &id, std::optional<model::Time> at);
  /// Takes out at most `most` of what was due before `now`, the earliest first.
  [[nodiscard]] std::vector<Entry> take_before(model::Time now, std::size_t most);
  /// All anew, in O(n): in place of everything that is in it. An id stands there once.
  void assign(std::vector<Entry> entries);

  [[nodiscard]] std::size_t size() const { return heap_.size(); }
  [[nodiscard]] std::optional<model::Time> next() const {
    return heap_.empty() ? std::nullopt : std::optional(heap_.front().at);
  }

private:
  struct Node {
    std::string const *id = nullptr; ///< the key it stands under
    std::size_t place = 0;           ///< in the heap
  };
  struct Item {
    model::Time at;
    Node *node = nullptr;
  };

  [[nodiscard]] static bool is_before(Item const &one, Item const &other);
  void place(std::size_t at, Item item);
  void sift_up(std::size_t at, Item item);
  void sift_down(std::size_t at, Item item);
  void remove(std::size_t at);

  std::unordered_map<std::string, Node> nodes_;
  std::vector<Item> heap_;
};

} // namespace yuntu::rules
