#include "tests/faults/faulty_disk.hpp"

#include <fstream>

namespace yuntu::faults {

namespace fs = std::filesystem;

FaultyDisk::FaultyDisk(fs::path folder, DiskFaults faults)
    : folder_(std::move(folder)), faults_(std::move(faults)) {
  own_.write("counts", std::string(sizeof(ShimCounts), '\0'));
  if (!faults_.has_power_cuts) {
    return;
  }
  auto const image = own_.path() / "image/durable";
  fs::create_directories(image);
  for (auto const &entry : fs::recursive_directory_iterator(folder_)) {
    auto const to = image / fs::relative(entry.path(), folder_);
    if (entry.is_directory()) {
      fs::create_directories(to);
    } else if (entry.is_regular_file()) {
      fs::copy_file(entry.path(), to);
    }
  }
}

std::vector<std::string> FaultyDisk::environment() const {
  std::vector<std::string> lines{"LD_PRELOAD=" YUNTU_DISK_SHIM,
                                 "YUNTU_SHIM_DIR=" + folder_.string(),
                                 "YUNTU_SHIM_COUNTS=" + (own_.path() / "counts").string()};
  auto const add = [&](std::string const &name, std::uint64_t value) {
    if (value != 0) {
      lines.push_back("YUNTU_SHIM_" + name + "=" + std::to_string(value));
    }
  };
  add("KILL_AT", faults_.kill_at);
  add("TORN", faults_.is_torn ? 1 : 0);
  add("FAIL_SYNC_AT", faults_.fail_sync_at);
  add("FAIL_WRITE_AT", faults_.fail_write_at);
  add("SHORT_EVERY", faults_.short_every);
  if (faults_.has_power_cuts) {
    lines.push_back("YUNTU_SHIM_IMAGE=" + (own_.path() / "image").string());
  }
  if (!faults_.synchronous.empty()) {
    lines.push_back("YUNTU_SHIM_SYNCHRONOUS=" + faults_.synchronous);
  }
  return lines;
}

ShimCounts FaultyDisk::counts() const {
  ShimCounts counts;
  std::ifstream in(own_.path() / "counts", std::ios::binary);
  void *const bytes = &counts;
  in.read(static_cast<char *>(bytes), sizeof counts);
  return counts;
}

void FaultyDisk::cut_power() const {
  for (auto const &entry : fs::directory_iterator(folder_)) {
    fs::remove_all(entry.path());
  }
  fs::copy(own_.path() / "image/durable", folder_, fs::copy_options::recursive);
}

} // namespace yuntu::faults
