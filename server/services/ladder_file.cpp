#include "server/services/ladder_file.hpp"

#include "server/services/policy_files.hpp"
#include "server/services/policy_table.hpp"
#include "server/services/policy_texts.hpp"

namespace yuntu::services {
namespace {

using On = rules::LadderRule::On;

constexpr std::int64_t most_levels = 9;

rules::LadderRule rule_of(PolicyTable const &entry) {
  constexpr std::int64_t most_hours = 24 * 366;
  entry.expect_only({"overdue", "severity", "in_level", "after_hours", "to"});
  if (entry.has("overdue") + entry.has("severity") + entry.has("in_level") != 1) {
    entry.fail("expected exactly one of overdue, severity, in_level");
  }
  rules::LadderRule rule;
  if (auto const name = entry.text("overdue"); !name.empty()) {
    auto const milestone = model::parse_milestone(name);
    if (!milestone) {
      entry.fail("overdue", "is \"" + name +
                                "\"; expected contact, on_site, first_stage, "
                                "second_stage or done");
    }
    rule.on = On::overdue;
    rule.milestone = *milestone;
  } else if (auto const word = entry.text("severity"); !word.empty()) {
    auto const severity = model::parse_severity(word);
    if (!severity) {
      entry.fail("severity", "is \"" + word + "\"; expected routine, urgent or critical");
    }
    rule.on = On::severity;
    rule.severity = *severity;
  } else {
    rule.on = On::in_level;
    rule.level = static_cast<int>(entry.number("in_level", 0, most_levels));
  }
  if (entry.has("after_hours")) {
    rule.after = std::chrono::hours{entry.number("after_hours", 0, most_hours)};
  }
  rule.to = static_cast<int>(entry.number("to", 1, most_levels));
  return rule;
}

rules::Ladder ladder_of(PolicyDocument const &document) {
  auto const root = document.root();
  root.expect_only({"name", "title", "levels", "rule"});
  std::vector<rules::LadderRule> rules;
  for (auto const &entry : root.tables("rule")) {
    rules.push_back(rule_of(entry));
  }
  rules::Ladder ladder(root.needed("name"), root.needed("title"), root.texts("levels"),
                       std::move(rules));
  expect_no_faults(ladder.faults(), document.name());
  return ladder;
}

} // namespace

rules::Ladder read_ladder(std::filesystem::path const &data, std::string const &name) {
  if (name.empty()) {
    return ladder_of(policy_document(data, "ladder.toml", shipped_ladder()));
  }
  auto const document = get_policy(data, ladder_kind(), name);
  expect_name(document->root(), "name", name);
  return ladder_of(*document);
}

} // namespace yuntu::services
