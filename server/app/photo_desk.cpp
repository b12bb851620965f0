#include "server/app/photo_desk.hpp"

#include "server/app/log.hpp"

#include <chrono>
#include <set>
#include <string>
#include <utility>

namespace yuntu::app {
namespace {

/// Of the program that reads a photo; its own limits are narrower.
constexpr std::chrono::minutes longest_look{1};

std::set<std::string> photos_of(model::CityState const &state) {
  std::set<std::string> digests;
  for (auto const &[id, incident] : state.incidents) {
    for (auto const &photo : incident.photos) {
      digests.insert(photo.digest);
    }
  }
  return digests;
}

} // namespace

PhotoDesk::PhotoDesk(std::filesystem::path const &folder, services::City &city,
                     model::CityState const &state, TaskThread::OnError on_error)
    : store_(folder), thread_("photos", on_error),
      reader_(yuntu_beside_this(), longest_look, std::move(on_error)), service_(city),
      intake_(store_, {[this](services::ProgramRun program, services::ImportDoors::OnEnd on_end) {
                         reader_.run(std::move(program), std::move(on_end));
                       },
                       [this](std::function<void()> task) { thread_.post(std::move(task)); }}) {
  if (auto const swept = store_.sweep(photos_of(state)); swept != 0) {
    log(LogLevel::info, "event=photos_swept count=" + std::to_string(swept));
  }
}

void PhotoDesk::serve(net::Api &api) {
  api.to_photos = [this](std::function<void()> task) { thread_.post(std::move(task)); };
  api.photos = &service_;
  api.photo_intake = &intake_;
  api.photo_file = [this](std::string const &digest) { return store_.file(digest); };
}

void PhotoDesk::stop() {
  reader_.stop();
  thread_.stop();
}

} // namespace yuntu::app
