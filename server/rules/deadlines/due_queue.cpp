#include "server/rules/deadlines/due_queue.hpp"

#include <utility>

namespace yuntu::rules {

bool DueQueue::is_before(Item const &one, Item const &other) {
  return one.at != other.at ? one.at < other.at : *one.node->id < *other.node->id;
}

void DueQueue::place(std::size_t at, Item item) {
  item.node->place = at;
  heap_[at] = item;
}

void DueQueue::sift_up(std::size_t at, Item item) {
  while (at > 0) {
    auto const parent = (at - 1) / 2;
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
    auto child = 2 * at + 1;
    if (child >= heap_.size()) {
      break;
    }
    if (child + 1 < heap_.size() && is_before(heap_[child + 1], heap_[child])) {
      ++child;
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
  if (at > 0 && is_before(last, heap_[(at - 1) / 2])) {
    sift_up(at, last);
  } else {
    sift_down(at, last);
  }
}

void DueQueue::assign(std::vector<Entry> entries) {
  heap_.clear();
  nodes_.clear();
  heap_.reserve(entries.size());
  nodes_.reserve(entries.size());
  for (auto &entry : entries) {
    auto const found = nodes_.try_emplace(std::move(entry.id)).first;
    found->second = {&found->first, heap_.size()};
    heap_.push_back({entry.at, &found->second});
  }
  for (auto at = heap_.size() / 2; at-- > 0;) {
    sift_down(at, heap_[at]);
  }
}

void DueQueue::put(std::string const &id, std::optional<model::Time> at) {
  if (!at) {
    if (auto const found = nodes_.find(id); found != nodes_.end()) {
      remove(found->second.place);
      nodes_.erase(found);
    }
    return;
  }
  auto const [found, is_new] = nodes_.try_emplace(id);
  auto &node = found->second;
  if (is_new) {
    node = {&found->first, heap_.size()};
    heap_.push_back({});
    sift_up(node.place, {*at, &node});
    return;
  }
  bool const is_earlier = *at < heap_[node.place].at;
  if (is_earlier) {
    sift_up(node.place, {*at, &node});
  } else {
    sift_down(node.place, {*at, &node});
  }
}

std::vector<DueQueue::Entry> DueQueue::take_before(model::Time now, std::size_t most) {
  std::vector<Entry> taken;
  while (!heap_.empty() && heap_.front().at < now && taken.size() < most) {
    auto const first = heap_.front();
    remove(0);
    auto const found = nodes_.find(*first.node->id);
    taken.push_back({found->first, first.at});
    nodes_.erase(found);
  }
  return taken;
}

} // namespace yuntu::rules
