#include "server/services/secret.hpp"
#include "server/store/base_store.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/confined.hpp"
#include "tools/yuntu/detective.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/layer_import.hpp"
#include "tools/yuntu/network_report.hpp"
#include "tools/yuntu/operator_access.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <memory>
#include <thread>

namespace yuntu::tools {
namespace {

struct ImportCall {
  std::string data;
  std::string layer;
  std::string file;
  std::string source_layer;
  std::string crs;
  std::string datum;
  std::vector<double> extent; ///< west, south, east, north; empty: that of what is loaded
  std::string encoding;
  std::vector<std::string> map;
  std::string effective;
  bool repairs = false;
  std::string stage;
  std::string source_name;
  bool is_dry_run = false;
};

ImportOptions checked(ImportCall const &options) {
  ImportOptions import;
  auto const layer = model::parse_layer_kind(options.layer);
  if (!layer) {
    std::string names;
    for (auto const name : model::layer_kind_names) {
      names += " " + std::string(name);
    }
    throw CommandError("--layer is \"" + options.layer + "\"; expected one of" + names);
  }
  if (!options.datum.empty()) {
    import.datum = geo::parse_datum_reading(options.datum);
    if (!import.datum) {
      throw CommandError("--datum is \"" + options.datum +
                         "\"; expected wgs84, gcj02, bd09, gcj02_twice or wgs84_unshifted");
    }
  }
  import.layer = *layer;
  import.file = options.file;
  import.source_layer = options.source_layer;
  import.crs = options.crs;
  import.encoding = options.encoding;
  import.repairs = options.repairs;
  for (auto const &pair : options.map) {
    auto const equals = pair.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == pair.size()) {
      throw CommandError("--map has \"" + pair + "\"; expected ours=THEIRS, e.g. code=WGBM");
    }
    import.map[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return import;
}

/// The file that the reading child writes the version to, a base store of its own; gone with the
/// object unless it was asked for (`--stage`).
class Staged {
public:
  Staged(std::string const &data, std::string const &asked)
      : directory_{std::filesystem::absolute(data).lexically_normal()},
        file_(asked.empty()
                  ? directory_.spool() / (services::random_token().substr(0, 16) + ".sqlite")
                  : std::filesystem::absolute(asked)),
        is_kept_(!asked.empty()) {}
  ~Staged() {
    if (!is_kept_) {
      remove();
    }
  }
  Staged(Staged const &) = delete;
  Staged &operator=(Staged const &) = delete;
  [[nodiscard]] std::filesystem::path const &file() const { return file_; }

  void write(model::LayerVersion const &version) const {
    if (!is_kept_) {
      (void)store::open_data_directory(directory_.root);
      std::filesystem::create_directories(directory_.spool());
    }
    store::BaseStore(file_).write(version);
  }

private:
  void remove() const {
    for (auto const *const suffix : {"", "-wal", "-shm", "-journal"}) {
      std::error_code ignored;
      std::filesystem::remove(file_.string() + suffix, ignored);
    }
  }

  store::DataDirectory directory_;
  std::filesystem::path file_;
  bool is_kept_;
};

bool is_in_use(protocol::StateReply const &state, model::LayerKind layer,
               std::string const &version) {
  auto const found = state.layers.find(layer);
  return found != state.layers.end() && found->second.version == version;
}

/// The server has decided, but its disk is full or its log busy: it is asked until it is so.
void await_storing(OperatorAccess const &access, model::LayerKind layer,
                   std::string const &version) {
  constexpr int most_tries = 60;
  for (int i = 0; i < most_tries; ++i) {
    std::this_thread::sleep_for(std::chrono::seconds{1});
    auto const state = access.read_state();
    bool const is_coming =
        std::any_of(state.coming.begin(), state.coming.end(), [&](auto const &next) {
          return next.layer == layer && next.version == version;
        });
    if (is_coming || is_in_use(state, layer, version)) {
      std::cerr << "it is stored now\n";
      return;
    }
  }
  throw CommandError("version " + version +
                     " is decided, but not stored after a minute; `yuntu "
                     "layers` tells whether it has been since");
}

void publish(OperatorAccess const &access, std::filesystem::path const &staged,
             model::LayerKind layer, std::string const &version,
             std::optional<model::Time> effective) {
  if (is_in_use(access.read_state(), layer, version)) {
    std::cerr << "this content is in use already, as version " << version << "\n";
    return;
  }
  auto const reply =
      access.ask(protocol::PublishLayerCommand{staged.string(), layer, version, effective});
  if (!reply) {
    throw CommandError(reply.error().detail);
  }
  if (auto const &waits = std::get<protocol::PublishReply>(*reply).waits; !waits.empty()) {
    std::cerr << "not known yet: " << waits << "\n";
    await_storing(access, layer, version);
  }
  if (effective && *effective > std::chrono::system_clock::now()) {
    std::cerr << "version " << version << " takes effect at " << model::format_rfc3339(*effective)
              << "\n";
  }
}

double tenths(double value) {
  return std::round(value * 10) / 10 + 0.0; // no -0
}

/// What is looked at on a page needs no more rows than a page shows.
void shorten(nlohmann::json &report) {
  constexpr std::size_t most_rows = 1000;
  for (std::string const list : {"refused", "repaired"}) {
    auto &rows = report[list];
    report[list + "_total"] = rows.size();
    if (rows.size() > most_rows) {
      rows.erase(rows.begin() + most_rows, rows.end());
    }
  }
}

nlohmann::json report_of(ImportedLayer const &imported, std::string const &layer) {
  nlohmann::json refused = nlohmann::json::array();
  for (auto const &row : imported.refused) {
    refused.push_back({{"row", row.row}, {"reason", row.reason}});
  }
  nlohmann::json repaired = nlohmann::json::array();
  for (auto const &row : imported.repaired) {
    repaired.push_back({{"row", row.row},
                        {"reason", row.reason},
                        {"lon", row.place.lon()},
                        {"lat", row.place.lat()},
                        {"area_before_m2", tenths(row.area_before_m2)},
                        {"area_change_m2", tenths(row.area_after_m2 - row.area_before_m2)},
                        {"parts", row.parts}});
  }
  return {{"layer", layer},
          {"read", imported.read},
          {"written", imported.written},
          {"refused", std::move(refused)},
          {"repaired", std::move(repaired)},
          {"crs", imported.version.crs},
          {"datum", imported.version.datum},
          {"encoding", imported.version.encoding},
          {"version", imported.version.version},
          {"notes", imported.notes}};
}

std::optional<model::Time> effective_of(ImportCall const &options) {
  if (options.effective.empty()) {
    return std::nullopt;
  }
  auto const effective = model::parse_rfc3339(options.effective);
  if (!effective) {
    throw CommandError("--effective is \"" + options.effective +
                       "\"; expected a time with zone, e.g. 2026-11-20T08:00:00+08:00");
  }
  return effective;
}

/// Where the deployment lies, by the layers in use or as it is said where there are none yet.
Neighbourhood neighbourhood_for(ImportCall const &options, ImportOptions const &import) {
  if (is_osm_file(import.file)) {
    return {}; // it says itself where it lies
  }
  auto neighbourhood = load_neighbourhood(options.data, import.layer);
  if (options.extent.empty()) {
    return neighbourhood;
  }
  auto const &box = options.extent;
  auto const south_west = geo::LonLat::from_degrees(box[0], box[1]);
  auto const north_east = geo::LonLat::from_degrees(box[2], box[3]);
  if (!south_west || !north_east || box[0] >= box[2] || box[1] >= box[3]) {
    throw CommandError("--extent must be west,south,east,north in degrees of WGS 84, e.g. "
                       "--extent 118.1,34.8,118.8,35.4");
  }
  neighbourhood.extent.expand(*south_west);
  neighbourhood.extent.expand(*north_east);
  return neighbourhood;
}

/// Refused, the hypotheses are printed for the page, where somebody may choose among them.
std::optional<Detection> detect_or_tell(ImportCall const &options, ImportOptions &import,
                                        Neighbourhood const &neighbourhood) {
  try {
    return detect(import, neighbourhood);
  } catch (UndecidedReading const &undecided) {
    if (!options.stage.empty()) {
      std::cout << nlohmann::json{{"layer", options.layer},
                                  {"detective", detection_json(undecided.detection())}}
                << "\n";
    }
    throw;
  }
}

/// In the child: reads the file, writes the version to `staged` (nullptr: nowhere), prints the
/// report.
int read_file(ImportCall const &options, ImportOptions import, Neighbourhood const &neighbourhood,
              Staged const *staged) {
  auto const detection = detect_or_tell(options, import, neighbourhood);
  auto imported = import_layer(import);
  imported.version.layer = import.layer;
  imported.version.source =
      options.source_name.empty() ? import.file.filename().string() : options.source_name;
  imported.version.datum =
      std::string(geo::to_string(import.datum.value_or(geo::DatumReading::wgs84)));
  if (imported.version.features.empty()) {
    std::string reason = imported.refused.empty() ? "it has no rows"
                                                  : "every row was refused, the first (row " +
                                                        std::to_string(imported.refused[0].row) +
                                                        "): " + imported.refused[0].reason;
    throw CommandError(imported.version.source + ": nothing to import: " + reason);
  }
  imported.version.version = store::content_version(import.layer, imported.version.features);
  std::optional<NetworkReport> network;
  if (import.layer == model::LayerKind::walk || import.layer == model::LayerKind::street) {
    network = network_report_of(imported.version);
    if (import.layer == model::LayerKind::walk && network->is_nowhere_joined()) {
      throw CommandError(imported.version.source + ": of " + std::to_string(network->edges) +
                         " streets no two meet; expected lines that share points (of "
                         "OpenStreetMap: nodes), cross, or end within 0.1 m of another");
    }
    if (auto note = network_note(*network); !note.empty()) {
      imported.notes.push_back(std::move(note));
    }
  }
  if (staged != nullptr) {
    staged->write(imported.version);
  }
  for (auto const &note : imported.notes) {
    std::cerr << note << "\n";
  }
  auto report = report_of(imported, options.layer);
  if (network) {
    report["network"] = network_json(*network);
  }
  if (detection) {
    for (auto const &warning : detection->warnings) {
      std::cerr << imported.version.source << ": " << warning << "\n";
    }
    report["detective"] = detection_json(*detection);
  }
  if (!options.stage.empty()) {
    shorten(report);
  }
  std::cout << report.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
  return imported.refused.empty() ? exit_good : exit_findings;
}

std::string version_in(std::string const &report) {
  auto const parsed = nlohmann::json::parse(report, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("version") || !parsed["version"].is_string()) {
    throw CommandError("the process that read the file gave no report");
  }
  return parsed["version"];
}

/// The file is read in a child: what it does to the libraries ends there.
int import(ImportCall const &options) {
  auto const import = checked(options);
  auto const effective = effective_of(options);
  Staged const staged(options.data, options.stage);
  auto const *const target = options.is_dry_run ? nullptr : &staged;
  auto const neighbourhood = neighbourhood_for(options, import); // ours, not the file's
  std::error_code unknown; // then the file is refused by what reads it
  auto const bytes = std::filesystem::file_size(import.file, unknown);
  auto const done = run_confined(usual_limits(unknown ? 0 : bytes),
                                 [&] { return read_file(options, import, neighbourhood, target); });
  bool const is_read = done.code == exit_good || done.code == exit_findings;
  if (is_read && !options.is_dry_run && options.stage.empty()) {
    publish(OperatorAccess(options.data, OperatorAccess::Directory::may_be_made), staged.file(),
            import.layer, version_in(done.out), effective);
  }
  std::cout << done.out;
  return done.code;
}

} // namespace

void add_import_command(CLI::App &app, Run &run) {
  auto *const command = app.add_subcommand("import", "bring a file in as a layer");
  auto const o = std::make_shared<ImportCall>();
  command->add_option("--data", o->data, "data directory, made when absent")->required();
  command->add_option("--layer", o->layer, "what the file holds")->required();
  command->add_option("file", o->file, "the file")->required();
  command->add_option("--source-layer", o->source_layer, "layer in the file");
  command->add_option("--crs", o->crs, "e.g. EPSG:4549, when the file does not say or is wrong");
  command->add_option(
      "--datum", o->datum,
      "wgs84, gcj02, bd09, gcj02_twice or wgs84_unshifted; found out when not given");
  command
      ->add_option("--extent", o->extent,
                   "where the county lies, west,south,east,north; for a first layer")
      ->delimiter(',')
      ->expected(4);
  command->add_option("--encoding", o->encoding, "of the text, e.g. GBK");
  command->add_option("--map", o->map, "our=THEIR fields, e.g. code=WGBM,name=WGMC")
      ->delimiter(',');
  command->add_option("--effective", o->effective,
                      "from when on the layer holds, a future time too; default now");
  command->add_flag("--repair", o->repairs,
                    "mend invalid polygons and say how; without it they are refused");
  command->add_option("--stage", o->stage,
                      "write the version to this file, to be looked at, and publish nothing");
  command->add_option("--source-name", o->source_name, "what the file is called; default its name");
  command->add_flag("--dry-run", o->is_dry_run, "read and report, store nothing");
  command->callback([&run, o] { run = [o] { return import(*o); }; });
}

} // namespace yuntu::tools
