#include "server/app/receipt_secret.hpp"

#include "server/services/secret.hpp"
#include "server/store/event_log.hpp"
#include "server/store/file_io.hpp"

#include <cerrno>
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
  store::FileDescriptor const descriptor(
      ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!descriptor.is_open()) {
    store::raise_errno(draft, "create the file", errno);
  }
  store::write_all(descriptor.get(), text, 0, draft, "write the file");
  if (::fsync(descriptor.get()) != 0) {
    store::raise_errno(draft, "make the file durable", errno);
  }
  if (std::rename(draft.c_str(), file.c_str()) != 0) {
    store::raise_errno(file, "rename the file", errno);
  }
  store::sync_folder(file.parent_path());
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
