#include "tools/yuntu/command.hpp"
#include "tools/yuntu/confined.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/photo/clean_photo.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>
#include <memory>
#include <string>

namespace yuntu::tools {
namespace {

constexpr std::uint64_t mebibyte = 1 << 20;
constexpr std::uint64_t most_photo_bytes = 8 * mebibyte;
constexpr std::uint64_t most_cleaned_bytes = most_photo_bytes + 4096; ///< a new head may be longer
constexpr std::chrono::seconds longest_reading{10};

struct PhotoOptions {
  std::string file;
  std::string out;
};

ConfinedLimits photo_limits() {
  auto limits = usual_limits();
  limits.cpu = std::min(limits.cpu, longest_reading);
  limits.wall = 3 * longest_reading;
  if (limits.memory_bytes != 0) {
    limits.memory_bytes = 512 * mebibyte; // with the program's own libraries
  }
  limits.file_bytes = most_cleaned_bytes;
  limits.output_bytes = 4096;
  return limits;
}

CommandError cannot(std::string const &doing, std::string const &file) {
  return CommandError(file + ": cannot " + doing + ": " + std::strerror(errno));
}

/// A regular file of its own name.
std::string read_photo(std::string const &file) {
  int const fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  struct stat about {};
  if (fd < 0 || ::fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
    throw cannot("read it", file);
  }
  if (static_cast<std::uint64_t>(about.st_size) > most_photo_bytes) {
    throw CommandError(file + ": larger than 8 MiB");
  }
  std::string bytes(static_cast<std::size_t>(about.st_size), '\0');
  auto const got = ::read(fd, bytes.data(), bytes.size());
  ::close(fd);
  if (got != about.st_size) {
    throw cannot("read all of it", file);
  }
  return bytes;
}

void write_photo(std::string const &file, std::string_view bytes) {
  int const fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
                        S_IRUSR | S_IWUSR);
  if (fd < 0) {
    throw cannot("make it", file);
  }
  auto const written = ::write(fd, bytes.data(), bytes.size());
  if (::close(fd) != 0 || written != static_cast<ssize_t>(bytes.size())) {
    throw cannot("write all of it", file);
  }
}

/// In the child.
int clean(PhotoOptions const &options) {
  auto const cleaned = clean_photo(read_photo(options.file));
  if (!cleaned) {
    bool const is_other = cleaned.error().kind == NoPhoto::Kind::other_format;
    std::cout << nlohmann::json{{"refused", cleaned.error().reason},
                                {"format", is_other ? "other" : "damaged"}}
              << "\n";
    return exit_findings;
  }
  write_photo(options.out, cleaned->bytes);
  std::cout << nlohmann::json{{"media_type", cleaned->media_type},
                              {"bytes", cleaned->bytes.size()},
                              {"width", cleaned->width},
                              {"height", cleaned->height}}
            << "\n";
  return exit_good;
}

int run_photo(PhotoOptions const &options) {
  auto const done = run_confined(photo_limits(), [&] { return clean(options); });
  std::cout << done.out;
  return done.code;
}

} // namespace

void add_photo_command(CLI::App &app, Run &run) {
  auto *const command =
      app.add_subcommand("photo", "take everything off a photo that is not the picture");
  auto const o = std::make_shared<PhotoOptions>();
  command->add_option("file", o->file, "JPEG, PNG or WebP by its content, at most 8 MiB")
      ->required();
  command->add_option("--out", o->out, "file to write")->required();
  command->callback([&run, o] { run = [o] { return run_photo(*o); }; });
}

} // namespace yuntu::tools
