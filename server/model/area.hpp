#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::model {

/// The governance hierarchy, outermost first. Estate and grid do not nest in each other.
enum class AreaLevel : std::uint8_t { subdistrict, community, estate, grid, microgrid, building };

inline constexpr std::size_t area_level_count = 6;
inline constexpr std::array<std::string_view, area_level_count> area_level_names{
    "subdistrict", "community", "estate", "grid", "microgrid", "building"};

[[nodiscard]] constexpr std::string_view to_string(AreaLevel level) {
  return area_level_names[static_cast<std::size_t>(level)];
}

/// The code of the area a point lies in, for each level; empty = in none. And the fences it lies
/// in, which are areas of no level: any number at once. Copies share one immutable object, across
/// threads too, and are equal at a glance.
class AreaCodes {
public:
  using Codes = std::array<std::string, area_level_count>;
  using Fences = std::vector<std::string>; ///< their codes, ascending, each once

  AreaCodes() = default;
  explicit AreaCodes(Codes codes, Fences fences = {});

  [[nodiscard]] std::string const &operator[](AreaLevel level) const {
    return codes()[static_cast<std::size_t>(level)];
  }
  [[nodiscard]] Codes const &codes() const { return content().codes; }
  [[nodiscard]] Fences const &fences() const { return content().fences; }
  /// Changes this one only.
  void set(AreaLevel level, std::string code);

  friend bool operator==(AreaCodes const &a, AreaCodes const &b) {
    return a.shared_ == b.shared_ || a.content() == b.content();
  }

private:
  struct Content {
    Codes codes;
    Fences fences;
    friend bool operator==(Content const &, Content const &) = default;
  };
  [[nodiscard]] static Content const &none();
  [[nodiscard]] Content const &content() const { return shared_ ? *shared_ : none(); }

  std::shared_ptr<Content const> shared_; ///< nullptr: in none
};

/// One area of one level.
struct AreaRef {
  AreaLevel level = AreaLevel::subdistrict;
  std::string code;

  friend bool operator==(AreaRef const &, AreaRef const &) = default;
};

} // namespace yuntu::model
