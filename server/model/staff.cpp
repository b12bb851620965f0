#include "server/model/staff.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::model {
namespace {

std::pair<AreaLevel, std::string> key_of(AreaRef const &area) {
  return {area.level, area.code};
}

void insert_sorted(std::vector<std::string> &codes, std::string const &code) {
  codes.insert(std::lower_bound(codes.begin(), codes.end(), code), code);
}

auto find_from(std::vector<Assignment> &assignments, Time from) {
  return std::lower_bound(assignments.begin(), assignments.end(), from,
                          [](Assignment const &entry, Time time) { return entry.from < time; });
}

} // namespace

Staff::Staff(Posts posts, People people) : posts_(std::move(posts)), people_(std::move(people)) {
  for (auto const &[code, post] : posts_) {
    by_area_[key_of(post.area)].push_back(code); // in order: the map is
  }
}

Post const *Staff::find_post(std::string const &code) const {
  auto const found = posts_.find(code);
  return found == posts_.end() ? nullptr : &found->second;
}

Person const *Staff::find_person(std::string const &code) const {
  auto const found = people_.find(code);
  return found == people_.end() ? nullptr : &found->second;
}

std::vector<Post const *> Staff::posts_of(AreaRef const &area) const {
  std::vector<Post const *> posts;
  if (auto const found = by_area_.find(key_of(area)); found != by_area_.end()) {
    for (auto const &code : found->second) {
      posts.push_back(&posts_.at(code));
    }
  }
  std::stable_sort(posts.begin(), posts.end(),
                   [](Post const *a, Post const *b) { return a->kind < b->kind; });
  return posts;
}

void Staff::put_post(std::string const &code, PostKind kind, AreaRef const &area) {
  auto const [entry, is_new] = posts_.try_emplace(code);
  auto &post = entry->second;
  if (is_new || post.area != area) {
    if (!is_new) {
      auto const old = by_area_.find(key_of(post.area));
      std::erase(old->second, code);
      if (old->second.empty()) {
        by_area_.erase(old);
      }
    }
    insert_sorted(by_area_[key_of(area)], code);
  }
  post.code = code;
  post.kind = kind;
  post.area = area;
  post.closed.reset();
}

void Staff::close_post(std::string const &code, Time at) {
  auto const found = posts_.find(code);
  if (found == posts_.end()) {
    return;
  }
  auto &post = found->second;
  post.closed = at;
  std::erase_if(post.assignments, [&](Assignment const &entry) { return entry.from >= at; });
  for (auto &entry : post.assignments) {
    entry.to = std::min(entry.to.value_or(at), at);
  }
}

void Staff::put_person(Person person) {
  auto const code = person.code;
  people_.insert_or_assign(code, std::move(person));
}

void Staff::put_assignment(std::string const &post, Assignment assignment) {
  auto const found = posts_.find(post);
  if (found == posts_.end()) {
    return;
  }
  auto &assignments = found->second.assignments;
  auto const place = find_from(assignments, assignment.from);
  if (place != assignments.end() && place->from == assignment.from) {
    *place = std::move(assignment);
  } else {
    assignments.insert(place, std::move(assignment));
  }
}

void Staff::end_assignment(std::string const &post, Time from, Time to) {
  auto const found = posts_.find(post);
  if (found == posts_.end()) {
    return;
  }
  auto const place = find_from(found->second.assignments, from);
  if (place != found->second.assignments.end() && place->from == from) {
    place->to = std::max(from, to);
  }
}

void Staff::remove_assignment(std::string const &post, Time from) {
  auto const found = posts_.find(post);
  if (found != posts_.end()) {
    std::erase_if(found->second.assignments,
                  [&](Assignment const &entry) { return entry.from == from; });
  }
}

} // namespace yuntu::model
