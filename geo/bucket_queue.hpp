#pragma once

#include "geo/walk_graph.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace yuntu::geo {

/// The queue of a label-correcting search (Dial's buckets, about 8 m wide): entries come out bucket
/// by bucket, unordered within one. An entry may be out of date by the time it comes out; the
/// search compares its key with the vertex's. Buckets are lists through one pool, so that after
/// warm-up a search allocates nothing. Key: the cost in millimetres in its high bits, with
/// `KeyShift` further bits below.
template <typename Key, unsigned KeyShift = 0>
class BucketQueue {
public:
  struct Entry {
    VertexId vertex;
    Key key;
  };

  /// Keys pushed from now on are at most this.
  void limit_to(Key highest) {
    if (auto const buckets = bucket_of(highest) + 1; highest >= 0 && heads_.size() < buckets) {
      heads_.resize(buckets, none);
    }
  }

  void push(VertexId vertex, Key key) {
    auto const bucket = bucket_of(key);
    nodes_.push_back({{vertex, key}, heads_[bucket]});
    heads_[bucket] = static_cast<std::uint32_t>(nodes_.size() - 1);
    last_ = bucket > last_ ? bucket : last_;
  }

  /// Takes out every entry, including those that `visit(Entry)` pushes meanwhile (never into an
  /// earlier bucket). Leaves the queue empty.
  template <typename Visit>
  void drain(Visit visit) {
    if (nodes_.empty()) {
      return;
    }
    for (std::size_t bucket = 0; bucket <= last_; ++bucket) {
      while (heads_[bucket] != none) {
        auto const node = nodes_[heads_[bucket]];
        heads_[bucket] = node.next;
        visit(node.entry);
      }
    }
    nodes_.clear();
    last_ = 0;
  }

private:
  static constexpr unsigned width_bits = 13; // 8.192 m
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  static std::size_t bucket_of(Key key) {
    return static_cast<std::size_t>(key >> (KeyShift + width_bits));
  }

  struct Node {
    Entry entry;
    std::uint32_t next;
  };

  std::vector<std::uint32_t> heads_;
  std::vector<Node> nodes_;
  std::size_t last_ = 0;
};

} // namespace yuntu::geo
