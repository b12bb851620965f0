#include "server/store/high_water_mark.hpp"

#include "server/store/digest.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>

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

int open_for_writing(std::filesystem::path const &file) {
  create_private_file(file);
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
    : file_(file), descriptor_(open_for_writing(file)) {
  write_slot(0, head);
  write_slot(1, head);
  flush();
}

HighWaterMark::~HighWaterMark() {
  ::fdatasync(descriptor_.get());
}

void HighWaterMark::write(LogHead const &head) {
  write_slot(head.tick % 2, head);
  if (std::chrono::steady_clock::now() - flushed_ >= flush_interval) {
    flush();
  }
}

void HighWaterMark::write_slot(std::size_t slot, LogHead const &head) {
  auto const text = slot_text(head);
  auto const offset = static_cast<off_t>(slot * slot_bytes);
  auto const written = ::pwrite(descriptor_.get(), text.data(), text.size(), offset);
  if (written != static_cast<ssize_t>(text.size())) {
    raise_errno(file_, "write the mark of the newest commit", written < 0 ? errno : EIO);
  }
}

void HighWaterMark::flush() {
  if (::fdatasync(descriptor_.get()) != 0) {
    raise_errno(file_, "make the mark of the newest commit durable", errno);
  }
  flushed_ = std::chrono::steady_clock::now();
}

} // namespace yuntu::store
