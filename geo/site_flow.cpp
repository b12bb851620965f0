#include "geo/site_flow.hpp"

#include <algorithm>

namespace yuntu::geo {

SiteFlow::SiteFlow(CoverCase const &cover)
    : cover_(&cover), is_open_(cover.sites()), room_(cover.sites()), taken_(cover.sites()),
      unserved_(cover.targets()), open_at_(cover.targets()), is_hopeful_(cover.sites()),
      parent_(cover.sites(), no_site) {
  for (std::uint32_t target = 0; target < cover.targets(); ++target) {
    unserved_[target] = cover.weight(target);
  }
  for (auto site = static_cast<std::uint32_t>(cover.candidates()); site < cover.sites(); ++site) {
    open(site);
  }
}

void SiteFlow::open(std::uint32_t site) {
  list(site);
  fill(site);
  mark_hopeful();
}

void SiteFlow::list(std::uint32_t site) {
  auto const targets = cover_->targets_of(site);
  is_open_[site] = true;
  open_.push_back(site);
  room_[site] = cover_->capacity(site);
  taken_[site].assign(targets.size(), 0);
  for (std::uint32_t at = 0; at < targets.size(); ++at) {
    open_at_[targets[at]].push_back({site, at});
  }
}

void SiteFlow::close(std::uint32_t site) {
  auto const targets = cover_->targets_of(site);
  for (std::uint32_t at = 0; at < targets.size(); ++at) {
    unserved_[targets[at]] += taken_[site][at];
    served_ -= taken_[site][at];
    auto &servers = open_at_[targets[at]];
    servers.erase(std::find_if(servers.begin(), servers.end(),
                               [&](Server const &server) { return server.site == site; }));
  }
  is_open_[site] = false;
  open_.erase(std::find(open_.begin(), open_.end(), site));
  taken_[site].clear();
  mark_hopeful();
  for (auto const other : open_) {
    fill(other);
  }
  mark_hopeful();
}

std::int64_t SiteFlow::gain(std::uint32_t site) {
  auto const before = served_;
  is_trying_ = true;
  room_[site] = cover_->capacity(site);
  taken_[site].assign(cover_->targets_of(site).size(), 0);
  fill(site);
  is_trying_ = false;
  auto const gained = served_ - before;
  for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) {
    (change->site == no_site ? unserved_[change->at] : taken_[change->site][change->at]) =
        change->before;
  }
  changes_.clear();
  taken_[site].clear();
  served_ = before;
  return gained;
}

std::vector<std::uint32_t> SiteFlow::picks() const {
  std::vector<std::uint32_t> picks;
  for (std::uint32_t candidate = 0; candidate < cover_->candidates(); ++candidate) {
    if (is_open_[candidate]) {
      picks.push_back(candidate);
    }
  }
  return picks;
}

bool SiteFlow::is_crowded(std::uint32_t target) const {
  auto const &servers = open_at_[target];
  return unserved_[target] > 0 || std::any_of(servers.begin(), servers.end(), [&](auto &server) {
           return is_hopeful_[server.site];
         });
}

/// Until it is full, or nobody who could come is left.
void SiteFlow::fill(std::uint32_t site) {
  if (room_[site] > 0) {
    take_unserved(site, room_[site]);
  }
  while (room_[site] > 0 && take_by_way(site)) {
  }
}

void SiteFlow::take_unserved(std::uint32_t site, std::int64_t most) {
  auto const targets = cover_->targets_of(site);
  for (std::uint32_t at = 0; at < targets.size() && most > 0; ++at) {
    auto const amount = std::min(most, unserved_[targets[at]]);
    if (amount > 0) {
      set_unserved(targets[at], unserved_[targets[at]] - amount);
      set_taken(site, at, taken_[site][at] + amount);
      room_[site] -= amount;
      served_ += amount;
      most -= amount;
    }
  }
}

