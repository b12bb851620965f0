#include "server/store/event_log.hpp"

namespace yuntu::store {
namespace {

void expect(std::uint64_t actual, std::uint64_t expected, char const *what) {
  if (actual != expected) {
    throw StorageFailed(std::string("log: ") + what + " " + std::to_string(actual) +
                        " follows where " + std::to_string(expected) +
                        " was expected; run yuntu verify, restore a backup");
  }
}

void expect_continues(model::CityState const &state, model::CommitGroup const &group) {
  expect(group.tick, state.tick + 1, "commit");
  auto seq = state.seq;
  for (auto const &fact : group.facts) {
    expect(fact.seq, ++seq, "fact");
    expect(fact.tick, state.tick, "a fact of tick");
  }
}

} // namespace

model::CityState load_state(
    EventLog &log, model::Locate const &locate,
    std::function<void(model::CityState const &, model::CommitGroup const &)> const &on_commit) {
  auto state = log.newest_checkpoint().value_or(model::CityState{});
  log.for_each_commit(state.tick, [&](model::CommitGroup const &group) {
    expect_continues(state, group);
    model::fold(state, group, locate);
    if (on_commit) {
      on_commit(state, group);
    }
  });
  expect(state.tick, log.head().tick, "the end at commit");
  expect(state.seq, log.head().seq, "the end at fact");
  return state;
}

std::vector<model::LayerPublished> EventLog::layers_published(std::uint64_t after_tick) {
  std::vector<model::LayerPublished> layers;
  for_each_commit(after_tick, [&](model::CommitGroup const &group) {
    for (auto const &fact : group.facts) {
      if (auto const *const body = std::get_if<model::LayerPublished>(&fact.body)) {
        layers.push_back(*body);
      }
    }
  });
  return layers;
}

std::map<model::LayerKind, model::LayerPublished> layers_in_use(EventLog &log) {
  auto const state = log.newest_checkpoint().value_or(model::CityState{});
  auto layers = state.layers;
  for (auto const &layer : log.layers_published(state.tick)) {
    layers[layer.layer] = layer;
  }
  return layers;
}

} // namespace yuntu::store
