#pragma once

#include "geo/area_index.hpp"

#include <filesystem>
#include <functional>
#include <string>

namespace yuntu::services {

/// Keeps the newest index of areas in a folder, so that the next start maps it instead of making
/// it. What it finds damaged, of another form or of other layers is never used. It is never in the
/// way: where the folder cannot be written or the disk is full, that is told and the index is made
/// each time. Any thread; one at a time.
///   auto const areas = shelf.take("building=0011aabb;", parts.size(), [&] { return
///   AreaIndex(parts); });
class IndexShelf {
public:
  /// Of an event for the log: "event=NAME key=value".
  using Tell = std::function<void(std::string const &)>;

  /// The folder is made when something is put there.
  IndexShelf(std::filesystem::path folder, Tell tell);

  /// The index of this content with `size` parts: from the folder, else made and put there in place
  /// of the others. Readers of those keep them.
  [[nodiscard]] geo::AreaIndex take(std::string const &content, std::size_t size,
                                    std::function<geo::AreaIndex()> const &make) const;

private:
  [[nodiscard]] std::filesystem::path file_of(std::string const &content) const;
  void put(std::string const &content, geo::AreaIndex const &index) const;
  void remove_others(std::filesystem::path const &kept) const;

  std::filesystem::path folder_;
  Tell tell_;
};

} // namespace yuntu::services
