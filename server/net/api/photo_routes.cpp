#include "server/net/api/api.hpp"
#include "server/net/api/query.hpp"
#include "server/net/request_headers.hpp"
#include "server/protocol/photo_messages.hpp"
#include "server/rules/visibility.hpp"
#include "server/services/incident_view.hpp"
#include "server/store/import_spool.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::net {
namespace {

/// A photo on its way in. Called for one step after the other, each on a thread of its own.
class PhotoSink final : public BodySink, public std::enable_shared_from_this<PhotoSink> {
public:
  PhotoSink(Api const &api, Request const &request)
      : api_(api), offer_{request.principal, request.captures[0],
                          find_text(request, "receipt").value_or("")},
        fault_(fault_of(request)) {}
  ~PhotoSink() override {
    if (!name_.empty()) {
      api_.to_photos([intake = api_.photo_intake, name = name_] { intake->give_up(name); });
    }
  }
  PhotoSink(PhotoSink const &) = delete;
  PhotoSink &operator=(PhotoSink const &) = delete;

  void write(std::string piece, Respond next) override {
    if (fault_) {
      return next(answer_problem(*fault_));
    }
    if (!name_.empty()) {
      return store(std::move(piece), std::move(next));
    }
    api_.to_city([self = shared_from_this(), piece = std::move(piece), next = std::move(next)] {
      if (auto const refusal = self->api_.photos->refusal(self->offer_)) {
        return next(answer_problem(*refusal));
      }
      self->store(piece, next);
    });
  }

  void finish(Respond respond) override {
    if (name_.empty()) {
      return respond(answer_problem(415, "Not a photo", "there is nothing in it"));
    }
    api_.to_photos([self = shared_from_this(), respond = std::move(respond)] {
      self->api_.photo_intake->finish(
          std::exchange(self->name_, {}),
          [self, respond](tl::expected<services::StoredPhoto, protocol::Problem> const &stored) {
            stored ? self->add(*stored, respond) : respond(answer_problem(stored.error()));
          });
    });
  }

private:
  static std::optional<protocol::Problem> fault_of(Request const &request) {
    if (auto unknown = unknown_parameter(request, {"receipt"})) {
      return unknown;
    }
    auto const type = header_of(request, "content-type");
    if (protocol::photo_ending(type.substr(0, type.find(';'))).empty()) {
      return protocol::Problem{
          415, "Not a photo", "Content-Type must be image/jpeg, image/png or image/webp", {}};
    }
    return std::nullopt;
  }

  void store(std::string piece, Respond next) {
    api_.to_photos([self = shared_from_this(), piece = std::move(piece), next = std::move(next)] {
      next(self->take(piece));
    });
  }

  Response take(std::string const &piece) {
    if (name_.empty()) {
      auto begun = api_.photo_intake->begin();
      if (!begun) {
        return answer_problem(begun.error());
      }
      name_ = std::move(*begun);
    }
    auto const taken = api_.photo_intake->take_piece(name_, at_, piece);
    if (!taken) {
      return answer_problem(taken.error());
    }
    at_ += piece.size();
    Response more;
    more.status = go_on;
    return more;
  }

  void add(services::StoredPhoto const &stored, Respond const &respond) {
    api_.to_city([self = shared_from_this(), stored, respond] {
      self->api_.photos->add(
          self->offer_, stored, self->api_.now(),
          respond_with<services::AddedPhoto>(respond, [self](services::AddedPhoto const &added) {
            auto const &photo = added.photo;
            auto response =
                answer_json(added.is_new ? 201 : 200,
                            protocol::photo_json(photo.digest, photo.media_type, photo.bytes));
            response.headers.emplace_back("Location", "/api/v1/incidents/" + self->offer_.incident +
                                                          "/photos/" + photo.digest);
            return response;
          }));
    });
  }

  Api api_;
  services::PhotoOffer offer_;
  std::optional<protocol::Problem> fault_;
  std::string name_; ///< empty: not begun, or finished
  std::uint64_t at_ = 0;
};

/// The bytes of a digest are always the same.
void send_photo(Api const &api, model::Photo const &photo, Respond const &respond) {
  api.to_pool([file = api.photo_file(photo.digest), photo, respond] {
    auto bytes = store::read_text(file, services::PhotoIntake::most_bytes * 2);
    if (bytes.size() != photo.bytes) {
      return respond(answer_problem(404, "Not found", "the photo's bytes are not there any more"));
    }
    auto response = answer_json(200, std::move(bytes));
    response.content_type = photo.media_type;
    response.headers.emplace_back("Cache-Control", "private, max-age=31536000, immutable");
    response.headers.emplace_back("Content-Disposition",
                                  "inline; filename=\"" + photo.digest.substr(0, 16) + "." +
                                      std::string(protocol::photo_ending(photo.media_type)) + "\"");
    respond(std::move(response));
  });
}

void read_photo(Api const &api, Request const &request, Respond const &respond) {
  if (auto const unknown = unknown_parameter(request, {"receipt"})) {
    return respond(answer_problem(*unknown));
  }
  api.read_published([api, principal = request.principal, id = request.captures[0],
                      digest = request.captures[1],
                      receipt = find_text(request, "receipt").value_or(""),
                      respond](model::CityState const &state) {
    auto const found = state.incidents.find(id);
    if (found != state.incidents.end() && services::may_see(principal, found->second, receipt)) {
      auto const &photos = found->second.photos;
      auto const photo = std::find_if(photos.begin(), photos.end(), [&](model::Photo const &one) {
        return one.digest == digest;
      });
      bool const is_shown = photo != photos.end() && (rules::may_see(principal, found->second) ||
                                                      services::is_by_resident(*photo));
      if (is_shown) {
        return send_photo(api, *photo, respond);
      }
    }
    respond(answer_problem(404, "Not found", "there is no such photo that you may see"));
  });
}

} // namespace

void add_photo_routes(std::vector<Route> &routes, Api const &api) {
  using rules::Operation;
  std::string const all = "/api/v1/incidents/{id}/photos";
  Route add{Method::post, all, Operation::add_photo, nullptr,
            [api](Request const &request) { return std::make_shared<PhotoSink>(api, request); }};
  add.most_bytes = services::PhotoIntake::most_bytes;
  routes.push_back(std::move(add));
  routes.push_back(
      {Method::get, all + "/{digest}", Operation::read_incidents, binder(api)(read_photo)});
}

} // namespace yuntu::net
