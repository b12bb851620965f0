#include "server/rules/deadlines/due_queue.hpp"

#include <algorithm>

namespace yuntu::rules {
namespace {

/// Children of an entry: they lie in a cache line or two, and the heap is half as deep as with two.
constexpr std::size_t arity = 4;

} // namespace

bool DueQueue::is_before(Item const &one, Item const &other) {
  return one.at != other.at ? one.at < other.at : one.node->first->id < other.node->first->id;
}

void DueQueue::place(std::size_t at, Item item) {
  item.node->second = at;
  heap_[at] = item;
}

void DueQueue::sift_up(std::size_t at, Item item) {
  while (at > 0) {
    auto const parent = (at - 1) / arity;
    if (!is_before(item, heap_[parent])) {
      break;
    }
    place(at, heap_[parent]);
    at = parent;
  }
  place(at, item);
}

void DueQueue::sift_down(std::size_t at, Item item) {
  for (;;) {
    auto const first = arity * at + 1;
    if (first >= heap_.size()) {
      break;
    }
    auto child = first;
    auto const end = std::min(first + arity, heap_.size());
    for (auto other = first + 1; other < end; ++other) {
      child = is_before(heap_[other], heap_[child]) ? other : child;
    }
    if (!is_before(heap_[child], item)) {
      break;
    }
    place(at, heap_[child]);
    at = child;
  }
  place(at, item);
}

void DueQueue::remove(std::size_t at) {
  auto const last = heap_.back();
  heap_.pop_back();
  if (at == heap_.size()) {
    return;
  }
  if (at > 0 && is_before(last, heap_[(at - 1) / arity])) {
    sift_up(at, last);
  } else {
    sift_down(at, last);
  }
}

void DueQueue::assign(std::vector<Entry> const &entries) {
  heap_.clear();
  places_.clear();
  heap_.reserve(entries.size());
  places_.reserve(entries.size());
  for (auto const &entry : entries) {
    auto const found = places_.try_emplace(entry.incident, heap_.size()).first;
    heap_.push_back({entry.at, &*found});
  }
  for (auto at = (heap_.size() + arity - 2) / arity; at-- > 0;) {
    sift_down(at, heap_[at]);
  }
}

void DueQueue::put(model::Incident const &incident, std::optional<model::Time> at) {
  if (!at) {
    if (auto const found = places_.find(&incident); found != places_.end()) {
      remove(found->second);
      places_.erase(found);
    }
    return;
  }
  auto const [found, is_new] = places_.try_emplace(&incident, heap_.size());
  Item const item{*at, &*found};
  if (is_new) {
    heap_.push_back({});
    sift_up(found->second, item);
  } else if (*at < heap_[found->second].at) {
    sift_up(found->second, item);
  } else {
    sift_down(found->second, item);
  }
}

std::vector<DueQueue::Entry> DueQueue::take_before(model::Time now, std::size_t most) {
  std::vector<Entry> taken;
  while (!heap_.empty() && heap_.front().at < now && taken.size() < most) {
    auto const first = heap_.front();
    remove(0);
    taken.push_back({first.node->first, first.at});
    places_.erase(first.node->first);
  }
  return taken;
}

} // namespace yuntu::rules
