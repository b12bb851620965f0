#include "server/services/import_service.hpp"

#include "server/services/import_parts.hpp"
#include "server/store/event_log.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::services {
namespace {

using model::ImportJob;
using model::ImportPhase;
using protocol::Problem;

constexpr std::size_t id_length = 16;
/// Left free on the disk: the log comes first.
constexpr std::uint64_t reserve_bytes = std::uint64_t{256} << 20;

Problem conflict(std::string detail) {
  return {409, "Not now", std::move(detail), {}};
}

Problem unfit(std::string detail) {
  return {422, "Not possible", std::move(detail), {}};
}

std::string in_words(std::uint64_t bytes) {
  constexpr std::uint64_t mebibyte = 1 << 20;
  return std::to_string(bytes / mebibyte) + " MiB";
}

bool takes_files(ImportPhase phase) {
  return phase == ImportPhase::uploading || phase == ImportPhase::failed;
}

model::ImportFile *find_part(ImportJob &job, std::string const &part) {
  auto const found = std::find_if(job.files.begin(), job.files.end(),
                                  [&](model::ImportFile const &file) { return file.part == part; });
  return found == job.files.end() ? nullptr : &*found;
}

} // namespace

ImportService::ImportService(store::ImportSpool &spool, std::filesystem::path data,
                             ImportLimits limits, ImportDoors doors, KnownVersions const &known,
                             TokenSource make_id)
    : spool_(spool), data_(std::move(data)), limits_(limits), doors_(std::move(doors)),
      make_id_(std::move(make_id)) {
  for (auto &former : spool_.take_over()) {
    auto &job = jobs_[former.id] = std::move(former);
    if (is_over(job.phase)) {
      continue;
    }
    bool const is_published =
        job.phase == ImportPhase::accepting && known.contains({job.layer, job.version});
    move_to(job, is_published ? ImportPhase::accepted : ImportPhase::lost,
            is_published ? "" : "the server was restarted before it was decided; begin again");
  }
}

void ImportService::move_to(ImportJob &job, ImportPhase phase, std::string reason) {
  job.phase = phase;
  job.reason = std::move(reason);
  job.changed = doors_.now();
  if (is_over(phase)) {
    spool_.remove_files(job.id);
  }
  try {
    spool_.save(job);
  } catch (std::exception const &) {
    // A full disk: after a restart it is then told as lost, or not at all.
  }
}

std::optional<Problem> ImportService::too_many(model::Principal const &principal) const {
  std::size_t of_one = 0;
  std::size_t all = 0;
  for (auto const &[id, job] : jobs_) {
    bool const is_undecided = !is_over(job.phase);
    all += is_undecided ? 1U : 0U;
    of_one += is_undecided && job.user == principal.user ? 1U : 0U;
  }
  if (of_one >= limits_.undecided_of_one || all >= limits_.undecided) {
    return Problem{429,
                   "Too many imports",
                   "of yours " + std::to_string(of_one) + " and of all " + std::to_string(all) +
                       " are not decided; accept or refuse one first",
                   {}};
  }
  return std::nullopt;
}

ImportService::Answer<ImportJob> ImportService::begin(model::Principal const &principal,
                                                      protocol::ImportRequest const &request) {
  if (auto const problem = short_rights(principal)) {
    return tl::unexpected(*problem);
  }
  if (!import_part(request.file)) {
    return tl::unexpected(unfit("\"" + request.file +
                                "\" is of no format that is read; give a .zip or .shp Shapefile, "
                                ".gpkg, .geojson, .fgb, .csv, .kml, .tab, .mif or .osm.pbf"));
  }
  if (auto const problem = too_many(principal)) {
    return tl::unexpected(*problem);
  }
  ImportJob job;
  job.id = make_id_().substr(0, id_length);
  job.user = principal.user;
  job.layer = request.layer;
  job.name = request.file;
  job.reading = request.reading;
  job.began = doors_.now();
  auto &kept = jobs_[job.id] = job;
  move_to(kept, ImportPhase::uploading);
  return kept;
}

std::vector<ImportJob> ImportService::list() const {
  std::vector<ImportJob> jobs;
  for (auto const &[id, job] : jobs_) {
    jobs.push_back(job);
  }
  std::stable_sort(jobs.begin(), jobs.end(),
                   [](auto const &a, auto const &b) { return a.began > b.began; });
  return jobs;
}

