#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace yuntu::rules {

/// Pairs of neighbouring characters, each once and in order; blanks and punctuation are skipped,
/// letters are small. Chinese needs no word breaks for it.
using Bigrams = std::vector<std::uint64_t>;

[[nodiscard]] Bigrams bigrams_of(std::string_view utf8);

/// How much of both is in each: 1 for the same, 0 for nothing in common or nothing at all.
[[nodiscard]] double jaccard(Bigrams const &one, Bigrams const &other);

} // namespace yuntu::rules
