#pragma once

#include "server/model/layer.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::rules::topology {

/// How a standard writes the codes of a layer: so many digits, some of which repeat the code of the
/// area around it.
struct CodeForm {
  model::LayerKind layer;
  std::size_t digits;
  model::LayerKind outer; ///< whose code it repeats; the layer itself: no other's
  std::size_t outer_from; ///< position of the first repeated digit
  std::size_t outer_digits;
  std::string_view standard;
};

/// All that are known, those of one layer together, the likeliest first.
[[nodiscard]] std::span<CodeForm const> known_code_forms();

/// The form that most of the codes have; nullptr when none of them has any, or none is known for
/// the layer.
[[nodiscard]] CodeForm const *usual_form(model::LayerKind layer,
                                         std::vector<std::string_view> const &codes);

[[nodiscard]] bool has_form(std::string_view code, CodeForm const &form);
/// The part that repeats the outer area's code; of a code that has the form.
[[nodiscard]] std::string outer_code(std::string_view code, CodeForm const &form);
/// Given by the import where the file had none.
[[nodiscard]] bool is_provisional(std::string_view code);

} // namespace yuntu::rules::topology
