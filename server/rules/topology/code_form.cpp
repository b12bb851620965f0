#include "server/rules/topology/code_form.hpp"

#include <algorithm>
#include <array>

namespace yuntu::rules::topology {
namespace {

using model::LayerKind;

constexpr std::array<CodeForm, 9> forms{{
    {LayerKind::subdistrict, 9, LayerKind::subdistrict, 0, 0, "GB/T 2260 + GB/T 10114"},
    {LayerKind::community, 12, LayerKind::subdistrict, 0, 9, "GB/T 2260 + GB/T 10114"},
    {LayerKind::grid, 15, LayerKind::community, 0, 12, "GB/T 30428.1"},
    {LayerKind::grid, 14, LayerKind::community, 0, 12, "CJ/T 213"},
    {LayerKind::grid, 20, LayerKind::community, 6, 12, "CJ/T 349"},
    {LayerKind::microgrid, 17, LayerKind::grid, 0, 15, "GB/T 30428.1 + 2"},
    {LayerKind::microgrid, 16, LayerKind::grid, 0, 14, "CJ/T 213 + 2"},
    {LayerKind::microgrid, 22, LayerKind::grid, 0, 20, "CJ/T 349 + 2"},
    {LayerKind::building, 17, LayerKind::community, 0, 12, "community + 5"},
}};

} // namespace

std::span<CodeForm const> known_code_forms() {
  return forms;
}

CodeForm const *usual_form(LayerKind layer, std::vector<std::string_view> const &codes) {
  CodeForm const *usual = nullptr;
  std::ptrdiff_t most = 0;
  for (auto const &form : forms) {
    if (form.layer != layer) {
      continue;
    }
    auto const count = std::count_if(codes.begin(), codes.end(),
                                     [&](auto const code) { return has_form(code, form); });
    if (count > most) {
      most = count;
      usual = &form;
    }
  }
  return usual;
}

bool has_form(std::string_view code, CodeForm const &form) {
  return code.size() == form.digits &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string outer_code(std::string_view code, CodeForm const &form) {
  return std::string(code.substr(form.outer_from, form.outer_digits));
}

bool is_provisional(std::string_view code) {
  return code.starts_with("p-");
}

} // namespace yuntu::rules::topology
