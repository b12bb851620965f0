#include "server/app/receipt_secret.hpp"

#include "server/services/secret.hpp"
#include "server/store/event_log.hpp"

#include <filesystem>
#include <fstream>

namespace yuntu::app {

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
  std::ofstream out(file);
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  out << secret << "\n";
  if (!out.flush()) {
    throw store::StorageFailed(file.string() + ": cannot be written");
  }
  return secret;
}

} // namespace yuntu::app