/// One site hands over to the next, and the last takes who is not served yet.
bool SiteFlow::take_by_way(std::uint32_t site) {
  if (!find_way(site)) {
    return false;
  }
  auto amount = std::min(room_[site], unserved_at(way_.front()));
  for (std::size_t i = 0; i + 1 < way_.size(); ++i) {
    amount = std::min(amount, movable(way_[i], way_[i + 1]));
  }
  take_unserved(way_.front(), amount);
  for (std::size_t i = 0; i + 1 < way_.size(); ++i) {
    move(way_[i], way_[i + 1], amount);
  }
  return true;
}

/// Breadth first, so that few hand over: `way_` from a site beside somebody who is not served.
bool SiteFlow::find_way(std::uint32_t site) {
  queue_.assign(1, site);
  parent_[site] = site;
  way_.clear();
  for (std::size_t next = 0; next < queue_.size() && way_.empty(); ++next) {
    look_around(queue_[next], site);
  }
  for (auto const seen : queue_) {
    parent_[seen] = no_site;
  }
  return !way_.empty();
}

void SiteFlow::look_around(std::uint32_t to, std::uint32_t site) {
  for (auto const target : cover_->targets_of(to)) {
    if (to != site && unserved_[target] > 0) {
      way_.assign(1, to);
      while (way_.back() != site) {
        way_.push_back(parent_[way_.back()]);
      }
      return;
    }
    for (auto const &server : open_at_[target]) {
      if (parent_[server.site] == no_site && is_hopeful_[server.site] &&
          taken_[server.site][server.at] > 0) {
        parent_[server.site] = to;
        queue_.push_back(server.site);
      }
    }
  }
}

std::int64_t SiteFlow::unserved_at(std::uint32_t site) const {
  std::int64_t amount = 0;
  for (auto const target : cover_->targets_of(site)) {
    amount += unserved_[target];
  }
  return amount;
}

std::int64_t SiteFlow::movable(std::uint32_t from, std::uint32_t to) const {
  std::int64_t amount = 0;
  for (auto const target : cover_->targets_of(to)) {
    for (auto const &server : open_at_[target]) {
      amount += server.site == from ? taken_[from][server.at] : 0;
    }
  }
  return amount;
}

void SiteFlow::move(std::uint32_t from, std::uint32_t to, std::int64_t amount) {
  auto const targets = cover_->targets_of(to);
  room_[from] += amount;
  room_[to] -= amount;
  for (std::uint32_t at = 0; at < targets.size() && amount > 0; ++at) {
    for (auto const &server : open_at_[targets[at]]) {
      if (server.site == from && taken_[from][server.at] > 0) {
        auto const part = std::min(amount, taken_[from][server.at]);
        set_taken(from, server.at, taken_[from][server.at] - part);
        set_taken(to, at, taken_[to][at] + part);
        amount -= part;
        break;
      }
    }
  }
}

/// From those who are not served backwards.
void SiteFlow::mark_hopeful() {
  std::fill(is_hopeful_.begin(), is_hopeful_.end(), false);
  queue_.clear();
  for (auto const site : open_) {
    auto const targets = cover_->targets_of(site);
    if (std::any_of(targets.begin(), targets.end(),
                    [&](std::uint32_t target) { return unserved_[target] > 0; })) {
      is_hopeful_[site] = true;
      queue_.push_back(site);
    }
  }
  for (std::size_t next = 0; next < queue_.size(); ++next) {
    auto const from = queue_[next];
    auto const targets = cover_->targets_of(from);
    for (std::uint32_t at = 0; at < targets.size(); ++at) {
      if (taken_[from][at] == 0) {
        continue;
      }
      for (auto const &server : open_at_[targets[at]]) {
        if (!is_hopeful_[server.site]) {
          is_hopeful_[server.site] = true;
          queue_.push_back(server.site);
        }
      }
    }
  }
}

void SiteFlow::set_taken(std::uint32_t site, std::uint32_t at, std::int64_t amount) {
  if (is_trying_) {
    changes_.push_back({site, at, taken_[site][at]});
  }
  taken_[site][at] = amount;
}

void SiteFlow::set_unserved(std::uint32_t target, std::int64_t amount) {
  if (is_trying_) {
    changes_.push_back({no_site, target, unserved_[target]});
  }
  unserved_[target] = amount;
}

} // namespace yuntu::geo
