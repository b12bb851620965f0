#include "server/store/inbox.hpp"

#include "server/store/file_io.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <utility>

namespace yuntu::store {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 2> endings{".csv", ".json"};
constexpr int most_of_one_name = 10'000;

std::string_view name_of(Inbox::Outcome outcome) {
  return outcome == Inbox::Outcome::done ? "done" : "refused";
}

void make_folder(fs::path const &folder) {
  if (::mkdir(folder.c_str(), S_IRWXU) == 0) {
    sync_folder(folder.parent_path());
  } else if (errno != EEXIST) {
    raise_errno(folder, "create the folder", errno);
  }
}

bool is_ours(std::string const &name) {
  auto ending = fs::path(name).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name.front() != '.' && std::find(endings.begin(), endings.end(), ending) != endings.end();
}

/// Of a regular file, and of no link to one.
std::optional<struct stat> look_at(fs::path const &file) {
  struct stat about {};
  bool const is_file = ::lstat(file.c_str(), &about) == 0 && S_ISREG(about.st_mode);
  return is_file ? std::optional(about) : std::nullopt;
}

void write_durably(fs::path const &file, std::string_view text) {
  FileDescriptor const descriptor(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640));
  if (!descriptor.is_open()) {
    raise_errno(file, "create the report", errno);
  }
  write_all(descriptor.get(), text, 0, file, "write the report");
  if (::fsync(descriptor.get()) != 0) {
    raise_errno(file, "make the report durable", errno);
  }
}

/// The name itself, or with a number when there is one of that name already.
std::string free_name(fs::path const &folder, std::string const &name) {
  auto const stem = fs::path(name).stem().string();
  auto const ending = fs::path(name).extension().string();
  auto chosen = name;
  for (int i = 2; ::access((folder / chosen).c_str(), F_OK) == 0 && i < most_of_one_name; ++i) {
    chosen = stem + "." + std::to_string(i) + ending;
  }
  return chosen;
}

} // namespace

Inbox::Inbox(fs::path folder) : folder_(std::move(folder)) {
  make_folder(folder_);
  make_folder(folder_ / name_of(Outcome::done));
  make_folder(folder_ / name_of(Outcome::refused));
}

std::vector<std::string> Inbox::ready(Clock::time_point now) {
  std::map<std::string, Sight> seen;
  std::vector<std::string> whole;
  std::error_code error;
  for (fs::directory_iterator entry(folder_, error), end; !error && entry != end;
       entry.increment(error)) {
    auto name = entry->path().filename().string();
    auto const about = is_ours(name) ? look_at(entry->path()) : std::nullopt;
    if (!about) {
      continue;
    }
    Sight sight{static_cast<std::uintmax_t>(about->st_size),
                about->st_mtim.tv_sec * std::int64_t{1'000'000'000} + about->st_mtim.tv_nsec,
                about->st_ino, now};
    auto const before = seen_.find(name);
    if (before != seen_.end() && before->second.bytes == sight.bytes &&
        before->second.written_ns == sight.written_ns && before->second.inode == sight.inode) {
      sight.since = before->second.since;
    }
    if (now - sight.since >= settling) {
      whole.push_back(name);
    }
    seen.emplace(std::move(name), sight);
  }
  seen_ = std::move(seen);
  std::sort(whole.begin(), whole.end());
  return whole;
}

tl::expected<std::string, std::string> Inbox::read(std::string const &name) const {
  auto const file = folder_ / name;
  FileDescriptor const descriptor(
      ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat about {};
  if (!descriptor.is_open() || ::fstat(descriptor.get(), &about) != 0 || !S_ISREG(about.st_mode)) {
    return tl::unexpected("it cannot be read: " + std::string(std::strerror(errno)));
  }
  if (static_cast<std::uint64_t>(about.st_size) > most_bytes) {
    return tl::unexpected("it is larger than " + std::to_string(most_bytes >> 20U) +
                          " MiB; cut it into parts");
  }
  std::string bytes(static_cast<std::size_t>(about.st_size), '\0');
  std::size_t read = 0;
  while (read < bytes.size()) {
    auto const got = ::read(descriptor.get(), bytes.data() + read, bytes.size() - read);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      return tl::unexpected(std::string("it cannot be read to its end"));
    }
    read += static_cast<std::size_t>(got);
  }
  return bytes;
}

std::string Inbox::settle(std::string const &name, Outcome outcome, std::string_view report) {
  auto const folder = folder_ / name_of(outcome);
  auto chosen = free_name(folder, name);
  write_durably(folder / (chosen + ".report.json"), report);
  if (std::rename((folder_ / name).c_str(), (folder / chosen).c_str()) != 0) {
    raise_errno(folder_ / name, "put the file away", errno);
  }
  sync_folder(folder);
  sync_folder(folder_);
  seen_.erase(name);
  return chosen;
}

} // namespace yuntu::store
