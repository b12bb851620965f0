#include "server/store/photo_store.hpp"

#include "server/store/digest.hpp"
#include "server/store/file_io.hpp"
#include "server/store/import_spool.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <vector>

namespace yuntu::store {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t longest_photo = std::uint64_t{16} << 20;
/// Photos lie in folders by the first two digits of their digest.
constexpr std::size_t folder_digits = 2;
constexpr char const *incoming_name = "incoming";

void make_folder(fs::path const &folder) {
  if (::mkdir(folder.c_str(), S_IRWXU) == 0) {
    sync_folder(folder.parent_path());
  } else if (errno != EEXIST) {
    raise_errno(folder, "create the folder", errno);
  }
}

std::string sha256(std::string_view bytes) {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  auto *const to = static_cast<unsigned char *>(static_cast<void *>(digest.data()));
  auto const *const from =
      static_cast<unsigned char const *>(static_cast<void const *>(bytes.data()));
  crypto_hash_sha256(to, from, bytes.size());
  return to_hex(digest);
}

void sync_file(fs::path const &file) {
  FileDescriptor const descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!descriptor.is_open()) {
    raise_errno(file, "open the photo", errno);
  }
  if (::fsync(descriptor.get()) != 0) {
    raise_errno(file, "make the photo durable", errno);
  }
}

} // namespace

PhotoStore::PhotoStore(fs::path folder) : folder_(std::move(folder)) {
  make_folder(folder_);
  auto const coming = folder_ / incoming_name;
  std::error_code ignored;
  fs::remove_all(coming, ignored);
  make_folder(coming);
}

PhotoStore::Kept PhotoStore::keep(fs::path const &file) const {
  auto const bytes = read_text(file, longest_photo);
  Kept const kept{sha256(bytes), bytes.size()};
  sync_file(file);
  auto const target = this->file(kept.digest);
  make_folder(target.parent_path());
  if (std::rename(file.c_str(), target.c_str()) != 0) {
    raise_errno(target, "rename the photo", errno);
  }
  sync_folder(target.parent_path());
  return kept;
}

std::size_t PhotoStore::sweep(std::set<std::string> const &known) const {
  std::vector<fs::path> left;
  for (auto const &shelf : fs::directory_iterator(folder_)) {
    if (!shelf.is_directory() || shelf.path().filename() == incoming_name) {
      continue;
    }
    for (auto const &photo : fs::directory_iterator(shelf.path())) {
      auto const digest = shelf.path().filename().string() + photo.path().filename().string();
      if (!known.contains(digest)) {
        left.push_back(photo.path());
      }
    }
  }
  for (auto const &photo : left) {
    std::error_code ignored;
    fs::remove(photo, ignored);
  }
  return left.size();
}

fs::path PhotoStore::file(std::string const &digest) const {
  return folder_ / digest.substr(0, folder_digits) / digest.substr(folder_digits);
}

fs::path PhotoStore::incoming(std::string const &name) const {
  return folder_ / incoming_name / name;
}

void PhotoStore::append(std::string const &name, std::uint64_t at, std::string_view bytes) const {
  auto const file = incoming(name);
  FileDescriptor const descriptor(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (!descriptor.is_open()) {
    raise_errno(file, "open the file", errno);
  }
  write_all(descriptor.get(), bytes, at, file, "store the photo");
}

void PhotoStore::drop(std::string const &name) const {
  std::error_code ignored;
  fs::remove(incoming(name), ignored);
}

} // namespace yuntu::store
