#include "server/store/record_groups.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace yuntu::store {
namespace {

/// Sets that are joined one by one (union-find with halved paths).
class Sets {
public:
  std::size_t add() {
    parents_.push_back(parents_.size());
    return parents_.size() - 1;
  }
  std::size_t find(std::size_t item) {
    while (parents_[item] != item) {
      parents_[item] = parents_[parents_[item]];
      item = parents_[item];
    }
    return item;
  }
  /// The older one gives the set its name, so that groups come in order of first arrival.
  void join(std::size_t a, std::size_t b) {
    auto const [older, newer] = std::minmax({find(a), find(b)});
    parents_[newer] = older;
  }

private:
  std::vector<std::size_t> parents_;
};

class Names {
public:
  explicit Names(Sets &sets, std::vector<std::string const *> &names)
      : sets_(sets), names_(names) {}
  std::size_t index_of(std::string const &name, bool is_device) {
    auto &map = is_device ? devices_ : workers_;
    auto const [found, is_new] = map.try_emplace(name, names_.size());
    if (is_new) {
      names_.push_back(&name);
      sets_.add();
    }
    return found->second;
  }

private:
  Sets &sets_;
  std::vector<std::string const *> &names_;
  std::unordered_map<std::string_view, std::size_t> workers_;
  std::unordered_map<std::string_view, std::size_t> devices_;
};

} // namespace

RecordGroups group_records(std::vector<TrackRecord> const &records) {
  struct Key {
    std::size_t worker;
    std::size_t device;
  };
  RecordGroups groups;
  Sets sets;
  Names names(sets, groups.names);
  std::vector<Key> keys;
  keys.reserve(records.size());
  for (auto const &item : records) {
    keys.push_back(
        {names.index_of(item.record.worker, false), names.index_of(item.record.device, true)});
    sets.join(keys.back().worker, keys.back().device);
  }
  std::vector<std::size_t> order(records.size());
  std::iota(order.begin(), order.end(), 0U);
  std::vector<std::size_t> group_of(records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    group_of[i] = sets.find(keys[i].worker);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return group_of[a] < group_of[b]; });
  groups.order.reserve(records.size());
  for (auto const i : order) {
    groups.order.push_back(&records[i]);
    auto const boot = records[i].record.boot;
    auto const is_same = !groups.runs.empty() && groups.runs.back().worker == keys[i].worker &&
                         groups.runs.back().device == keys[i].device &&
                         groups.runs.back().boot == boot;
    if (is_same) {
      ++groups.runs.back().count;
    } else {
      groups.runs.push_back({keys[i].worker, keys[i].device, boot, 1});
    }
  }
  return groups;
}

} // namespace yuntu::store
