#pragma once

#include "server/rules/routing/lexicon_maker.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::tools {

/// Which columns of a sheet hold what, by their titles.
struct ClassifiedColumns {
  std::vector<std::string> text; ///< put together, each apart from the next
  std::string category;
  std::string time; ///< empty: the rows are taken as they stand
};

/// Incidents that people have classified, the oldest first.
struct ClassifiedSheet {
  std::vector<rules::ClassifiedText> texts;
  std::vector<std::chrono::sys_seconds> times; ///< of `texts`; empty without a column for them
  std::size_t skipped = 0;                     ///< rows without a category, a text or a time
};

/// Throws CommandError naming file, column and what was expected.
[[nodiscard]] ClassifiedSheet read_classified(std::filesystem::path const &file,
                                              ClassifiedColumns const &columns);

/// As sheets have times, each by its own clock: "3/14/2025 1:20" (month first), "2025-03-14 01:20",
/// "2025/3/14 1:20:05", with a T in between too. The hour may be missing.
[[nodiscard]] std::optional<std::chrono::sys_seconds> sheet_time(std::string_view text);

} // namespace yuntu::tools
