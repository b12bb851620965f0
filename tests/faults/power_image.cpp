#include "tests/faults/power_image.hpp"

#include <algorithm>
#include <fstream>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace yuntu::faults {
namespace {

namespace fs = std::filesystem;

std::uint64_t size_of(fs::path const &file) {
  std::error_code error;
  auto const size = fs::file_size(file, error);
  return error ? 0 : size;
}

/// Reads through the program's own descriptor where that can read: closing another one would take
/// away the locks that SQLite holds on the file.
std::vector<char> read_range(int descriptor, fs::path const &file, std::uint64_t begin,
                             std::uint64_t end) {
  std::vector<char> bytes(end - begin);
  bool const is_readable = (::fcntl(descriptor, F_GETFL) & O_ACCMODE) != O_WRONLY;
  int const own = is_readable ? -1 : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  auto const got = ::pread(is_readable ? descriptor : own, bytes.data(), bytes.size(),
                           static_cast<off_t>(begin));
  if (own >= 0) {
    ::close(own);
  }
  bytes.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  return bytes;
}

/// Makes `to` as long as `from`, which is open, and takes the bytes of a range over.
void copy_range(int descriptor, fs::path const &from, fs::path const &to, std::uint64_t begin,
                std::uint64_t end) {
  auto const size = size_of(from);
  if (!fs::exists(to)) {
    fs::create_directories(to.parent_path());
    std::ofstream make(to, std::ios::binary);
    begin = 0;
    end = size;
  }
  fs::resize_file(to, size);
  end = std::min<std::uint64_t>(end, size);
  if (begin >= end) {
    return;
  }
  auto const bytes = read_range(descriptor, from, begin, end);
  std::fstream out(to, std::ios::binary | std::ios::in | std::ios::out);
  out.seekp(static_cast<std::streamoff>(begin));
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

} // namespace

PowerImage::PowerImage(fs::path folder, fs::path image)
    : folder_(std::move(folder)), durable_(image / "durable"), pending_(image / "pending") {}

fs::path PowerImage::target_of(std::string const &file) const {
  bool const is_named =
      fresh_names_.count(file) == 0 && fs::exists((durable_ / file).parent_path());
  return (is_named ? durable_ : pending_) / file;
}

void PowerImage::created(std::string const &file) {
  fs::remove(pending_ / file);
  fresh_names_.insert(file);
  dirty_.erase(file);
}

void PowerImage::written(std::string const &file, std::uint64_t from, std::uint64_t to) {
  auto const [at, is_first] = dirty_.try_emplace(file, Range{from, to});
  if (!is_first) {
    at->second = {std::min(at->second.from, from), std::max(at->second.to, to)};
  }
}

void PowerImage::renamed(std::string const &from, std::string const &to) {
  auto const safe = target_of(from);
  fs::remove(pending_ / to);
  if (fs::exists(safe)) {
    fs::create_directories((pending_ / to).parent_path());
    fs::copy_file(safe, pending_ / to);
  }
  fs::remove(pending_ / from);
  dirty_.erase(to);
  if (auto moved = dirty_.extract(from)) {
    moved.key() = to;
    dirty_.insert(std::move(moved));
  }
  fresh_names_.insert({from, to});
}

void PowerImage::removed(std::string const &file) {
  fs::remove(pending_ / file);
  fresh_names_.insert(file);
  dirty_.erase(file);
}

void PowerImage::synced_file(std::string const &file, int descriptor) {
  auto const written = dirty_.find(file);
  auto const range = written == dirty_.end() ? Range{} : written->second;
  copy_range(descriptor, folder_ / file, target_of(file), range.from, range.to);
  dirty_.erase(file);
}

void PowerImage::sync_failed(std::string const &file) {
  dirty_.erase(file);
}

void PowerImage::sync_entry(std::string const &file, bool is_folder) {
  if (is_folder) {
    fs::create_directories(durable_ / file);
    return;
  }
  bool const is_known = fs::exists(durable_ / file) && fresh_names_.count(file) == 0;
  if (is_known) {
    return;
  }
  if (fs::exists(pending_ / file)) {
    fs::rename(pending_ / file, durable_ / file);
  } else {
    std::ofstream empty(durable_ / file, std::ios::binary | std::ios::trunc);
  }
  fresh_names_.erase(file);
}

void PowerImage::synced_folder(std::string const &folder) {
  auto const safe = durable_ / folder;
  if (!fs::exists(safe)) {
    return; // its own name is not durable
  }
  auto const name_of = [&](fs::path const &entry) {
    return (fs::path(folder) / entry.filename()).lexically_normal().string();
  };
  for (auto const &entry : fs::directory_iterator(safe)) {
    auto const name = name_of(entry.path());
    if (!fs::exists(folder_ / name)) {
      fs::remove_all(entry.path());
      fresh_names_.erase(name);
    }
  }
  for (auto const &entry : fs::directory_iterator(folder_ / folder)) {
    if (entry.is_regular_file() || entry.is_directory()) {
      sync_entry(name_of(entry.path()), entry.is_directory());
    }
  }
}

} // namespace yuntu::faults
