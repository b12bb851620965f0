#include "server/protocol/siting_messages.hpp"

#include "server/protocol/csv_records.hpp"
#include "server/protocol/feature_objects.hpp"
#include "server/protocol/people_fields.hpp"
#include "server/protocol/planning_fields.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

namespace yuntu::protocol {

using nlohmann::json;

namespace {

constexpr std::array<std::string_view, 4> state_names{"running", "done", "cancelled", "failed"};
constexpr std::array<std::string_view, 3> weight_names{"households", "older", "buildings"};

SiteCandidate read_candidate(json const &value, std::size_t index) {
  auto const path = "candidates[" + std::to_string(index) + "]";
  JsonObject object(value, path);
  SiteCandidate candidate;
  candidate.code = object.text("code", 64);
  candidate.name = object.text_or("name", "", 256);
  candidate.place = read_place(object, path);
  if (object.has("capacity")) {
    candidate.capacity = static_cast<std::int64_t>(object.count("capacity", 0));
  }
  object.allow("capacity"); // null is no limit
  object.done();
  return candidate;
}

std::vector<SiteCandidate> read_candidates(JsonObject &object) {
  std::vector<SiteCandidate> candidates;
  std::set<std::string> codes;
  for (auto const &value : object.list("candidates", most_candidates)) {
    candidates.push_back(read_candidate(value, candidates.size()));
    auto const &code = candidates.back().code;
    if (code.empty() || !codes.insert(code).second) {
      throw BadField("\"candidates[" + std::to_string(candidates.size() - 1) + "].code\" is \"" +
                     code + "\"; expected a code that no candidate before it has");
    }
  }
  if (candidates.empty()) {
    throw BadField("\"candidates\" must have 1 to " + std::to_string(most_candidates) + " of them");
  }
  return candidates;
}

SitingWeight read_weight(JsonObject &object) {
  auto const name = object.text_or("weight", "households", 16);
  auto const weight = find_siting_weight(name);
  if (!weight) {
    throw BadField("\"weight\" is \"" + name + "\"; expected households, older or buildings");
  }
  return *weight;
}

std::uint64_t read_exact_s(JsonObject &object) {
  auto const seconds = object.has("exact_s") ? object.count("exact_s") : 0;
  object.allow("exact_s"); // null is none given
  if (seconds > most_exact_s) {
    throw BadField("\"exact_s\" must be 1 to " + std::to_string(most_exact_s));
  }
  return seconds;
}

json pick_object(SitingQuestion const &question, SitingResult const &result,
                 ChosenSite const &pick) {
  auto const &candidate = question.candidates[pick.candidate];
  json object{{"code", candidate.code},
              {"name", candidate.name},
              {"lon", candidate.place.lon()},
              {"lat", candidate.place.lat()},
              {"adds", people_object(pick.adds, result.tells_older)},
              {"newly", pick.newly}};
  if (pick.load) {
    object["load"] = *pick.load;
    object["capacity"] = candidate.capacity ? json(*candidate.capacity) : json();
  }
  return object;
}

/// What only a question with limits has.
void add_loads(json &object, SitingResult const &result) {
  json stations = json::array();
  for (auto const &station : result.stations) {
    stations.push_back(
        {{"code", station.code}, {"capacity", station.capacity}, {"load", station.load}});
  }
  object["stations"] = std::move(stations);
  object["assigned"] = {{"before", result.assigned_before},
                        {"after", result.assigned_before + result.newly}};
}

json siting_object(SitingQuestion const &question, SitingResult const &result) {
  json picks = json::array();
  for (auto const &pick : result.picks) {
    picks.push_back(pick_object(question, result, pick));
  }
  json off_street = json::array();
  for (auto const candidate : result.off_street) {
    off_street.push_back(question.candidates[candidate].code);
  }
  constexpr double parts = 1e4;
  json object{{"limit_s", question.limit_s},
              {"candidates", question.candidates.size()},
              {"picks", std::move(picks)},
              {"off_street", std::move(off_street)},
              {"before", people_object(result.before, result.tells_older)},
              {"after", people_object(result.after, result.tells_older)},
              {"total", people_object(result.total, result.tells_older)},
              {"newly", result.newly},
              {"bound", result.bound},
              {"gap", std::ceil(result.gap * parts) / parts},
              {"solver", result.is_from_cbc ? "cbc" : "own"},
              {"optimal", result.newly == result.bound}};
  if (result.is_capacity_ignored) {
    object["capacity_ignored"] = true;
  }
  if (result.has_limits) {
    add_loads(object, result);
  }
  if (!result.exact_error.empty()) {
    object["exact_error"] = result.exact_error;
  }
  return object;
}

} // namespace

std::optional<SitingWeight> find_siting_weight(std::string_view name) {
  auto const *const found = std::find(weight_names.begin(), weight_names.end(), name);
  return found == weight_names.end()
             ? std::nullopt
             : std::optional(static_cast<SitingWeight>(found - weight_names.begin()));
}

tl::expected<SitingQuestion, Problem> parse_siting(std::string_view bytes) {
  return read_message(bytes, [](json const &document) {
    JsonObject object(document, "");
    SitingQuestion question;
    question.candidates = read_candidates(object);
    if (object.has("picks")) {
      question.picks = object.count("picks");
    }
    object.allow("picks"); // null is none given
    if (question.picks > most_picks) {
      throw BadField("\"picks\" must be at most " + std::to_string(most_picks));
    }
    question.limit_s = read_limit_s(object);
    question.profile = object.text_or("profile", "standard", 32);
    question.weight = read_weight(object);
    if (object.has("has_stations")) {
      question.has_stations = object.flag("has_stations");
    }
    object.allow("has_stations");
    question.exact_s = read_exact_s(object);
    question.stations = {object.find_time("at"), object.text_or("kind", "", 64)};
    object.done();
    return question;
  });
}

std::string siting_json(SitingQuestion const &question, SitingResult const &result) {
  return text_of(siting_object(question, result));
}

std::string siting_geojson(SitingQuestion const &question, SitingResult const &result) {
  json features = json::array();
  for (auto const &pick : result.picks) {
    auto properties = pick_object(question, result, pick);
    properties["rank"] = features.size() + 1;
    features.push_back(
        point_feature(std::move(properties), question.candidates[pick.candidate].place));
  }
  return collection_text(std::move(features));
}

std::string siting_csv(SitingQuestion const &question, SitingResult const &result) {
  std::string csv(csv_byte_order_mark);
  csv += "rank,code,name,lon,lat";
  add_people_heading(csv, "", result.tells_older);
  csv += ",newly";
  csv += result.has_limits ? ",load,capacity" : "";
  csv += csv_line_end;
  std::size_t rank = 0;
  for (auto const &pick : result.picks) {
    auto const &candidate = question.candidates[pick.candidate];
    csv += std::to_string(++rank) + "," + csv_cell(candidate.code) + "," +
           csv_cell(candidate.name) + "," + json(degrees_of(candidate.place.lon_e7())).dump() +
           "," + json(degrees_of(candidate.place.lat_e7())).dump();
    add_people(csv, pick.adds, result.tells_older);
    csv += "," + std::to_string(pick.newly);
    if (result.has_limits) {
      csv += "," + (pick.load ? std::to_string(*pick.load) : "") + "," +
             (candidate.capacity ? std::to_string(*candidate.capacity) : "");
    }
    csv += csv_line_end;
  }
  return csv;
}

std::string siting_job_json(SitingJob const &job) {
  constexpr double parts = 1e3;
  json object{{"id", job.id},
              {"state", state_names[static_cast<std::size_t>(job.state)]},
              {"done", std::floor(job.done * parts) / parts}};
  if (job.result) {
    object["result"] = siting_object(*job.question, *job.result);
  }
  if (job.problem) {
    object["problem"] = {{"status", job.problem->status},
                         {"title", job.problem->title},
                         {"detail", job.problem->detail}};
  }
  return text_of(object);
}

} // namespace yuntu::protocol
