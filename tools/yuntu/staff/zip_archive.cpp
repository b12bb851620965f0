#include "tools/yuntu/staff/zip_archive.hpp"

#include "tools/yuntu/command.hpp"

#include <zip.h>

#include <array>

namespace yuntu::tools {
namespace {

constexpr std::uintmax_t most_file_bytes = 64 * 1024 * 1024;
constexpr std::size_t most_entry_bytes = 64 * 1024 * 1024;
constexpr std::size_t most_bytes = 2 * most_entry_bytes;

struct CloseZip {
  void operator()(zip_t *archive) const { zip_discard(archive); }
};
struct CloseEntry {
  void operator()(zip_file_t *entry) const { zip_fclose(entry); }
};

} // namespace

struct ZipArchive::Impl {
  std::string name;
  std::unique_ptr<zip_t, CloseZip> zip;
  std::size_t unpacked = 0;
};

ZipArchive::ZipArchive(std::filesystem::path const &file) : impl_(std::make_unique<Impl>()) {
  impl_->name = file.filename().string();
  if (std::filesystem::file_size(file) > most_file_bytes) {
    throw CommandError(impl_->name + ": larger than 64 MiB; no county's staff is");
  }
  int error = 0;
  impl_->zip.reset(zip_open(file.c_str(), ZIP_RDONLY, &error));
  if (!impl_->zip) {
    throw CommandError(impl_->name + ": a damaged ZIP file (cut off while copied?)");
  }
}

ZipArchive::~ZipArchive() = default;

std::optional<std::string> ZipArchive::read(std::string const &entry) {
  if (zip_name_locate(impl_->zip.get(), entry.c_str(), 0) < 0) {
    return std::nullopt;
  }
  std::unique_ptr<zip_file_t, CloseEntry> const opened(
      zip_fopen(impl_->zip.get(), entry.c_str(), 0));
  if (!opened) {
    throw CommandError(impl_->name + ": " + entry + " cannot be unpacked; has it a password?");
  }
  std::string bytes;
  std::array<char, 65'536> buffer{};
  for (;;) {
    auto const got = zip_fread(opened.get(), buffer.data(), buffer.size());
    if (got < 0) {
      throw CommandError(impl_->name + ": " + entry + " is damaged");
    }
    if (got == 0) {
      return bytes;
    }
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
    impl_->unpacked += static_cast<std::size_t>(got);
    if (bytes.size() > most_entry_bytes || impl_->unpacked > most_bytes) {
      throw CommandError(impl_->name + ": " + entry +
                         " unpacks to more than 64 MiB; no county's staff does");
    }
  }
}

} // namespace yuntu::tools
