#include "server/services/secret.hpp"
#include "server/store/base_store.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/detective.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/layer_import.hpp"
#include "tools/yuntu/operator_access.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <iostream>
#include <memory>

namespace yuntu::tools {
namespace {

struct Options {
  std::string data;
  std::string layer;
  std::string file;
  std::string source_layer;
  std::string crs;
  std::string datum;
  std::string encoding;
  std::vector<std::string> map;
  std::string effective;
  bool repairs = false;
  bool is_dry_run = false;
};

ImportOptions checked(Options const &options) {
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

/// A base store of its own that holds just this version; gone with the object.
class Spool {
public:
  Spool(store::DataDirectory const &directory, model::LayerVersion const &version) {
    std::filesystem::create_directories(directory.spool());
    file_ = directory.spool() / (services::random_token().substr(0, 16) + ".sqlite");
    store::BaseStore(file_).write(version);
  }
  ~Spool() {
    for (auto const *const suffix : {"", "-wal", "-shm"}) {
      std::error_code ignored;
      std::filesystem::remove(file_.string() + suffix, ignored);
    }
  }
  Spool(Spool const &) = delete;
  Spool &operator=(Spool const &) = delete;
  [[nodiscard]] std::filesystem::path const &file() const { return file_; }

private:
  std::filesystem::path file_;
};

void publish(OperatorAccess const &access, model::LayerVersion const &version,
             std::optional<model::Time> effective) {
  auto const in_use = access.read_state().layers;
  if (auto const found = in_use.find(version.layer);
      found != in_use.end() && found->second == version.version) {
    std::cerr << "this content is in use already, as version " << version.version << "\n";
    return;
  }
  Spool const spool(access.directory(), version);
  auto const reply = access.ask(protocol::PublishLayerCommand{
      std::filesystem::absolute(spool.file()).string(), version.layer, version.version, effective});
  if (!reply) {
    throw CommandError(reply.error().detail);
  }
  if (effective && *effective > std::chrono::system_clock::now()) {
    std::cerr << "version " << version.version << " takes effect at "
              << model::format_rfc3339(*effective) << "\n";
  }
}

double tenths(double value) {
  return std::round(value * 10) / 10 + 0.0; // no -0
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

int import(Options const &options) {
  auto import = checked(options);
  std::optional<model::Time> effective;
  if (!options.effective.empty()) {
    effective = model::parse_rfc3339(options.effective);
    if (!effective) {
      throw CommandError("--effective is \"" + options.effective +
                         "\"; expected a time with zone, e.g. 2026-11-20T08:00:00+08:00");
    }
  }
  auto const detection = detect(import, load_neighbourhood(options.data, import.layer));
  auto imported = import_layer(import);
  imported.version.layer = import.layer;
  imported.version.source = import.file.filename().string();
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
  if (!options.is_dry_run) {
    publish(OperatorAccess(options.data, OperatorAccess::Directory::may_be_made), imported.version,
            effective);
  }
  for (auto const &note : imported.notes) {
    std::cerr << note << "\n";
  }
  auto report = report_of(imported, options.layer);
  if (detection) {
    for (auto const &warning : detection->warnings) {
      std::cerr << import.file.filename().string() << ": " << warning << "\n";
    }
    report["detective"] = detection_json(*detection);
  }
  std::cout << report.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
  return imported.refused.empty() ? exit_good : exit_findings;
}

} // namespace

void add_import_command(CLI::App &app, Run &run) {
  auto *const command = app.add_subcommand("import", "bring a file in as a layer");
  auto const o = std::make_shared<Options>();
  command->add_option("--data", o->data, "data directory, made when absent")->required();
  command->add_option("--layer", o->layer, "what the file holds")->required();
  command->add_option("file", o->file, "the file")->required();
  command->add_option("--source-layer", o->source_layer, "layer in the file");
  command->add_option("--crs", o->crs, "e.g. EPSG:4549, when the file does not say or is wrong");
  command->add_option("--datum", o->datum, "wgs84, gcj02 or bd09; found out when not given");
  command->add_option("--encoding", o->encoding, "of the text, e.g. GBK");
  command->add_option("--map", o->map, "our=THEIR fields, e.g. code=WGBM,name=WGMC")
      ->delimiter(',');
  command->add_option("--effective", o->effective,
                      "from when on the layer holds, a future time too; default now");
  command->add_flag("--repair", o->repairs,
                    "mend invalid polygons and say how; without it they are refused");
  command->add_flag("--dry-run", o->is_dry_run, "read and report, store nothing");
  command->callback([&run, o] { run = [o] { return import(*o); }; });
}

} // namespace yuntu::tools
