#include "server/app/import_door.hpp"

#include <utility>

namespace yuntu::app {

services::ImportDoors make_import_doors(ImportDoor door) {
  services::ImportDoors doors;
  doors.run = [door](services::ProgramRun program, services::ImportDoors::OnEnd on_end) {
    door.reader.run(std::move(program), std::move(on_end));
  };
  doors.end_run = [door] { door.reader.end_run(); };
  doors.publish = [door](services::ImportDoors::Publication const &publication,
                         LayerPublisher::Done done) {
    door.publisher.publish({publication.staged, publication.layer, publication.version,
                            publication.effective, publication.actor, publication.against},
                           // By way of the live thread: what was answered is shown.
                           [door, done = std::move(done)](auto const &result) {
                             door.live_thread.post([done, result] { done(result); });
                           });
  };
  doors.to_imports = [door](std::function<void()> task) {
    door.import_thread.post(std::move(task));
  };
  doors.now = door.now;
  return doors;
}

} // namespace yuntu::app
