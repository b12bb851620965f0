#include "server/store/track_files.hpp"

#include "server/store/byte_codec.hpp"
#include "server/store/event_log.hpp"
#include "server/store/file_io.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace yuntu::store {
namespace {

constexpr std::uint32_t segment_magic = 0x67737479; // "ytsg"
constexpr std::size_t digest_bytes = 32;
constexpr std::size_t frame_bytes = 4 + 8 + salt_bytes + digest_bytes;

void write_all(std::filesystem::path const &file, int descriptor, std::uint64_t offset,
               std::string const &bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    auto const written = ::pwrite(descriptor, bytes.data() + done, bytes.size() - done,
                                  static_cast<off_t>(offset + done));
    if (written <= 0) {
      raise_errno(file, "write the track", written < 0 ? errno : EIO);
    }
    done += static_cast<std::size_t>(written);
  }
}

std::uint64_t size_of_open(std::filesystem::path const &file, int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) {
    raise_errno(file, "look at the track", errno);
  }
  return static_cast<std::uint64_t>(status.st_size);
}

} // namespace

SealedSegment seal_segment(std::string const &body, SaltSource const &salt) {
  Sealed const sealed{salt(), body};
  auto const digest = sealed.digest();
  ByteWriter out;
  out.put_fixed32(segment_magic);
  out.put_fixed64(body.size());
  out.append(sealed.salt);
  out.append(body);
  out.append(digest);
  return {out.take(), to_hex(digest)};
}

std::optional<std::string> open_segment(std::string const &bytes, std::string const &digest) {
  if (bytes.size() < frame_bytes) {
    return std::nullopt;
  }
  ByteReader in(bytes);
  bool const is_segment = in.take_fixed32() == segment_magic;
  if (!is_segment || in.take_fixed64() != bytes.size() - frame_bytes) {
    return std::nullopt;
  }
  Sealed sealed{bytes.substr(4 + 8, salt_bytes),
                bytes.substr(4 + 8 + salt_bytes, bytes.size() - frame_bytes)};
  auto const found = sealed.digest();
  if (to_hex(found) != digest ||
      bytes.compare(bytes.size() - digest_bytes, digest_bytes, found) != 0) {
    return std::nullopt;
  }
  return std::move(sealed.body);
}

void TrackFiles::make_folder() const {
  if (::mkdir(folder_.c_str(), S_IRWXU) == 0) {
    sync_folder(folder_.parent_path());
  } else if (errno != EEXIST) {
    raise_errno(folder_, "create the folder of tracks", errno);
  }
}

void TrackFiles::append(model::Day day, std::uint64_t offset, std::string const &bytes) const {
  make_folder();
  auto const file = file_of(day);
  create_private_file(file);
  FileDescriptor const descriptor(::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  if (!descriptor.is_open()) {
    raise_errno(file, "open the track", errno);
  }
  auto const size = size_of_open(file, descriptor.get());
  if (size < offset) {
    throw StorageFailed(file.string() + ": the track ends at byte " + std::to_string(size) +
                        ", the log knows of " + std::to_string(offset) +
                        "; run yuntu verify, restore the file from a backup");
  }
  if (size > offset && ::ftruncate(descriptor.get(), static_cast<off_t>(offset)) != 0) {
    raise_errno(file, "cut the track", errno);
  }
  write_all(file, descriptor.get(), offset, bytes);
  if (::fsync(descriptor.get()) != 0) {
    raise_errno(file, "make the track durable", errno);
  }
  sync_folder(folder_);
}

std::optional<std::string> TrackFiles::read(model::Day day, std::uint64_t offset,
                                            std::uint64_t bytes) const {
  auto const file = file_of(day);
  FileDescriptor const descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!descriptor.is_open()) {
    if (errno == ENOENT) {
      return std::nullopt;
    }
    raise_errno(file, "open the track", errno);
  }
  auto const size = size_of_open(file, descriptor.get());
  std::string content(size > offset ? std::min(bytes, size - offset) : 0, '\0');
  std::size_t done = 0;
  while (done < content.size()) {
    auto const got = ::pread(descriptor.get(), content.data() + done, content.size() - done,
                             static_cast<off_t>(offset + done));
    if (got <= 0) {
      raise_errno(file, "read the track", got < 0 ? errno : EIO);
    }
    done += static_cast<std::size_t>(got);
  }
  return content;
}

std::optional<std::uint64_t> TrackFiles::size_of(model::Day day) const {
  std::error_code error;
  auto const size = std::filesystem::file_size(file_of(day), error);
  return error ? std::nullopt : std::optional<std::uint64_t>(size);
}

void TrackFiles::remove(model::Day day) const {
  auto const file = file_of(day);
  if (::unlink(file.c_str()) == 0) {
    sync_folder(folder_);
  } else if (errno != ENOENT) {
    raise_errno(file, "unlink the track", errno);
  }
}

std::vector<model::Day> TrackFiles::days() const {
  std::vector<model::Day> found;
  std::error_code error;
  for (auto const &entry : std::filesystem::directory_iterator(folder_, error)) {
    if (auto const day = model::parse_day(entry.path().filename().string())) {
      found.push_back(*day);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

} // namespace yuntu::store
