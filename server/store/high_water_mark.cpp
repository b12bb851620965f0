#include "server/store/high_water_mark.hpp"

#include "server/store/digest.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <system_error>

namespace yuntu::store {
namespace {

constexpr std::size_t slot_bytes = 256;
constexpr std::chrono::seconds flush_interval{1};

std::string checksum_of(std::string const &line) {
  return to_hex(blake2b(line)).substr(0, 16);
}

std::string slot_text(LogHead const &head) {
  auto const line = head.epoch + " " + std::to_string(head.seq) + " " + std::to_string(head.tick) +
                    " " + head.hash;
  auto text = line + " " + checksum_of(line);
  text.resize(slot_bytes - 1, ' ');
  return text + "\n";
}

std::optional<LogHead> parse_slot(std::string const &text) {
  std::istringstream words(text);
  LogHead head;
  std::string checksum;
  if (!(words >> head.epoch >> head.seq >> head.tick >> head.hash >> checksum) ||
      slot_text(head) != text) {
    return std::nullopt;
  }
  return head;
}

/// Whatever the reason: after an fsync that failed nothing is certain.
[[noreturn]] void raise_failed_sync(std::filesystem::path const &file, int error) {
  throw StorageFailed(file.string() + ": cannot make the mark of the newest commit durable: " +
                      std::generic_category().message(error));
}

/// As a whole or not at all: a file with half a mark in it would be taken for a damaged one.
void make_whole(std::filesystem::path const &file, std::string const &text) {
  auto const draft = file.string() + ".new";
  FileDescriptor const descriptor(::open(
      draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (!descriptor.is_open()) {
    raise_errno(draft, "create the file", errno);
  }
  write_all(descriptor.get(), text, 0, draft, "write the mark of the newest commit");
  if (::fsync(descriptor.get()) != 0) {
    raise_failed_sync(draft, errno);
  }
  if (std::rename(draft.c_str(), file.c_str()) != 0) {
    raise_errno(file, "rename the file", errno);
  }
  sync_folder(file.parent_path());
}

int open_for_writing(std::filesystem::path const &file, LogHead const &head) {
  std::error_code error;
  if (std::filesystem::file_size(file, error) == 0 || error) {
    make_whole(file, slot_text(head) + slot_text(head));
  }
  int const descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) {
    raise_errno(file, "open the file", errno);
  }
  return descriptor;
}

} // namespace

std::optional<LogHead> HighWaterMark::read(std::filesystem::path const &file) {
  if (!std::filesystem::exists(file)) {
    return std::nullopt;
  }
  std::array<std::string, 2> slots{std::string(slot_bytes, '\0'), std::string(slot_bytes, '\0')};
  std::ifstream stream(file, std::ios::binary);
  std::optional<LogHead> newest;
  bool is_empty = stream.is_open();
  for (auto &slot : slots) {
    stream.read(slot.data(), static_cast<std::streamsize>(slot.size()));
    is_empty = is_empty && stream.gcount() == 0;
    auto const head = parse_slot(slot);
    if (head && (!newest || head->tick > newest->tick)) {
      newest = head;
    }
  }
  if (!newest && !is_empty) { // empty: killed between making the file and writing into it
    throw StorageFailed(file.string() +
                        ": the mark of the newest commit is damaged; run yuntu verify, then delete "
                        "this file to accept the log as it is");
  }
  return newest;
}

HighWaterMark::HighWaterMark(std::filesystem::path const &file, LogHead const &head)
    : file_(file), descriptor_(open_for_writing(file, head)) {
  write_slot(0, head);
  write_slot(1, head);
  flush();
}

HighWaterMark::~HighWaterMark() {
  ::fdatasync(descriptor_.get());
}

void HighWaterMark::write(LogHead const &head) {
  write_slot(next_slot_, head); // one that was torn is written again, the other one stands
  next_slot_ = 1 - next_slot_;
  if (std::chrono::steady_clock::now() - flushed_ >= flush_interval) {
    flush();
  }
}

void HighWaterMark::write_slot(std::size_t slot, LogHead const &head) {
  write_all(descriptor_.get(), slot_text(head), slot * slot_bytes, file_,
            "write the mark of the newest commit");
}

void HighWaterMark::flush() {
  if (::fdatasync(descriptor_.get()) != 0) {
    raise_failed_sync(file_, errno);
  }
  flushed_ = std::chrono::steady_clock::now();
}

} // namespace yuntu::store
