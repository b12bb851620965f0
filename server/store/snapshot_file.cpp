#include "server/store/snapshot_file.hpp"

#include "server/store/checksum.hpp"
#include "server/store/event_log.hpp"
#include "server/store/file_io.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <vector>

namespace yuntu::store {
namespace {

using Section = geo::IndexImage::Section;

// The file is numbers of 32 bits in the writer's byte order:
//   head      magic (2), layout, form, words of the head, sections, bytes of the content's name,
//             the name; by section the word of the file it starts at (2), its words (2) and their
//             checksum (2); zeros, and last the checksum of all these (2)
//   sections  one after another, each filled up with zeros to whole blocks
// Head and blocks are of 64 bytes. A number of two words has the lower one first.
constexpr std::uint32_t magic_1 = 0x746e'7579; // "yunt"
constexpr std::uint32_t magic_2 = 0x7864'6975; // "uidx"
constexpr std::uint32_t layout = 1;
constexpr std::size_t block_words = 16;
constexpr std::size_t fixed_words = 7;
constexpr std::size_t entry_words = 6;
constexpr std::size_t checksum_words = 2;

std::size_t in_blocks(std::size_t words) {
  return (words + block_words - 1) / block_words * block_words;
}
std::size_t words_of_name(std::size_t bytes) {
  return (bytes + sizeof(std::uint32_t) - 1) / sizeof(std::uint32_t);
}
std::size_t head_size(std::size_t name_bytes, std::size_t sections) {
  return in_blocks(fixed_words + words_of_name(name_bytes) + sections * entry_words +
                   checksum_words);
}

std::uint64_t long_at(Section words, std::size_t at) {
  return words[at] | std::uint64_t{words[at + 1]} << 32U;
}
void set_long(std::vector<std::uint32_t> &words, std::size_t at, std::uint64_t number) {
  words[at] = static_cast<std::uint32_t>(number);
  words[at + 1] = static_cast<std::uint32_t>(number >> 32U);
}

std::vector<std::uint32_t> head_of(SnapshotName const &name, std::vector<Section> const &sections) {
  std::vector<std::uint32_t> head(head_size(name.content.size(), sections.size()), 0);
  auto const number = [](std::size_t value) { return static_cast<std::uint32_t>(value); };
  std::uint32_t const fixed[fixed_words] = {magic_1,
                                            magic_2,
                                            layout,
                                            name.form,
                                            number(head.size()),
                                            number(sections.size()),
                                            number(name.content.size())};
  std::copy(std::begin(fixed), std::end(fixed), head.begin());
  std::memcpy(&head[fixed_words], name.content.data(), name.content.size());
  auto entry = fixed_words + words_of_name(name.content.size());
  auto start = head.size();
  for (auto const section : sections) {
    set_long(head, entry, start);
    set_long(head, entry + 2, section.size());
    set_long(head, entry + 4, checksum(section));
    entry += entry_words;
    start += in_blocks(section.size());
  }
  auto const content = head.size() - checksum_words;
  set_long(head, content, checksum(std::span(head).first(content)));
  return head;
}

class Writer {
public:
  explicit Writer(std::filesystem::path const &file)
      : file_(file),
        descriptor_(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
                           S_IRUSR | S_IWUSR)) {
    if (!descriptor_.is_open()) {
      raise_errno(file_, "create the file", errno);
    }
  }
  /// Filled up to whole blocks.
  void put(Section words) {
    constexpr std::uint32_t zeros[block_words] = {};
    append(words);
    append(Section(zeros).first(in_blocks(words.size()) - words.size()));
  }
  void make_durable() const {
    if (::fsync(descriptor_.get()) != 0) {
      raise_errno(file_, "make the snapshot durable", errno);
    }
  }

private:
  void append(Section words) {
    std::string_view const bytes{reinterpret_cast<char const *>(words.data()), words.size_bytes()};
    write_all(descriptor_.get(), bytes, at_, file_, "write the snapshot");
    at_ += bytes.size();
  }

  std::filesystem::path const &file_;
  FileDescriptor descriptor_;
  std::size_t at_ = 0;
};

/// All of a file, as long as this lives.
class Mapping {
public:
  Mapping(void *memory, std::size_t bytes) : memory_(memory), bytes_(bytes) {}
  ~Mapping() { ::munmap(memory_, bytes_); }
  Mapping(Mapping const &) = delete;
  Mapping &operator=(Mapping const &) = delete;

