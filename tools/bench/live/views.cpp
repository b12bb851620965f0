#include "tools/bench/live/views.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace yuntu::bench {
namespace {

constexpr std::array sizes{3, 8, 30, County::side};

View view_of(int size, int first_column, int first_row) {
  View view;
  view.size = static_cast<int>(std::find(sizes.begin(), sizes.end(), size) - sizes.begin());
  auto const last = County::side - size;
  view.first_column = std::clamp(first_column, 0, last);
  view.first_row = std::clamp(first_row, 0, last);
  view.last_column = view.first_column + size - 1;
  view.last_row = view.first_row + size - 1;
  view.zoom = 14 + std::log2(3.0 / size); // three tiles of 512 pixels fill a screen
  return view;
}

} // namespace

std::vector<View> mixed_views(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  auto const below = [&random](int end) {
    return static_cast<int>(random() % static_cast<std::uint64_t>(end));
  };
  std::vector<View> views;
  for (std::size_t i = 0; i < count; ++i) {
    auto const place = i * 100 / count; // exact shares, whatever the count
    int const size = place < 60 ? 3 : place < 90 ? 8 : place < 99 ? 30 : County::side;
    if (place < 30) {
      int const grid = below(County::grids);
      auto const [column, row] = County::middle_of(grid);
      views.push_back(view_of(size, column - 6 + below(10), row - 6 + below(10)));
      views.back().grid = grid;
    } else {
      views.push_back(
          view_of(size, below(County::side - size + 1), below(County::side - size + 1)));
    }
  }
  std::shuffle(views.begin(), views.end(), random);
  return views;
}

std::vector<View> whole_county_views(std::size_t count) {
  return std::vector<View>(count, view_of(County::side, 0, 0));
}

std::string mix_of(std::vector<View> const &views) {
  std::array<int, sizes.size()> of_size{};
  int own_grid = 0;
  for (auto const &view : views) {
    ++of_size.at(static_cast<std::size_t>(view.size));
    own_grid += view.grid >= 0 ? 1 : 0;
  }
  std::string text;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    text += std::to_string(of_size[i]) + " of " + std::to_string(sizes[i]) + "x" +
            std::to_string(sizes[i]) + " cells, ";
  }
  return text + std::to_string(own_grid) + " grid workers (own grid only), the others command";
}

} // namespace yuntu::bench
