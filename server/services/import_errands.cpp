// What ImportService has the operator's program do: reading, then checking.
#include "server/services/import_parts.hpp"
#include "server/services/import_service.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace yuntu::services {
namespace {

using model::ImportJob;
using model::ImportPhase;

/// Parsed in the server's memory: a reading lists at most 1,000 rows, a check all its findings.
constexpr std::uint64_t longest_report = std::uint64_t{32} << 20;
constexpr std::uint64_t longest_words = 64 * 1024;
/// Shown of them: how it began and how it ended.
constexpr std::size_t most_first_words = 400;
constexpr std::size_t most_last_words = 600;
/// Exit codes of the program (design section 7).
constexpr int exit_good = 0;
constexpr int exit_findings = 1;

void replace_all(std::string &text, std::string const &what, std::string const &with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

bool is_inside_character(std::string const &text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

/// Cut between characters.
std::string both_ends(std::string const &text) {
  if (text.size() <= most_first_words + most_last_words) {
    return text;
  }
  auto first = most_first_words;
  while (is_inside_character(text, first)) {
    --first;
  }
  auto last = text.size() - most_last_words;
  while (is_inside_character(text, last)) {
    ++last;
  }
  return text.substr(0, first) + " […] " + text.substr(last);
}

} // namespace

std::vector<std::string> ImportService::reading_arguments(ImportJob const &job) const {
  std::vector<std::string> arguments{
      "import", "--data=" + data_.string(), "--layer=" + std::string(model::to_string(job.layer)),
      "--stage=" + staged_file(job.id).string(), "--source-name=" + job.name};
  auto const add = [&](char const *option, std::string const &value) {
    if (!value.empty()) {
      arguments.push_back(option + value);
    }
  };
  add("--source-layer=", job.reading.source_layer);
  add("--crs=", job.reading.crs);
  add("--datum=", job.reading.datum);
  add("--encoding=", job.reading.encoding);
  for (auto const &[ours, theirs] : job.reading.fields) {
    arguments.push_back("--map=" + ours + "=" + theirs);
  }
  if (job.reading.repairs) {
    arguments.emplace_back("--repair");
  }
  arguments.push_back(spool_.source(job.id, *import_part(job.name)).string());
  return arguments;
}

/// What the program said, about the file as its owner calls it.
std::string ImportService::words_of(ImportJob const &job) const {
  auto words = store::read_ends(spool_.file(job.id, "errors.txt"), longest_words);
  auto const source = spool_.source(job.id, *import_part(job.name));
  replace_all(words, source.string(), job.name);
  replace_all(words, source.filename().string(), job.name);
  replace_all(words, source.parent_path().string() + "/", "");
  replace_all(words, "yuntu: ", "");
  while (!words.empty() && words.back() == '\n') {
    words.pop_back();
  }
  return both_ends(words);
}

void ImportService::start_next() {
  if (running_ || waiting_.empty()) {
    return;
  }
  running_ = std::move(waiting_.front());
  waiting_.pop_front();
  auto &job = jobs_.at(running_->id);
  if (job.phase == ImportPhase::queued) {
    std::error_code ignored;
    std::filesystem::remove(staged_file(job.id), ignored); // of an earlier reading
    move_to(job, ImportPhase::reading);
  }
  doors_.run(running_->program, [this, number = running_->number](int code) {
    doors_.to_imports([this, number, code] { on_end(number, code); });
  });
}

void ImportService::on_end(std::uint64_t number, int code) {
  if (!running_ || running_->number != number) {
    return;
  }
  auto const errand = std::move(*running_);
  running_.reset();
  if (errand.is_forgotten) {
    // What it wrote while it was being stopped.
    auto const found = jobs_.find(errand.id);
    if (found == jobs_.end() || is_over(found->second.phase)) {
      spool_.remove_files(errand.id);
    }
  } else if (auto const found = jobs_.find(errand.id); found != jobs_.end()) {
    (this->*errand.on_end)(found->second, code);
  }
  start_next();
}

void ImportService::forget_errands(std::string const &id) {
  auto const of_it = [&](Errand const &errand) { return errand.id == id; };
  waiting_.erase(std::remove_if(waiting_.begin(), waiting_.end(), of_it), waiting_.end());
  if (running_ && of_it(*running_)) {
    running_->is_forgotten = true; // its end starts the next
    doors_.end_run();
  }
}

void ImportService::on_read(ImportJob &job, int code) {
  auto const report = protocol::judge_read_report(
      store::read_text(spool_.file(job.id, "report.json"), longest_report));
  if (report) {
    job.report = report->text;
    job.version = report->version;
  }
  bool const is_read = code == exit_good || code == exit_findings;
  if (!is_read || job.version.empty()) {
    job.version.clear();
    auto const words = words_of(job);
    move_to(job, ImportPhase::failed,
            words.empty() ? "the program that reads the file did not come to its end" : words);
  } else if (is_checked(job.layer)) {
    check(job);
  } else {
    move_to(job, ImportPhase::ready);
  }
}

ImportService::Answer<bool> ImportService::check_again(ImportJob &job) {
  if (job.phase != ImportPhase::ready || !is_checked(job.layer)) {
    return tl::unexpected(protocol::Problem{409,
                                            "Not now",
                                            job.phase != ImportPhase::ready
                                                ? "it is " + std::string(to_string(job.phase))
                                                : "layers of this kind are not checked",
                                            {}});
  }
  check(job);
  start_next();
  return true;
}

void ImportService::check(ImportJob &job) {
  job.check.clear();
  job.errors = 0;
  job.against.reset();
  move_to(job, ImportPhase::checking);
  waiting_.push_front(
      {job.id,
       ++last_errand_,
       {{"check", "--data=" + data_.string(), "--with=" + staged_file(job.id).string(),
         "--geojson=" + findings_file(job.id).string()},
        spool_.file(job.id, "check.json"),
        spool_.file(job.id, "errors.txt")},
       &ImportService::on_checked});
}

void ImportService::on_checked(ImportJob &job, int code) {
  auto const check = protocol::judge_check_report(
      store::read_text(spool_.file(job.id, "check.json"), longest_report));
  if ((code == exit_good || code == exit_findings) && check) {
    job.check = check->text;
    job.errors = check->errors;
    job.against = check->against;
    move_to(job, ImportPhase::ready);
    return;
  }
  std::error_code error;
  if (std::filesystem::file_size(spool_.file(job.id, "check.json"), error) > longest_report &&
      !error) {
    move_to(job, ImportPhase::failed,
            "the check has more findings than can be shown: this is not the county's layer, or its "
            "coordinates are not read right");
    return;
  }
  auto const words = words_of(job);
  move_to(job, ImportPhase::failed, words.empty() ? "the check did not come to its end" : words);
}

} // namespace yuntu::services
