#include "server/services/staff_service.hpp"

#include "server/rules/staff_visibility.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace yuntu::services {
namespace {

using model::AreaLevel;

constexpr std::array nearest_first{AreaLevel::building,  AreaLevel::microgrid,
                                   AreaLevel::estate,    AreaLevel::grid,
                                   AreaLevel::community, AreaLevel::subdistrict};

protocol::ShownPost shown(model::Post const &post, model::Staff const &staff, rules::StaffForm form,
                          model::Time at) {
  protocol::ShownPost result{post.code, post.kind, post.area, std::nullopt};
  if (auto const *const holder = post.holder_at(at)) {
    auto const *const person = staff.find_person(holder->person);
    result.person = rules::shown_person(
        person == nullptr ? model::Person{holder->person, {}, {}} : *person, form);
  }
  return result;
}

/// A post's audience is that of its area: one wider than a grid has none.
model::Audience audience_at(protocol::Location const &location, AreaLevel level) {
  auto const code = [&](AreaLevel outer) {
    auto const &area = location.areas[static_cast<std::size_t>(outer)];
    return area && (outer == level || nests(outer, level)) ? area->code : std::string{};
  };
  return {code(AreaLevel::subdistrict), code(AreaLevel::community), code(AreaLevel::grid)};
}

/// Where an area counts in the items of a level, or AreaTree::nowhere.
std::uint32_t item_of(AreaTree::Node const &node, AreaLevel level) {
  return node.within[static_cast<std::size_t>(level)];
}

/// Heads needed and not there, building by building, before wider areas' heads are counted.
std::vector<std::int64_t> count_buildings(AreaTree const &tree, AreaLevel level,
                                          std::vector<std::int64_t> const &heads,
                                          std::vector<protocol::StaffingItem> &items) {
  std::vector<std::int64_t> shortfall(items.size(), 0);
  auto const &buildings = tree.areas(AreaLevel::building);
  for (std::size_t i = 0; i < buildings.size(); ++i) {
    auto const item = item_of(buildings[i], level);
    if (item == AreaTree::nowhere) {
      continue;
    }
    auto const households = buildings[i].households;
    auto const required = (households + households_a_head - 1) / households_a_head;
    items[item].figures.households += households;
    items[item].figures.heads_required += required;
    shortfall[item] += std::max<std::int64_t>(0, required - heads[i]);
  }
  return shortfall;
}

} // namespace

std::vector<protocol::ShownPost> owners_of(protocol::Location const &location,
                                           model::Staff const &staff,
                                           model::Principal const &principal, model::Time at) {
  std::vector<protocol::ShownPost> owners;
  for (auto const level : nearest_first) {
    auto const &area = location.areas[static_cast<std::size_t>(level)];
    if (!area) {
      continue;
    }
    auto const form = rules::staff_form(principal, audience_at(location, level));
    for (auto const *const post : staff.posts_of({level, area->code})) {
      if (post->exists_at(at)) {
        owners.push_back(shown(*post, staff, form, at));
      }
    }
  }
  return owners;
}

std::vector<protocol::ShownPost> staff_of(AreaTree const &tree, model::Staff const &staff,
                                          model::Principal const &principal, model::Time at) {
  std::vector<protocol::ShownPost> posts;
  for (auto const &[code, post] : staff.posts()) {
    if (post.exists_at(at)) {
      auto const form = rules::staff_form(principal, tree.audience_of(post.area));
      posts.push_back(shown(post, staff, form, at));
    }
  }
  return posts;
}

protocol::StaffingAnswer staffing_of(AreaTree const &tree, model::Staff const &staff,
                                     AreaLevel level, model::Time at) {
  protocol::StaffingAnswer answer{level, at, {}};
  for (auto const &node : tree.areas(level)) {
    answer.items.push_back({std::string(node.code), std::string(node.name), {}});
  }
  std::vector<std::int64_t> heads(tree.areas(AreaLevel::building).size(), 0);
  std::vector<std::int64_t> wider_heads(answer.items.size(), 0);
  for (auto const &[code, post] : staff.posts()) {
    auto const *const node = post.exists_at(at) ? tree.find(post.area) : nullptr;
    auto const item = node == nullptr ? AreaTree::nowhere : item_of(*node, level);
    if (item == AreaTree::nowhere) {
      continue;
    }
    auto &figures = answer.items[item].figures;
    bool const is_filled = post.holder_at(at) != nullptr;
    ++figures.posts;
    ++(is_filled ? figures.filled : figures.vacant);
    if (is_filled && post.kind == model::PostKind::building_head) {
      ++figures.heads;
      ++(post.area.level == AreaLevel::building ? heads[item_of(*node, AreaLevel::building)]
                                                : wider_heads[item]);
    }
  }
  auto const shortfall = count_buildings(tree, level, heads, answer.items);
  for (std::size_t i = 0; i < answer.items.size(); ++i) {
    answer.items[i].figures.heads_deficit =
        std::max<std::int64_t>(0, shortfall[i] - wider_heads[i]);
  }
  return answer;
}

} // namespace yuntu::services
