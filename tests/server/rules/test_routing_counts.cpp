#include "server/rules/routing/routing_counts.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using model::RoutingCause;
using rules::RoutingCounts;
using PerCause = RoutingCounts::PerCause;

namespace {

model::Fact routed(std::string category, RoutingCause cause, std::string id = "i1") {
  model::Fact fact;
  fact.body =
      model::IncidentRouted{std::move(id), {std::move(category), "", {}, cause, "", {}, ""}};
  return fact;
}

/// Folds the groups one after another, counting each before it is folded.
RoutingCounts counted(std::vector<std::vector<model::Fact>> const &groups) {
  model::CityState state;
  state.incidents["i1"].id = "i1";
  state.incidents["i2"].id = "i2";
  RoutingCounts counts(state);
  for (auto const &facts : groups) {
    counts.count({0, {}, facts, {}}, state);
    for (auto const &fact : facts) {
      model::fold_fact(state, fact, 0);
    }
  }
  CHECK(RoutingCounts(state).routings() == counts.routings()); // as after a start
  CHECK(RoutingCounts(state).corrections() == counts.corrections());
  CHECK(RoutingCounts(state).corrected_pairs() == counts.corrected_pairs());
  return counts;
}

} // namespace

TEST_CASE("routings are counted by who or what named the category") {
  auto const counts = counted({{routed("a", RoutingCause::reporter)},
                               {routed("a", RoutingCause::lexicon, "i2")},
                               {routed("a", RoutingCause::person, "i2")}});
  CHECK(counts.routings() == PerCause{1, 1, 1});
  CHECK(counts.corrections() == PerCause{0, 0, 0});
}

TEST_CASE("another category by a person is a correction of whoever named the one before") {
  CHECK(counted({{routed("a", RoutingCause::lexicon)}, {routed("b", RoutingCause::person)}})
            .corrections() == PerCause{0, 1, 0});
  CHECK(counted({{routed("a", RoutingCause::lexicon), routed("b", RoutingCause::person),
                  routed("c", RoutingCause::person)}})
            .corrections() == PerCause{0, 1, 1});
  CHECK(counted({{routed("a", RoutingCause::reporter), routed("c", RoutingCause::lexicon, "i2"),
                  routed("b", RoutingCause::person)}})
            .corrections() == PerCause{1, 0, 0});
}

TEST_CASE("what had no category is not counted, and a category given to it corrects nothing") {
  auto const counts =
      counted({{routed("", RoutingCause::lexicon)}, {routed("a", RoutingCause::person)}});
  CHECK(counts.routings() == PerCause{0, 0, 1});
  CHECK(counts.corrections() == PerCause{0, 0, 0});
}

TEST_CASE("corrections are counted by the category before and the one after, each way") {
  auto const counts =
      counted({{routed("a", RoutingCause::lexicon), routed("a", RoutingCause::lexicon, "i2")},
               {routed("b", RoutingCause::person), routed("b", RoutingCause::person, "i2")},
               {routed("b", RoutingCause::person)}, // the same again is no correction
               {routed("a", RoutingCause::person)}});
  std::map<RoutingCounts::Pair, PerCause> const expected{{{"a", "b"}, PerCause{0, 2, 0}},
                                                         {{"b", "a"}, PerCause{0, 0, 1}}};
  CHECK(counts.corrected_pairs() == expected);
  CHECK(counts.corrections() == PerCause{0, 2, 1});
}