ImportService::Answer<ImportJob> ImportService::find(std::string const &id) const {
  auto const found = jobs_.find(id);
  return found == jobs_.end()
             ? Answer<ImportJob>(tl::unexpected(Problem{404, "No such import", id, {}}))
             : Answer<ImportJob>(found->second);
}

ImportService::Answer<ImportJob *> ImportService::changeable(model::Principal const &principal,
                                                             std::string const &id) {
  auto const found = jobs_.find(id);
  if (found == jobs_.end()) {
    return tl::unexpected(Problem{404, "No such import", id, {}});
  }
  if (auto const problem = short_rights(principal)) {
    return tl::unexpected(*problem);
  }
  if (is_over(found->second.phase)) {
    return tl::unexpected(conflict("it is over: " + std::string(to_string(found->second.phase))));
  }
  return &found->second;
}

ImportService::Answer<std::string> ImportService::begin_file(model::Principal const &principal,
                                                             std::string const &id,
                                                             std::string const &name,
                                                             std::uint64_t at, std::uint64_t size) {
  auto const job = changeable(principal, id);
  if (!job) {
    return tl::unexpected(job.error());
  }
  auto const main = import_part((*job)->name);
  auto const part = import_part(name.empty() ? (*job)->name : name);
  if (!part || !is_part_of(*part, *main)) {
    return tl::unexpected(unfit("\"" + name + "\" is no part of " + (*job)->name));
  }
  if (!takes_files((*job)->phase)) {
    return tl::unexpected(conflict("it is " + std::string(to_string((*job)->phase))));
  }
  if (size > limits_.file_bytes) {
    return tl::unexpected(
        Problem{413, "Too large", "at most " + in_words(limits_.file_bytes) + " a file", {}});
  }
  if (spool_.free_bytes() < size - at + reserve_bytes) {
    return tl::unexpected(Problem{507, "No space", "the server's disk is too full for it", {}});
  }
  auto *file = find_part(**job, *part);
  if (file == nullptr) {
    file = &(*job)->files.emplace_back(model::ImportFile{*part, 0, size});
  }
  if (at != 0 && (at != file->received || file->size != size)) {
    return tl::unexpected(conflict(std::to_string(file->received) + " bytes are here"));
  }
  file->received = at;
  file->size = size;
  return *part;
}

ImportService::Answer<bool> ImportService::take_piece(std::string const &id,
                                                      std::string const &part, std::uint64_t at,
                                                      std::string const &bytes) {
  auto const found = jobs_.find(id);
  auto *const file = found == jobs_.end() || !takes_files(found->second.phase)
                         ? nullptr
                         : find_part(found->second, part);
  if (file == nullptr || file->received != at || at + bytes.size() > file->size.value_or(0)) {
    return tl::unexpected(conflict("the upload was given up, or begun again by somebody else"));
  }
  try {
    spool_.write(id, part, at, bytes);
  } catch (store::StorageBusy const &error) {
    return tl::unexpected(Problem{error.cause() == store::StorageBusy::Cause::full ? 507U : 503U,
                                  "Not stored",
                                  "the server's disk is too full for it",
                                  {}});
  } catch (store::StorageFailed const &error) {
    return tl::unexpected(Problem{500, "Not stored", "the server cannot write the upload", {}});
  }
  file->received += bytes.size();
  found->second.changed = doors_.now();
  return true;
}

void ImportService::act(model::Principal const &principal, std::string const &id,
                        protocol::ImportActRequest const &request, Done<ImportJob> const &done) {
  auto const found = changeable(principal, id);
  if (!found) {
    return done(tl::unexpected(found.error()));
  }
  auto &job = **found;
  if (job.phase == ImportPhase::accepting) {
    return done(tl::unexpected(conflict("it is being published")));
  }
  switch (request.act) {
  case protocol::ImportAct::read:
    if (auto const begun = read(job, request.reading); !begun) {
      return done(tl::unexpected(begun.error()));
    }
    break;
  case protocol::ImportAct::check:
    if (auto const begun = check_again(job); !begun) {
      return done(tl::unexpected(begun.error()));
    }
    break;
  case protocol::ImportAct::accept:
    return accept(job, principal.user, request, done);
  case protocol::ImportAct::refuse:
    refuse(job, "");
    break;
  case protocol::ImportAct::cancel:
    cancel(job);
    break;
  }
  done(job);
}

