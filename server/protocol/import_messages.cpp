#include "server/protocol/import_messages.hpp"

#include "server/protocol/json_reader.hpp"
#include "server/protocol/json_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace yuntu::protocol {

using nlohmann::json;

namespace {

constexpr std::size_t longest_name = 255;
constexpr std::size_t longest_option = 2'048; // a CRS as WKT
constexpr std::size_t most_fields = 64;

constexpr std::array<std::pair<std::string_view, ImportAct>, 5> acts{
    {{"read", ImportAct::read},
     {"check", ImportAct::check},
     {"accept", ImportAct::accept},
     {"refuse", ImportAct::refuse},
     {"cancel", ImportAct::cancel}}};

bool is_printable(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// An argument of a program: what it says is its own, but it is one line.
std::string option(JsonObject &object, std::string_view key) {
  auto text = object.text_or(key, "", longest_option);
  if (!is_printable(text)) {
    throw BadField("\"" + std::string(key) + "\" must be one line of text");
  }
  return text;
}

std::map<std::string, std::string> fields_of(JsonObject &reading) {
  std::map<std::string, std::string> fields;
  if (!reading.has("map")) {
    return fields;
  }
  for (auto const &pair : reading.list("map", most_fields)) {
    JsonObject item(pair, "map");
    auto const ours = item.text("field", 64);
    auto const theirs = option(item, "source");
    item.done();
    if (ours.find_first_of("=,") != std::string::npos || theirs.empty() ||
        theirs.find(',') != std::string::npos || !is_printable(ours)) {
      throw BadField("\"map\" must be a list of {\"field\",\"source\"}, names without commas");
    }
    fields[ours] = theirs;
  }
  return fields;
}

model::ImportReading reading_of(JsonObject object) {
  model::ImportReading reading;
  reading.source_layer = option(object, "source_layer");
  reading.crs = option(object, "crs");
  reading.datum = option(object, "datum");
  reading.encoding = option(object, "encoding");
  reading.fields = fields_of(object);
  reading.repairs = object.has("repair") && object.flag("repair");
  object.done();
  return reading;
}

json reading_json(model::ImportReading const &reading) {
  json map = json::array();
  for (auto const &[ours, theirs] : reading.fields) {
    map.push_back({{"field", ours}, {"source", theirs}});
  }
  return {
      {"source_layer", reading.source_layer}, {"crs", reading.crs},    {"datum", reading.datum},
      {"encoding", reading.encoding},         {"map", std::move(map)}, {"repair", reading.repairs}};
}

json embedded(std::string const &text) {
  return text.empty() ? json(nullptr) : json::parse(text, nullptr, false);
}

json object_of(model::ImportJob const &job) {
  json files = json::array();
  for (auto const &file : job.files) {
    files.push_back({{"part", file.part},
                     {"received", file.received},
                     {"size", file.size ? json(*file.size) : json(nullptr)},
                     {"whole", file.is_whole()}});
  }
  return {{"id", job.id},
          {"user", job.user},
          {"layer", model::to_string(job.layer)},
          {"file", job.name},
          {"options", reading_json(job.reading)},
          {"phase", model::to_string(job.phase)},
          {"reason", job.reason},
          {"files", std::move(files)},
          {"began", model::format_rfc3339(job.began)},
          {"changed", model::format_rfc3339(job.changed)},
          {"version", job.version.empty() ? json(nullptr) : json(job.version)},
          {"report", embedded(job.report)},
          {"check", embedded(job.check)},
          {"errors", job.errors}};
}

bool is_version(json const &value) {
  auto const *const text = value.get_ptr<std::string const *>();
  return text != nullptr && text->size() == 16 &&
         text->find_first_not_of("0123456789abcdef") == std::string::npos;
}

} // namespace

tl::expected<ImportRequest, Problem> parse_import_request(std::string_view bytes) {
  return read_message(bytes, [](json const &document) {
    JsonObject object(document, "");
    ImportRequest request;
    auto const layer = object.text("layer", 32);
    auto const kind = model::parse_layer_kind(layer);
    if (!kind) {
      std::string names;
      for (auto const name : model::layer_kind_names) {
        names += " " + std::string(name);
      }
      throw BadField("\"layer\" is \"" + layer + "\"; expected one of" + names);
    }
    request.layer = *kind;
    request.file = object.text("file", longest_name);
    if (request.file.empty() || !is_printable(request.file) ||
        request.file.find('/') != std::string::npos) {
      throw BadField("\"file\" must be the name of a file without folders");
    }
    if (object.has("options")) {
      request.reading = reading_of(object.object("options"));
    }
    object.done();
    return request;
  });
}

tl::expected<ImportActRequest, Problem> parse_import_act(std::string_view bytes) {
  return read_message(bytes, [](json const &document) {
    JsonObject object(document, "");
    ImportActRequest request;
    auto const word = object.text("action", 16);
    auto const *const act = std::find_if(acts.begin(), acts.end(),
                                         [&](auto const &known) { return known.first == word; });
    if (act == acts.end()) {
      throw BadField("\"action\" is \"" + word +
                     "\"; expected read, check, accept, refuse or cancel");
    }
    request.act = act->second;
    if (object.has("options")) {
      request.reading = reading_of(object.object("options"));
    }
    request.effective = object.find_time("effective");
    request.despite_findings = object.has("despite_findings") && object.flag("despite_findings");
    object.done();
    return request;
  });
}

std::string import_json(model::ImportJob const &job) {
  return text_of(object_of(job));
}

std::string imports_json(std::vector<model::ImportJob> const &jobs) {
  json items = json::array();
  for (auto const &job : jobs) {
    auto item = object_of(job);
    item.erase("report");
    item.erase("check");
    items.push_back(std::move(item));
  }
  return text_of({{"items", std::move(items)}, {"next", nullptr}});
}

std::optional<std::string> certificate_json(model::ImportJob const &job) {
  auto const check = embedded(job.check);
  if (!check.is_object() || !check.contains("certificate") || check["certificate"].is_null()) {
    return std::nullopt;
  }
  return text_of({{"layer", model::to_string(job.layer)},
                  {"version", job.version},
                  {"file", job.name},
                  {"phase", model::to_string(job.phase)},
                  {"as_of", check.value("as_of", json())},
                  {"certificate", check["certificate"]},
                  {"counts", check.value("counts", json())},
                  {"skipped", check.value("skipped", json())}});
}

std::optional<ReadReport> judge_read_report(std::string const &text) {
  auto report = json::parse(text, nullptr, false);
  if (!report.is_object()) {
    return std::nullopt;
  }
  ReadReport judged;
  if (report.contains("version") && is_version(report["version"])) {
    judged.version = report["version"];
  }
  for (std::string const list : {"refused", "repaired"}) {
    if (report.contains(list) && report[list].is_array()) {
      // The program that read the file says how many there were, where it lists fewer.
      if (!report.contains(list + "_total")) {
        report[list + "_total"] = report[list].size();
      }
      auto &rows = report[list];
      if (rows.size() > most_shown_rows) {
        rows.erase(rows.begin() + most_shown_rows, rows.end());
      }
    }
  }
  judged.text = text_of(report);
  return judged;
}

std::optional<CheckReport> judge_check_report(std::string const &text) {
  auto report = json::parse(text, nullptr, false);
  if (!report.is_object() || !report.contains("findings") || !report["findings"].is_array()) {
    return std::nullopt;
  }
  CheckReport judged;
  for (auto const &finding : report["findings"]) {
    auto const is = [&](char const *key, char const *word) {
      return finding.is_object() && finding.contains(key) && finding[key] == word;
    };
    bool const is_error = is("level", "error") && !is("rule", "unstaffed"); // no fault of the map
    judged.errors += is_error ? 1U : 0U;
  }
  if (report.contains("against") && report["against"].is_object()) {
    for (auto const &[name, version] : report["against"].items()) {
      auto const kind = model::parse_layer_kind(name);
      if (kind && is_version(version)) {
        judged.against[*kind] = version;
      }
    }
  }
  report["findings"] = report["findings"].size();
  judged.text = text_of(report);
  return judged;
}

} // namespace yuntu::protocol
