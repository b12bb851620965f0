#include "server/services/index_shelf.hpp"

#include "server/services/secret.hpp"
#include "server/store/event_log.hpp"
#include "server/store/file_io.hpp"
#include "server/store/snapshot_file.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

namespace yuntu::services {
namespace {

constexpr char const *prefix = "areas-";

store::SnapshotName name_of(std::string const &content) {
  return {content, geo::AreaIndex::image_form};
}

void make_folder(std::filesystem::path const &folder) {
  if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    store::raise_errno(folder, "create the folder of indexes", errno);
  }
}

} // namespace

IndexShelf::IndexShelf(std::filesystem::path folder, Tell tell)
    : folder_(std::move(folder)), tell_(std::move(tell)) {}

std::filesystem::path IndexShelf::file_of(std::string const &content) const {
  return folder_ / (prefix + digest(content).substr(0, 16));
}

geo::AreaIndex IndexShelf::take(std::string const &content, std::size_t size,
                                std::function<geo::AreaIndex()> const &make) const {
  auto const file = file_of(content);
  auto const image = store::map_snapshot(file, name_of(content));
  std::optional<geo::AreaIndex> found;
  if (image) {
    found = geo::AreaIndex::of_image(*image);
  }
  if (found && found->size() == size) {
    return *found;
  }
  auto const fault = image ? store::SnapshotFault::damaged : image.error();
  if (fault != store::SnapshotFault::absent) {
    tell_("event=index_snapshot_unused reason=" + std::string(store::to_string(fault)) +
          " file=" + file.string() + " (the index is made anew)");
  }
  auto made = make();
  put(content, made);
  return made;
}

void IndexShelf::put(std::string const &content, geo::AreaIndex const &index) const {
  auto const file = file_of(content);
  try {
    make_folder(folder_);
    store::write_snapshot(file, name_of(content), index.image());
    remove_others(file);
  } catch (std::exception const &error) {
    tell_("event=index_snapshot_not_written reason=\"" + std::string(error.what()) + "\"");
  }
}

void IndexShelf::remove_others(std::filesystem::path const &kept) const {
  for (auto const &entry : std::filesystem::directory_iterator(folder_)) {
    auto const name = entry.path().filename().string();
    if (name.rfind(prefix, 0) == 0 && entry.path() != kept) {
      std::filesystem::remove(entry.path());
    }
  }
}

} // namespace yuntu::services
