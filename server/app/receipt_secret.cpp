#include "server/app/receipt_secret.hpp"

#include "server/services/secret.hpp"
#include "server/store/event_log.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>

namespace yuntu::app {
namespace {

/// All or nothing, also when the power fails: a file of its own (0600), synced, then renamed.
void write_whole(std::filesystem::path const &file, std::string const &text) {
  auto const draft = file.string() + ".new";
  int const descriptor = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  bool const is_written =
      descriptor >= 0 &&
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(descriptor) == 0;
  if (descriptor >= 0) {
    ::close(descriptor);
  }
  if (!is_written || std::rename(draft.c_str(), file.c_str()) != 0) {
    throw store::StorageFailed(file.string() + ": cannot be written");
  }
  int const folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    ::fsync(folder);
    ::close(folder);
  }
}

} // namespace

std::string receipt_secret(store::DataDirectory const &directory) {
  namespace fs = std::filesystem;
  auto const file = directory.root / "secret";
  std::string secret;
  if (std::ifstream in(file); in >> secret && secret.size() >= 32) {
    return secret;
  }
  if (fs::exists(file)) {
    throw store::StorageFailed(file.string() + ": expected one line of 64 hex digits");
  }
  secret = services::random_token();
  write_whole(file, secret + "\n");
  return secret;
}

} // namespace yuntu::app
