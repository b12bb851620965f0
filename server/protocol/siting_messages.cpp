#include "server/protocol/siting_messages.hpp"

#include "server/protocol/json_text.hpp"
#include "server/protocol/planning_fields.hpp"

#include <array>
#include <cmath>
#include <set>
#include <utility>

namespace yuntu::protocol {

using nlohmann::json;

namespace {

constexpr std::array<std::string_view, 3> state_names{"running", "done", "cancelled"};

SiteCandidate read_candidate(json const &value, std::size_t index) {
  auto const path = "candidates[" + std::to_string(index) + "]";
  JsonObject object(value, path);
  SiteCandidate candidate;
  candidate.code = object.text("code", 64);
  candidate.name = object.text_or("name", "", 256);
  candidate.place = read_place(object, path);
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
    throw BadField("\"candidates\" must have 1 to 2000 of them");
  }
  return candidates;
}

SitingWeight read_weight(JsonObject &object) {
  auto const weight = object.text_or("weight", "households", 16);
  if (weight != "households" && weight != "buildings") {
    throw BadField("\"weight\" is \"" + weight + "\"; expected households or buildings");
  }
  return weight == "households" ? SitingWeight::households : SitingWeight::buildings;
}

json pick_object(SitingQuestion const &question, ChosenSite const &pick) {
  auto const &candidate = question.candidates[pick.candidate];
  return {{"code", candidate.code},
          {"name", candidate.name},
          {"lon", candidate.place.lon()},
          {"lat", candidate.place.lat()},
          {"adds", counts_object(pick.adds)}};
}

json siting_object(SitingQuestion const &question, SitingResult const &result) {
  json picks = json::array();
  for (auto const &pick : result.picks) {
    picks.push_back(pick_object(question, pick));
  }
  json off_street = json::array();
  for (auto const candidate : result.off_street) {
    off_street.push_back(question.candidates[candidate].code);
  }
  constexpr double parts = 1e4;
  return {{"limit_s", question.limit_s},
          {"candidates", question.candidates.size()},
          {"picks", std::move(picks)},
          {"off_street", std::move(off_street)},
          {"before", counts_object(result.before)},
          {"after", counts_object(result.after)},
          {"total", counts_object(result.total)},
          {"newly", result.newly},
          {"bound", result.bound},
          {"gap", std::ceil(result.gap * parts) / parts}};
}

} // namespace

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
      throw BadField("\"picks\" must be at most 100");
    }
    question.limit_s = read_limit_s(object);
    question.profile = object.text_or("profile", "standard", 32);
    question.weight = read_weight(object);
    if (object.has("has_stations")) {
      question.has_stations = object.flag("has_stations");
    }
    object.allow("has_stations");
    question.at = object.find_time("at");
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
    auto properties = pick_object(question, pick);
    properties["rank"] = features.size() + 1;
    json const geometry{{"type", "Point"},
                        {"coordinates", {properties.at("lon"), properties.at("lat")}}};
    features.push_back(
        {{"type", "Feature"}, {"properties", std::move(properties)}, {"geometry", geometry}});
  }
  return text_of({{"type", "FeatureCollection"}, {"features", std::move(features)}});
}

std::string siting_job_json(SitingJob const &job) {
  constexpr double parts = 1e3;
  json object{{"id", job.id},
              {"state", state_names[static_cast<std::size_t>(job.state)]},
              {"done", std::floor(job.done * parts) / parts}};
  if (job.result) {
    object["result"] = siting_object(*job.question, *job.result);
  }
  return text_of(object);
}

} // namespace yuntu::protocol
