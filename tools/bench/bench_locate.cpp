// Who owns this point: bench_locate [--quick]
#include "geo/area_index.hpp"
#include "geo/area_odds.hpp"
#include "geo/position_error.hpp"
#include "geo/predicates.hpp"
#include "server/store/file_io.hpp"
#include "server/store/snapshot_file.hpp"
#include "tools/bench/bench_report.hpp"
#include "tools/bench/boost_locator.hpp"
#include "tools/bench/geos_locator.hpp"
#include "tools/bench/locate_city.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <malloc.h>
#include <time.h>
#include <unistd.h>

namespace {
std::atomic<long> held = 0; // bytes on the heap, as the allocator rounds them
}

void *operator new(std::size_t size) {
  if (void *const memory = std::malloc(size > 0 ? size : 1)) {
    held.fetch_add(static_cast<long>(malloc_usable_size(memory)), std::memory_order_relaxed);
    return memory;
  }
  throw std::bad_alloc();
}
void operator delete(void *memory) noexcept {
  if (memory != nullptr) {
    held.fetch_sub(static_cast<long>(malloc_usable_size(memory)), std::memory_order_relaxed);
  }
  std::free(memory);
}
void operator delete(void *memory, std::size_t) noexcept {
  operator delete(memory);
}
void *operator new(std::size_t size, std::align_val_t alignment) {
  auto const align = static_cast<std::size_t>(alignment);
  if (void *const memory = std::aligned_alloc(align, (size + align - 1) / align * align)) {
    held.fetch_add(static_cast<long>(malloc_usable_size(memory)), std::memory_order_relaxed);
    return memory;
  }
  throw std::bad_alloc();
}
void operator delete(void *memory, std::align_val_t) noexcept {
  operator delete(memory);
}
void operator delete(void *memory, std::size_t, std::align_val_t) noexcept {
  operator delete(memory);
}

