#include "tools/yuntu/known_log.hpp"

#include "server/services/deadline_files.hpp"
#include "server/services/department_file.hpp"
#include "server/services/history_service.hpp"
#include "server/services/map_archive.hpp"
#include "server/store/data_directory.hpp"
#include "tools/yuntu/command.hpp"

namespace yuntu::tools {

services::KnownIncidents incidents_known(std::filesystem::path const &data, model::Time time) {
  if (!std::filesystem::exists(data)) {
    throw CommandError(data.string() + ": there is no such data directory");
  }
  store::DataDirectory const directory{data};
  services::MapArchive maps(directory.base(), nullptr);
  services::HistoryService history(store::LogHistory(directory.log()),
                                   [&](auto const &layers) { return maps.of(layers); });
  auto known = history.incidents_at(time);
  if (!known) {
    throw CommandError(known.error().title + ": " + known.error().detail);
  }
  return std::move(*known);
}

services::FigurePolicy figure_policy_of(std::filesystem::path const &data) {
  try {
    return {std::make_shared<rules::DeadlinePolicy const>(services::read_deadlines(data)),
            std::make_shared<rules::DepartmentTable const>(
                services::read_departments(services::department_file(data))),
            services::read_counting(data), services::read_boards(data)};
  } catch (services::PolicyError const &error) {
    throw CommandError(error.what());
  }
}

} // namespace yuntu::tools
