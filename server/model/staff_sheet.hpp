#pragma once

#include "server/model/post.hpp"
#include "server/model/shift.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::model {

/// One row of a staff sheet: who is in a post since when, or, without a person, that it is vacant.
struct StaffRow {
  std::int64_t row = 0; ///< as the sheet counts them, the header being one
  std::string post;
  PostKind kind = PostKind::grid_worker;
  std::string area;   ///< code of any level
  std::string person; ///< empty: vacant
  std::string name;
  std::string phone;
  std::optional<Time> from;
  std::optional<Time> to;

  friend bool operator==(StaffRow const &, StaffRow const &) = default;
};

struct RosterRow {
  std::int64_t row = 0;
  RosterShift shift;

  friend bool operator==(RosterRow const &, RosterRow const &) = default;
};

struct RefusedRow {
  std::int64_t row = 0;
  std::string reason;

  friend bool operator==(RefusedRow const &, RefusedRow const &) = default;
};

/// What to do with the good rows when there are bad ones.
enum class BadRows : std::uint8_t { keep_nothing, keep_good };

/// More is no sheet of one county's staff.
inline constexpr std::size_t most_sheet_rows = 100'000;

/// The rows of a sheet that could be read.
struct StaffSheet {
  std::vector<StaffRow> rows;
  std::uint64_t unreadable = 0; ///< rows refused before these were handed on
  BadRows bad_rows = BadRows::keep_nothing;
};

/// Replaces the shifts that begin in [from, to).
struct RosterSheet {
  std::vector<RosterRow> rows;
  Time from;
  Time to;
  std::uint64_t unreadable = 0;
  BadRows bad_rows = BadRows::keep_nothing;
};

} // namespace yuntu::model
