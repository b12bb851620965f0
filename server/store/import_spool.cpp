#include "server/store/import_spool.hpp"

#include "server/store/event_log.hpp"
#include "server/store/file_io.hpp"
#include "server/store/json_fields.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>

namespace yuntu::store {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t longest_record = 64 * 1024;

/// What is kept of a job when its files are gone.
struct Record {
  std::string id;
  std::string user;
  model::LayerKind layer = model::LayerKind::grid;
  std::string name;
  std::string phase;
  std::string reason;
  std::string version;
  model::Time began;
  model::Time changed;
};

template <typename Io, Either<Record> T>
void describe(Io &io, T &record) {
  io("id", record.id);
  io("user", record.user);
  io("layer", record.layer);
  io("name", record.name);
  io("phase", record.phase);
  io("reason", record.reason);
  io("version", record.version);
  io("began", record.began);
  io("changed", record.changed);
}

std::optional<model::ImportJob> read_record(fs::path const &file) {
  try {
    Record record;
    read_value(Json::parse(read_text(file, longest_record)), record);
    model::ImportJob job;
    job.id = record.id;
    job.user = record.user;
    job.layer = record.layer;
    job.name = record.name;
    job.reason = record.reason;
    job.version = record.version;
    job.began = record.began;
    job.changed = record.changed;
    auto const &names = model::import_phase_names;
    auto const found = std::find(names.begin(), names.end(), record.phase);
    if (found == names.end() || record.id + ".json" != file.filename()) {
      return std::nullopt;
    }
    job.phase = static_cast<model::ImportPhase>(found - names.begin());
    return job;
  } catch (std::exception const &) {
    return std::nullopt; // no decision hangs on it
  }
}

bool is_in_use(fs::path const &file) {
  std::error_code error;
  auto const written = fs::last_write_time(file, error);
  return !error && fs::is_regular_file(file, error) &&
         fs::file_time_type::clock::now() - written < std::chrono::hours{1};
}

} // namespace

ImportSpool::ImportSpool(fs::path folder) : folder_(std::move(folder)) {
  if (::mkdir(folder_.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    raise_errno(folder_, "create the folder", errno);
  }
}

std::vector<model::ImportJob> ImportSpool::take_over() {
  std::vector<model::ImportJob> jobs;
  std::vector<fs::path> left;
  for (auto const &entry : fs::directory_iterator(folder_)) {
    auto job = entry.path().extension() == ".json" ? read_record(entry.path()) : std::nullopt;
    if (job) {
      jobs.push_back(std::move(*job));
    } else if (!is_in_use(entry.path())) {
      left.push_back(entry.path());
    }
  }
  for (auto const &path : left) {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  return jobs;
}

void ImportSpool::save(model::ImportJob const &job) const {
  Record const record{
      job.id,     job.user,    job.layer, job.name,   std::string(to_string(job.phase)),
      job.reason, job.version, job.began, job.changed};
  auto const draft = folder_ / (job.id + ".new");
  {
    FileDescriptor const file(
        ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file.is_open()) {
      raise_errno(draft, "create the file", errno);
    }
    write_all(file.get(), to_text(value_of(record)), 0, draft, "write the record");
    if (::fsync(file.get()) != 0) {
      raise_errno(draft, "make the record durable", errno);
    }
  }
  if (std::rename(draft.c_str(), this->record(job.id).c_str()) != 0) {
    raise_errno(draft, "rename the record", errno);
  }
  sync_folder(folder_);
}

void ImportSpool::write(std::string const &id, std::string const &part, std::uint64_t at,
                        std::string_view bytes) const {
  auto const file = source(id, part);
  if (::mkdir(file.parent_path().c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    raise_errno(file.parent_path(), "create the folder", errno);
  }
  FileDescriptor const descriptor(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (!descriptor.is_open()) {
    raise_errno(file, "open the file", errno);
  }
  // Begun again, a file may be shorter than it was.
  if (::ftruncate(descriptor.get(), static_cast<off_t>(at)) != 0) {
    raise_errno(file, "shorten the upload", errno);
  }
  write_all(descriptor.get(), bytes, at, file, "store the upload");
}

void ImportSpool::remove_files(std::string const &id) const {
  std::error_code ignored;
  fs::remove_all(folder_ / id, ignored);
}

void ImportSpool::remove_record(std::string const &id) const {
  std::error_code ignored;
  fs::remove(record(id), ignored);
}

std::uint64_t ImportSpool::free_bytes() const {
  std::error_code error;
  auto const space = fs::space(folder_, error);
  return error ? 0 : space.available;
}

fs::path ImportSpool::source(std::string const &id, std::string const &part) const {
  return file(id, "source." + part);
}

fs::path ImportSpool::file(std::string const &id, std::string const &name) const {
  return folder_ / id / name;
}

fs::path ImportSpool::record(std::string const &id) const {
  return folder_ / (id + ".json");
}

std::string read_ends(fs::path const &file, std::uint64_t most) {
  std::error_code error;
  auto const size = fs::file_size(file, error);
  if (error || size <= most) {
    return read_text(file, most);
  }
  std::ifstream in(file, std::ios::binary);
  std::string first(most / 2, '\0');
  in.read(first.data(), static_cast<std::streamsize>(first.size()));
  first.resize(static_cast<std::size_t>(in.gcount()));
  std::string last(most / 2, '\0');
  in.seekg(static_cast<std::streamoff>(size - last.size()));
  in.read(last.data(), static_cast<std::streamsize>(last.size()));
  last.resize(static_cast<std::size_t>(in.gcount()));
  return first + "\n[…]\n" + last;
}

std::string read_text(fs::path const &file, std::uint64_t most) {
  std::error_code error;
  auto const size = fs::file_size(file, error);
  if (error || size > most) {
    return {};
  }
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace yuntu::store
