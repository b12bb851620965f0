#include "server/store/fact_codec.hpp"

#include "server/store/event_log.hpp"
#include "server/store/fact_fields.hpp"
#include "server/store/span_reader.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace yuntu::store {
namespace {

/// In the order of model::FactBody.
constexpr std::array<std::string_view, std::variant_size_v<model::FactBody>> kind_names{
    "layer_published",     "user_added",         "user_role_changed",  "user_revoked",
    "sign_in_link_issued", "session_opened",     "session_closed",     "device_bound",
    "duty_changed",        "presence_changed",   "incident_reported",  "incident_moved",
    "closure_added",       "closure_removed",    "reach_changed",      "post_added",
    "post_removed",        "person_named",       "assignment_made",    "assignment_ended",
    "assignment_removed",  "shift_planned",      "shift_cancelled",    "track_segment_sealed",
    "track_day_expired",   "reports_conflicted", "device_profiled",    "device_enrolled",
    "datum_suspected",     "clock_set_back",     "layer_scheduled",    "layer_cancelled",
    "incident_overdue",    "incident_routed",    "incident_escalated", "photo_added",
    "plan_saved",          "plan_deleted",       "clock_jumped"};

static_assert(
    std::same_as<std::variant_alternative_t<0, model::FactBody>, model::LayerPublished> &&
    std::same_as<std::variant_alternative_t<8, model::FactBody>, model::DutyChanged> &&
    std::same_as<std::variant_alternative_t<14, model::FactBody>, model::ReachChanged> &&
    std::same_as<std::variant_alternative_t<22, model::FactBody>, model::ShiftCancelled> &&
    std::same_as<std::variant_alternative_t<24, model::FactBody>, model::TrackDayExpired> &&
    std::same_as<std::variant_alternative_t<27, model::FactBody>, model::DeviceEnrolled> &&
    std::same_as<std::variant_alternative_t<30, model::FactBody>, model::LayerScheduled> &&
    std::same_as<std::variant_alternative_t<31, model::FactBody>, model::LayerCancelled> &&
    std::same_as<std::variant_alternative_t<32, model::FactBody>, model::IncidentOverdue> &&
    std::same_as<std::variant_alternative_t<35, model::FactBody>, model::PhotoAdded> &&
    std::same_as<std::variant_alternative_t<37, model::FactBody>, model::PlanDeleted> &&
    std::same_as<std::variant_alternative_t<38, model::FactBody>, model::ClockJumped>);

template <std::size_t Index = 0>
model::FactBody read_alternative(std::size_t index, Json const &json) {
  if constexpr (Index < std::variant_size_v<model::FactBody>) {
    if (index == Index) {
      std::variant_alternative_t<Index, model::FactBody> body;
      read_value(json, body);
      return body;
    }
    return read_alternative<Index + 1>(index, json);
  } else {
    throw std::logic_error("kind without a struct");
  }
}

/// The usual case, without a document; nullopt: look closer.
template <std::size_t Index = 0>
std::optional<model::FactBody> read_quickly(std::size_t index, std::string_view json) {
  if constexpr (Index < std::variant_size_v<model::FactBody>) {
    if (index != Index) {
      return read_quickly<Index + 1>(index, json);
    }
    std::variant_alternative_t<Index, model::FactBody> body;
    if (span_detail::read_span(json, body)) {
      return body;
    }
  }
  return std::nullopt;
}

} // namespace

EncodedBody encode_body(model::FactBody const &body) {
  return {kind_names[body.index()],
          std::visit([](auto const &alternative) { return to_text(value_of(alternative)); }, body)};
}

model::FactBody decode_body(std::uint64_t seq, std::string_view kind, std::string_view json) {
  auto const where = "fact " + std::to_string(seq);
  auto const *const found = std::find(kind_names.begin(), kind_names.end(), kind);
  if (found == kind_names.end()) {
    throw StorageFailed(where + ": kind '" + std::string(kind) + "' is unknown; run yuntu verify");
  }
  auto const index = static_cast<std::size_t>(found - kind_names.begin());
  if (auto body = read_quickly(index, json)) {
    return std::move(*body);
  }
  try {
    return read_alternative(index, Json::parse(json));
  } catch (FieldError const &error) {
    throw StorageFailed(where + " (" + std::string(kind) + "): field '" + error.field() + "' " +
                        error.what() + "; run yuntu verify");
  } catch (Json::exception const &error) {
    throw StorageFailed(where + " (" + std::string(kind) + "): body is not JSON: " + error.what());
  }
}

} // namespace yuntu::store
