#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace yuntu::rules {

/// What of a period's incidents is counted. README.md of this folder says the rules that hold for
/// all of them.
enum class Count : std::uint8_t {
  received,
  merged,
  filed,
  due,
  closed,
  on_time,
  overdue,
  overdue_open,
  same_day,
  resolved,
  finished,
  reworked,
  extended,
  passed_on,
  public_reports,
  own_findings
};
inline constexpr std::size_t count_kinds = 16;

struct CountDefinition {
  Count count = Count::received;
  std::string_view name;  ///< on the wire, never changed
  std::string_view title; ///< what a county calls it
  std::string_view words; ///< which incidents it holds
};

/// In the order of Count.
inline constexpr std::array<CountDefinition, count_kinds> count_table{
    {{Count::received, "received", "受理", "期内报来的诉求，并案的也各算一件"},
     {Count::merged, "merged", "并案", "受理中，截至统计时已并入另一件的"},
     {Count::filed, "filed", "立案", "受理中，已离开受理环节的；不予受理、退回受理和并案的除外"},
     {Count::due, "due", "应结案", "立案中，截至统计时已结案的，或办结时限已过的"},
     {Count::closed, "closed", "结案", "立案中，截至统计时已到结案环节、没有重开的"},
     {Count::on_time, "on_time", "按期结案",
      "应结案中，办结不晚于时限的；没有时限的算按期；重开过的按重开起算的时限"},
     {Count::overdue, "overdue", "超期", "应结案中，不是按期的"},
     {Count::overdue_open, "overdue_open", "超期未结", "超期中，截至统计时还没有办结的"},
     {Count::same_day, "same_day", "当天解决",
      "化解中，在来件的同一天（北京时间）办结的；并案的看并入的那一件"},
     {Count::resolved, "resolved", "化解", "受理中，已结案的；并案的看并入的那一件"},
     {Count::finished, "finished", "办结过", "立案中，截至统计时至少办结过一次的"},
     {Count::reworked, "reworked", "返工", "办结过的里面，办结以后又重开的"},
     {Count::extended, "extended", "延期", "应结案中，曾暂停计时（挂账）的"},
     {Count::passed_on, "passed_on", "转办退回", "立案中，曾转办或退回的"},
     {Count::public_reports, "public_reports", "公众举报", "立案中，由公众来件的（即漏报）"},
     {Count::own_findings, "own_findings", "巡查发现", "立案中，不是由公众来件的"}}};

[[nodiscard]] constexpr CountDefinition const &definition_of(Count count) {
  return count_table[static_cast<std::size_t>(count)];
}

/// How many there are of each.
class Counts {
public:
  [[nodiscard]] std::int64_t operator[](Count count) const {
    return values_[static_cast<std::size_t>(count)];
  }
  void add(Count count, std::int64_t number = 1) {
    values_[static_cast<std::size_t>(count)] += number;
  }
  void add_if(bool holds, Count count) { add(count, holds ? 1 : 0); }
  Counts &operator+=(Counts const &other) {
    for (std::size_t i = 0; i < count_kinds; ++i) {
      values_[i] += other.values_[i];
    }
    return *this;
  }
  friend bool operator==(Counts const &, Counts const &) = default;

private:
  std::array<std::int64_t, count_kinds> values_{};
};

} // namespace yuntu::rules
