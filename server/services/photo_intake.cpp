#include "server/services/photo_intake.hpp"

#include "server/protocol/photo_messages.hpp"
#include "server/store/event_log.hpp"
#include "server/store/import_spool.hpp"

#include <utility>

namespace yuntu::services {
namespace {

using protocol::Problem;

constexpr std::uint64_t longest_report = 4096;
/// Exit codes of the program (design section 7).
constexpr int exit_good = 0;
constexpr int exit_findings = 1;

std::string cleaned(std::string const &name) {
  return name + ".clean";
}
std::string report(std::string const &name) {
  return name + ".json";
}
std::string errors(std::string const &name) {
  return name + ".txt";
}

Problem unreadable(std::string detail) {
  return {422, "Not a photo", std::move(detail), {}};
}

} // namespace

PhotoIntake::Answer<std::string> PhotoIntake::begin() {
  if (under_way_.size() >= most_at_once) {
    return tl::unexpected(
        Problem{503, "Too busy", "enough photos are on their way; send it again in a second", {}});
  }
  auto name = std::to_string(++last_);
  under_way_.insert(name);
  return name;
}

PhotoIntake::Answer<bool> PhotoIntake::take_piece(std::string const &name, std::uint64_t at,
                                                  std::string_view bytes) {
  try {
    photos_.append(name, at, bytes);
    return true;
  } catch (store::StorageBusy const &) {
    return tl::unexpected(problem_of(store::CommitOutcome::storage_full));
  }
}

void PhotoIntake::give_up(std::string const &name) {
  if (under_way_.erase(name) != 0) {
    photos_.drop(name);
  }
}

void PhotoIntake::finish(std::string const &name, Done<StoredPhoto> const &done) {
  ProgramRun run{{"photo", "--out", photos_.incoming(cleaned(name)).string(), "--",
                  photos_.incoming(name).string()},
                 photos_.incoming(report(name)),
                 photos_.incoming(errors(name))};
  doors_.run(std::move(run), [this, name, done](int code) {
    doors_.to_photos([this, name, done, code] {
      auto const stored = judge(name, code);
      for (auto const &file : {name, cleaned(name), report(name), errors(name)}) {
        photos_.drop(file);
      }
      under_way_.erase(name);
      done(stored);
    });
  });
}

PhotoIntake::Answer<StoredPhoto> PhotoIntake::judge(std::string const &name, int code) {
  auto const said = protocol::judge_photo_report(
      store::read_text(photos_.incoming(report(name)), longest_report));
  if (!said || (code != exit_good && code != exit_findings)) {
    return tl::unexpected(unreadable("the program that looks at photos did not come to its end"));
  }
  if (code == exit_findings || said->media_type.empty()) {
    return tl::unexpected(said->is_other_format
                              ? Problem{415, "Not a photo", said->refused, {}}
                              : unreadable("the photo is damaged: " + said->refused));
  }
  try {
    auto kept = photos_.keep(photos_.incoming(cleaned(name)));
    return StoredPhoto{std::move(kept.digest), said->media_type, kept.bytes};
  } catch (store::StorageBusy const &) {
    return tl::unexpected(problem_of(store::CommitOutcome::storage_full));
  }
}

} // namespace yuntu::services