namespace yuntu::bench {
namespace {

constexpr std::uint32_t nowhere = geo::AreaIndex::nowhere;

double seconds_of(std::function<void()> const &work) {
  auto const start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double processor_seconds(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Of this thread: what else the machine does costs less.
double processor_seconds_of(std::function<void()> const &work) {
  auto const start = processor_seconds(CLOCK_THREAD_CPUTIME_ID);
  work();
  return processor_seconds(CLOCK_THREAD_CPUTIME_ID) - start;
}

/// An index and what making it took.
template <typename Index>
struct Made {
  std::unique_ptr<Index> index;
  double seconds = 0;
  double bytes = 0;
};

template <typename Index, typename Source>
Made<Index> make(Source const &source) {
  Made<Index> made;
  auto const before = held.load();
  made.seconds = seconds_of([&] { made.index = std::make_unique<Index>(source); });
  made.bytes = static_cast<double>(held.load() - before);
  return made;
}

/// The whole chain by another index: the parents of a building or of a micro-grid are known.
template <typename Locator>
std::uint64_t chain(Locator const &locator, LocateCity const &city, geo::LonLat p) {
  if (auto const building = locator.find(building_layer, p)) {
    return *building + std::uint64_t{city.microgrid_of[*building]} + city.grid_of[*building];
  }
  auto const microgrid = locator.find(microgrid_layer, p);
  return microgrid ? *microgrid + std::uint64_t{city.grid_of[*microgrid]} : 0;
}

std::uint64_t sum_of(geo::AreaIndex::Owners const &owners) {
  std::uint64_t sum = 0;
  for (auto const owner : owners) {
    sum += owner == nowhere ? 0 : owner;
  }
  return sum;
}

class Bench {
public:
  Bench(std::size_t buildings, int rounds) : rounds_(rounds), city_(locate_city(buildings, 7)) {
    name_ = std::to_string(buildings / 1000) + "k";
  }

  bool run() {
    auto const ours = make<geo::AreaIndex>(city_.shapes);
    auto const boost = make<BoostLocator>(city_);
    auto const geos = make<GeosLocator>(city_);
    auto const parts = static_cast<double>(city_.shapes.size());
    report({"locate_build_" + name_, ours.seconds, "s", "Boost packed rtree", boost.seconds});
    report({"locate_memory_" + name_, ours.bytes / parts, "bytes an area", "Boost packed rtree",
            boost.bytes / parts});
    report({"locate_build_geos_" + name_, ours.seconds, "s", "GEOS STRtree", geos.seconds});
    measure_snapshot(*ours.index);
    auto const wrong = differences(*ours.index, *boost.index);
    measure("mixed", mixed_points(city_, 1'000'000, 21), {*ours.index, *boost.index, *geos.index});
    measure("walk", walked_points(1'000'000, 22), {*ours.index, *boost.index, *geos.index});
    measure_odds(mixed_points(city_, 1'000, 24), *ours.index);
    return wrong == 0;
  }

private:
  /// From the file's name to the first answer, every byte checked: with the file in memory, and
  /// after its pages were dropped.
  void measure_snapshot(geo::AreaIndex const &index) const {
    auto name = (std::filesystem::temp_directory_path() / "yuntu-locate-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      throw std::runtime_error("no temporary folder");
    }
    std::filesystem::path const file = std::filesystem::path(name) / "snapshot";
    store::SnapshotName const content{"bench", geo::AreaIndex::image_form};
    report({"locate_snapshot_write_" + name_,
            seconds_of([&] { store::write_snapshot(file, content, index.image()); }) * 1e3, "ms"});
    auto const map = [&] {
      auto const image = store::map_snapshot(file, content);
      if (!image || !geo::AreaIndex::of_image(*image)
                         ->find(city_.shapes[0].polygon.outer[0])
                         .best[grid_layer]) {
        throw std::logic_error("the snapshot does not answer");
      }
    };
    std::vector<double> warm;
    std::vector<double> dropped;
    for (int round = 0; round < rounds_; ++round) {
      warm.push_back(seconds_of(map) * 1e3);
      store::FileDescriptor const descriptor(::open(file.c_str(), O_RDONLY));
      (void)::posix_fadvise(descriptor.get(), 0, 0, POSIX_FADV_DONTNEED);
      dropped.push_back(seconds_of(map) * 1e3);
    }
    std::filesystem::remove_all(name);
    report({"locate_snapshot_ready_" + name_, quantile(warm, 0.5), "ms", "", 0, warm});
    report(
        {"locate_snapshot_ready_dropped_" + name_, quantile(dropped, 0.5), "ms", "", 0, dropped});
  }

  /// Of 10,000 telling points, against looking at every shape near by and against Boost.
  std::size_t differences(geo::AreaIndex const &ours, BoostLocator const &boost) const {
    auto const points = telling_points(city_, 10'000, 23);
    std::vector<geo::AreaIndex::Owners> owners(points.size());
    ours.find_owners(points, owners);
    std::vector<geo::Envelope> boxes;
    for (auto const &shape : city_.shapes) {
      boxes.push_back(geo::envelope_of(shape.polygon));
    }
    std::size_t wrong = 0;
    std::size_t on_border = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      geo::AreaIndex::Owners expected;
      expected.fill(nowhere);
      for (std::size_t at = 0; at < boxes.size(); ++at) {
        auto const &shape = city_.shapes[at];
        if (boxes[at].covers(points[i]) && expected[shape.layer] == nowhere) {
          auto const where = geo::locate(shape.polygon, points[i]);
          on_border += where == geo::Location::boundary ? 1 : 0;
          expected[shape.layer] = where == geo::Location::outside ? nowhere : shape.payload;
        }
      }
      bool is_same = owners[i] == expected && ours.owners_of(points[i]) == expected;
      for (auto const layer : {grid_layer, microgrid_layer, building_layer}) {
        is_same = is_same && boost.find(layer, points[i]).value_or(nowhere) == expected[layer];
      }
      wrong += is_same ? 0 : 1;
    }
    report({"locate_differences_" + name_, static_cast<double>(wrong), "of 10,000 points"});
    report({"locate_on_border_" + name_, static_cast<double>(on_border), "borders met"});
    return wrong;
  }

  struct Indexes {
    geo::AreaIndex const &ours;
    BoostLocator const &boost;
    GeosLocator const &geos;
  };

  /// The sum of what another index answers; what it took goes to `times`.
  template <typename Locator>
  std::uint64_t measure_other(Locator const &locator, std::vector<geo::LonLat> const &points,
                              std::vector<double> &times) const {
    std::uint64_t sum = 0;
    times.push_back(processor_seconds_of([&] {
      for (auto const p : points) {
        sum += chain(locator, city_, p);
      }
    }));
    return sum;
  }

  void measure(std::string const &kind, std::vector<geo::LonLat> const &points,
               Indexes const &indexes) const {
    auto const &ours = indexes.ours;
    std::vector<double> single;
    std::vector<double> batched;
    std::vector<double> by_boost;
    std::vector<double> by_geos;
    std::uint64_t sum = 0;
    std::vector<geo::AreaIndex::Owners> owners(1'000);
    for (int round = 0; round < rounds_; ++round) {
      single.push_back(processor_seconds_of([&] {
        for (auto const p : points) {
          sum += sum_of(ours.owners_of(p));
        }
      }));
      batched.push_back(processor_seconds_of([&] {
        for (std::size_t at = 0; at < points.size(); at += owners.size()) {
          ours.find_owners(std::span(points).subspan(at, owners.size()), owners);
          for (auto const &each : owners) {
            sum += sum_of(each);
          }
        }
      }));
      sum += measure_other(indexes.boost, points, by_boost);
      sum += measure_other(indexes.geos, points, by_geos);
    }
    if (sum == 0) {
      throw std::logic_error("nothing was found");
    }
    auto const other_by_geos = std::count_if(points.begin(), points.end(), [&](geo::LonLat p) {
      return chain(indexes.geos, city_, p) != chain(indexes.boost, city_, p);
    });
    report({"locate_" + kind + "_geos_differs_" + name_, static_cast<double>(other_by_geos),
            "points that GEOS answers otherwise than Boost"});
    auto const ns = [&](std::vector<double> const &seconds) {
      return quantile(seconds, 0.5) * 1e9 / static_cast<double>(points.size());
    };
    auto const boost_name = "Boost packed rtree and covered_by";
    auto const geos_name = "GEOS STRtree and prepared geometry";
    report({"locate_" + kind + "_" + name_, ns(single), "ns", boost_name, ns(by_boost)});
    report({"locate_" + kind + "_" + name_, ns(single), "ns", geos_name, ns(by_geos)});
    report({"locate_" + kind + "_batched_" + name_, ns(batched), "ns", boost_name, ns(by_boost)});
    report({"locate_" + kind + "_batched_" + name_, ns(batched), "ns", geos_name, ns(by_geos)});
  }

  /// Positions with an error of 20 m, most of which a border comes near to.
  void measure_odds(std::vector<geo::LonLat> const &points, geo::AreaIndex const &index) const {
    std::size_t in_doubt = 0;
    auto const seconds = seconds_of([&] {
      for (auto const p : points) {
        for (auto const &odds : geo::odds_of(index, p, geo::sigma_of_radius_68(20))) {
          in_doubt += odds.empty() ? 0 : 1;
        }
      }
    });
    report({"locate_odds_" + name_, seconds * 1e6 / static_cast<double>(points.size()), "us"});
    report({"locate_odds_in_doubt_" + name_, static_cast<double>(in_doubt), "levels"});
  }

  int rounds_;
  LocateCity city_;
  std::string name_;
};

} // namespace
} // namespace yuntu::bench

int main(int argc, char **argv) {
  try {
    bool const is_quick = argc > 1 && std::string_view(argv[1]) == "--quick";
    if (argc > 2 && std::string_view(argv[1]) == "--buildings") {
      return yuntu::bench::Bench(std::stoul(argv[2]), 7).run() ? 0 : 1;
    }
    bool is_right = true;
    for (std::size_t const buildings : {10'000, 90'000, 1'000'000}) {
      if (!is_quick || buildings < 1'000'000) {
        is_right = yuntu::bench::Bench(buildings, is_quick ? 3 : 7).run() && is_right;
      }
    }
    return is_right ? 0 : 1;
  } catch (std::exception const &error) {
    std::cerr << "bench_locate: " << error.what() << '\n';
    return 1;
  }
}
