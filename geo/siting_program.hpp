#pragma once

#include "geo/cover_case.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::geo {

using TextSink = std::function<bool(std::string_view)>;

/// The case as a mixed-integer program in free MPS, to be minimised: y{c} opens candidate c, z{g}
/// is the part of group g that is served, x{g}_{s} the part that the limited site s takes. Minus
/// its optimum is what the best choice and the standing sites serve together. Targets that the same
/// sites serve are one group. It goes out in pieces of some 64 KiB, as it comes; false from `sink`
/// ends it. Whether all of it was taken.
[[nodiscard]] bool write_siting_program(CoverCase const &cover, TextSink const &sink);

/// The choice as cbc's `mipstart` reads it.
[[nodiscard]] std::string siting_start(std::vector<std::uint32_t> const &picks);

/// What cbc came to.
struct ExactAnswer {
  std::vector<std::uint32_t> picks; ///< candidates, in order; empty: it found nothing
  /// What the best choice and the standing sites serve together is at most this; nullopt: not said.
  std::optional<double> bound;
};
/// `solution` is what it wrote with `solution`, `words` its standard output; of either, what cannot
/// be read counts as not said.
[[nodiscard]] ExactAnswer read_exact_answer(std::string_view solution, std::string_view words);

} // namespace yuntu::geo