  [[nodiscard]] Section words() const {
    return {static_cast<std::uint32_t const *>(memory_), bytes_ / sizeof(std::uint32_t)};
  }

private:
  void *memory_;
  std::size_t bytes_;
};

tl::expected<std::shared_ptr<Mapping const>, SnapshotFault>
map_file(std::filesystem::path const &file) {
  FileDescriptor const descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!descriptor.is_open()) {
    return tl::unexpected(errno == ENOENT ? SnapshotFault::absent : SnapshotFault::unreadable);
  }
  struct stat status {};
  if (::fstat(descriptor.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return tl::unexpected(SnapshotFault::unreadable);
  }
  auto const bytes = static_cast<std::size_t>(status.st_size);
  if (bytes == 0 || bytes % (block_words * sizeof(std::uint32_t)) != 0) {
    return tl::unexpected(SnapshotFault::damaged);
  }
  // Read ahead from the disk in one go, and no fault a page when it is in memory already.
  auto *const memory =
      ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED | MAP_POPULATE, descriptor.get(), 0);
  if (memory == MAP_FAILED) {
    return tl::unexpected(SnapshotFault::unreadable);
  }
  return std::make_shared<Mapping const>(memory, bytes);
}

/// The head alone; empty when it is not as written. `words` is not empty.
Section sound_head(Section words) {
  auto const size = words[4];
  if (size < block_words || size % block_words != 0 || size > words.size() ||
      std::uint64_t{words[6]} > std::uint64_t{size} * sizeof(std::uint32_t) ||
      head_size(words[6], words[5]) != size) {
    return {};
  }
  auto const head = words.first(size);
  auto const content = head.size() - checksum_words;
  return checksum(head.first(content)) == long_at(head, content) ? head : Section{};
}

bool is_all_zero(Section words) {
  return std::all_of(words.begin(), words.end(), [](auto word) { return word == 0; });
}

/// As the head says, one after another up to the end of the file; empty when one is not as written.
std::vector<Section> sound_sections(Section words, Section head) {
  std::vector<Section> sections;
  std::uint64_t next = head.size();
  auto entry = fixed_words + words_of_name(head[6]);
  for (std::uint32_t i = 0; i < head[5]; ++i, entry += entry_words) {
    auto const size = long_at(head, entry + 2);
    if (long_at(head, entry) != next || size > words.size() ||
        in_blocks(size) > words.size() - next) {
      return {};
    }
    auto const blocks = words.subspan(next, in_blocks(size));
    auto const section = blocks.first(size);
    if (checksum(section) != long_at(head, entry + 4) || !is_all_zero(blocks.subspan(size))) {
      return {};
    }
    sections.push_back(section);
    next += blocks.size();
  }
  return next == words.size() ? sections : std::vector<Section>{};
}

} // namespace

void write_snapshot(std::filesystem::path const &file, SnapshotName const &name,
                    geo::IndexImage const &image) {
  auto unfinished = file;
  unfinished += ".part";
  try {
    Writer writer(unfinished);
    writer.put(head_of(name, image.sections));
    for (auto const section : image.sections) {
      writer.put(section);
    }
    writer.make_durable();
    if (::rename(unfinished.c_str(), file.c_str()) != 0) {
      raise_errno(file, "put the snapshot in its place", errno);
    }
  } catch (...) {
    ::unlink(unfinished.c_str());
    throw;
  }
  sync_folder(file.parent_path());
}

char const *to_string(SnapshotFault fault) {
  switch (fault) {
  case SnapshotFault::absent:
    return "absent";
  case SnapshotFault::unreadable:
    return "unreadable";
  case SnapshotFault::other_form:
    return "other_form";
  case SnapshotFault::other_content:
    return "other_content";
  case SnapshotFault::damaged:
    break;
  }
  return "damaged";
}

tl::expected<geo::IndexImage, SnapshotFault> map_snapshot(std::filesystem::path const &file,
                                                          SnapshotName const &name) {
  auto const mapping = map_file(file);
  if (!mapping) {
    return tl::unexpected(mapping.error());
  }
  auto const words = (*mapping)->words();
  if (words[0] != magic_1 || words[1] != magic_2) {
    return tl::unexpected(SnapshotFault::damaged);
  }
  if (words[2] != layout) {
    return tl::unexpected(SnapshotFault::other_form); // its head may be another, too
  }
  auto const head = sound_head(words);
  if (head.empty()) {
    return tl::unexpected(SnapshotFault::damaged);
  }
  if (head[3] != name.form) {
    return tl::unexpected(SnapshotFault::other_form);
  }
  std::string_view const content{reinterpret_cast<char const *>(&head[fixed_words]), head[6]};
  if (content != name.content) {
    return tl::unexpected(SnapshotFault::other_content);
  }
  geo::IndexImage image{sound_sections(words, head), *mapping};
  if (image.sections.size() != head[5]) {
    return tl::unexpected(SnapshotFault::damaged);
  }
  return image;
}

} // namespace yuntu::store