ImportService::Answer<bool>
ImportService::read(ImportJob &job, std::optional<model::ImportReading> const &reading) {
  if (!takes_files(job.phase) && job.phase != ImportPhase::ready) {
    return tl::unexpected(conflict("it is being read"));
  }
  std::vector<std::string> present;
  for (auto const &file : job.files) {
    if (!file.is_whole()) {
      return tl::unexpected(conflict("." + file.part + " has not come whole"));
    }
    present.push_back(file.part);
  }
  if (auto const missing = missing_parts(*import_part(job.name), present); !missing.empty()) {
    return tl::unexpected(unfit("what goes with the file is missing: " + missing));
  }
  job.reading = reading.value_or(job.reading);
  job.version.clear();
  job.report.clear();
  job.check.clear();
  job.errors = 0;
  job.against.reset();
  move_to(job, ImportPhase::queued);
  waiting_.push_back({job.id,
                      ++last_errand_,
                      {reading_arguments(job), spool_.file(job.id, "report.json"),
                       spool_.file(job.id, "errors.txt")},
                      &ImportService::on_read});
  start_next();
  return true;
}

void ImportService::accept(ImportJob &job, std::string const &actor,
                           protocol::ImportActRequest const &request, Done<ImportJob> const &done) {
  if (job.phase != ImportPhase::ready) {
    return done(tl::unexpected(conflict("it is " + std::string(to_string(job.phase)))));
  }
  if (job.errors > 0 && !request.despite_findings) {
    return done(tl::unexpected(unfit(std::to_string(job.errors) +
                                     " errors stand in the findings; mend them, or accept "
                                     "with \"despite_findings\"")));
  }
  move_to(job, ImportPhase::accepting);
  doors_.publish(
      {staged_file(job.id), job.layer, job.version, request.effective, actor, job.against},
      [this, id = job.id, done](tl::expected<VersionOutcome, Problem> const &result) {
        doors_.to_imports([this, id, done, result] {
          auto &published = jobs_.at(id);
          if (!result) {
            move_to(published, ImportPhase::ready, result.error().detail);
            done(tl::unexpected(result.error()));
            return;
          }
          published.waits_for_disk = result->waits.has_value();
          move_to(published, result->waits ? ImportPhase::accepting : ImportPhase::accepted,
                  result->waits ? result->waits->detail : "");
          done(published);
        });
      });
}

void ImportService::settle(KnownVersions const &known) {
  for (auto &[id, job] : jobs_) {
    if (job.phase == ImportPhase::accepting && job.waits_for_disk &&
        known.contains({job.layer, job.version})) {
      move_to(job, ImportPhase::accepted);
    }
  }
}

void ImportService::refuse(ImportJob &job, std::string reason) {
  forget_errands(job.id);
  move_to(job, ImportPhase::refused, std::move(reason));
}

void ImportService::cancel(ImportJob &job) {
  if (job.phase == ImportPhase::uploading) {
    refuse(job, "the upload was given up");
  } else if (job.phase != ImportPhase::ready && job.phase != ImportPhase::failed) {
    forget_errands(job.id);
    move_to(job, ImportPhase::failed, "the reading was stopped");
  }
}

void ImportService::tidy() {
  auto const now = doors_.now();
  std::vector<std::string> gone;
  std::size_t over = 0;
  for (auto const &listed : list()) {
    auto &job = jobs_.at(listed.id);
    if (is_over(job.phase)) {
      if (now - job.changed > limits_.kept || ++over > limits_.remembered) {
        gone.push_back(job.id);
      }
    } else if (now - job.changed > limits_.idle && job.phase != ImportPhase::accepting) {
      refuse(job, "nobody has touched it for a day");
    }
  }
  for (auto const &id : gone) {
    spool_.remove_record(id);
    jobs_.erase(id);
  }
}

std::filesystem::path ImportService::findings_file(std::string const &id) const {
  return spool_.file(id, "findings.geojson");
}

std::filesystem::path ImportService::staged_file(std::string const &id) const {
  return spool_.file(id, "staged.sqlite");
}

} // namespace yuntu::services
