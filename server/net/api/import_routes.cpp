#include "server/net/api/api.hpp"
#include "server/net/api/query.hpp"
#include "server/net/request_headers.hpp"
#include "server/protocol/import_messages.hpp"
#include "server/services/layer_differences.hpp"
#include "server/services/layer_document.hpp"
#include "server/store/base_store.hpp"

#include <charconv>
#include <filesystem>
#include <functional>
#include <utility>

namespace yuntu::net {
namespace {

/// What is sent to be drawn at most.
constexpr std::uintmax_t most_findings_bytes = std::uintmax_t{32} << 20;
constexpr std::uintmax_t most_staged_bytes = std::uintmax_t{64} << 20;
constexpr std::size_t most_changes = 2'000;
constexpr std::size_t most_differences_bytes = std::size_t{16} << 20;

Response answer_job(unsigned status, tl::expected<model::ImportJob, protocol::Problem> const &job) {
  return job ? answer_json(status, protocol::import_json(*job)) : answer_problem(job.error());
}

void begin_import(Api const &api, Request const &request, Respond const &respond) {
  auto const asked = protocol::parse_import_request(request.body);
  if (!asked) {
    return respond(answer_problem(asked.error()));
  }
  api.to_imports([api, principal = request.principal, asked = *asked, respond] {
    auto const job = api.imports->begin(principal, asked);
    auto response = answer_job(201, job);
    if (job) {
      response.headers.emplace_back("Location", "/api/v1/imports/" + job->id);
    }
    respond(std::move(response));
  });
}

void list_imports(Api const &api, Request const &, Respond const &respond) {
  api.to_imports(
      [api, respond] { respond(answer_json(200, protocol::imports_json(api.imports->list()))); });
}

void read_import(Api const &api, Request const &request, Respond const &respond) {
  api.to_imports([api, id = request.captures[0], respond] {
    respond(answer_job(200, api.imports->find(id)));
  });
}

void act_on_import(Api const &api, Request const &request, Respond const &respond) {
  auto const asked = protocol::parse_import_act(request.body);
  if (!asked) {
    return respond(answer_problem(asked.error()));
  }
  api.to_imports(
      [api, principal = request.principal, id = request.captures[0], asked = *asked, respond] {
        api.imports->act(principal, id, asked,
                         respond_with<model::ImportJob>(respond, [](auto const &job) {
                           bool const waits = job.phase == model::ImportPhase::accepting;
                           return answer_json(waits ? 202 : 200, protocol::import_json(job));
                         }));
      });
}

Response geojson_answer(std::string text) {
  auto response = answer_geojson(std::move(text));
  response.headers.emplace_back("Cache-Control", "private, no-store");
  return response;
}

void read_findings(Api const &api, Request const &request, Respond const &respond) {
  api.to_imports([api, id = request.captures[0], respond] {
    if (auto const job = api.imports->find(id); !job) {
      return respond(answer_problem(job.error()));
    }
    api.to_pool([file = api.imports->findings_file(id), respond] {
      auto text = store::read_text(file, most_findings_bytes);
      respond(text.empty()
                  ? answer_problem(404, "No findings",
                                   "it has not been checked, or there are too many to draw")
                  : geojson_answer(std::move(text)));
    });
  });
}

/// Answers with what `write` makes of the layer as it was read.
void with_staged_layer(Api const &api, Request const &request, Respond const &respond,
                       std::function<std::string(model::LayerVersion const &)> const &write) {
  api.to_imports([api, id = request.captures[0], respond, write] {
    auto const job = api.imports->find(id);
    if (!job || job->version.empty() || is_over(job->phase)) {
      return respond(job ? answer_problem(404, "No layer", "nothing has been read")
                         : answer_problem(job.error()));
    }
    api.to_pool([file = api.imports->staged_file(id), job = *job, respond, write] {
      std::error_code error;
      auto const size = std::filesystem::file_size(file, error);
      if (error || size > most_staged_bytes) {
        return respond(answer_problem(error ? 404U : 413U, "No layer",
                                      error ? "nothing has been read" : "it is too large to draw"));
      }
      try {
        respond(geojson_answer(write(store::BaseStore(file).read(job.layer, job.version))));
      } catch (std::exception const &) {
        // Refused, published or read again meanwhile.
        respond(answer_problem(404, "No layer", "it is not there any more"));
      }
    });
  });
}

void read_staged_layer(Api const &api, Request const &request, Respond const &respond) {
  with_staged_layer(api, request, respond, services::layer_geojson);
}

/// Against the version in use now.
void read_differences(Api const &api, Request const &request, Respond const &respond) {
  with_staged_layer(api, request, respond, [base = api.base()](model::LayerVersion const &staged) {
    auto const *const present = base->find_layer(staged.layer);
    auto const differences =
        services::differences_of(present == nullptr ? nullptr : present->version.get(), staged);
    return services::differences_geojson(differences, most_changes, most_differences_bytes);
  });
}

void read_certificate(Api const &api, Request const &request, Respond const &respond) {
  api.to_imports([api, id = request.captures[0], respond] {
    auto const job = api.imports->find(id);
    if (!job) {
      return respond(answer_problem(job.error()));
    }
    auto certificate = protocol::certificate_json(*job);
    respond(certificate ? answer_json(200, std::move(*certificate))
                        : answer_problem(404, "No certificate",
                                         "only a check without errors and warnings gives one"));
  });
}

/// "bytes 100-199/200" or the whole of `length` bytes.
struct UploadRange {
  std::uint64_t from = 0;
  std::uint64_t size = 0;
};

bool take_number(std::string_view &text, std::uint64_t &number) {
  auto const *const end = text.data() + text.size();
  auto const parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc{}) {
    return false;
  }
  text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
  return true;
}

bool take_text(std::string_view &text, std::string_view expected) {
  if (text.substr(0, expected.size()) != expected) {
    return false;
  }
  text.remove_prefix(expected.size());
  return true;
}

std::optional<UploadRange> range_of(Request const &request) {
  std::uint64_t length = 0;
  if (auto text = header_of(request, "content-length"); !take_number(text, length)) {
    return std::nullopt;
  }
  auto text = header_of(request, "content-range");
  if (text.empty()) {
    return UploadRange{0, length};
  }
  UploadRange range;
  std::uint64_t last = 0;
  bool const is_good = take_text(text, "bytes ") && take_number(text, range.from) &&
                       take_text(text, "-") && take_number(text, last) && take_text(text, "/") &&
                       take_number(text, range.size) && text.empty() && range.from <= last &&
                       last < range.size && last - range.from + 1 == length;
  return is_good ? std::optional(range) : std::nullopt;
}

/// A file on its way into the spool. Its members but `api_` are touched on the imports' thread.
class UploadSink final : public BodySink, public std::enable_shared_from_this<UploadSink> {
public:
  UploadSink(Api const &api, Request request)
      : api_(api), request_(std::move(request)), range_(range_of(request_)) {}

  void write(std::string piece, Respond next) override {
    api_.to_imports([self = shared_from_this(), piece = std::move(piece), next = std::move(next)] {
      next(self->take(piece));
    });
  }
  void finish(Respond respond) override {
    api_.to_imports([self = shared_from_this(), respond = std::move(respond)] {
      auto const taken = self->take({});
      respond(taken.status == go_on ? answer_job(200, self->api_.imports->find(self->id()))
                                    : taken);
    });
  }

private:
  [[nodiscard]] std::string const &id() const { return request_.captures[0]; }

  std::optional<protocol::Problem> open() {
    if (auto const unknown = unknown_parameter(request_, {"name"})) {
      return unknown;
    }
    if (!range_) {
      return protocol::Problem{
          400, "Bad request", "Content-Range must be \"bytes FROM-TO/SIZE\" of this body", {}};
    }
    auto const part =
        api_.imports->begin_file(request_.principal, id(), find_text(request_, "name").value_or(""),
                                 range_->from, range_->size);
    if (!part) {
      return part.error();
    }
    part_ = *part;
    at_ = range_->from;
    return std::nullopt;
  }

  Response take(std::string const &piece) {
    if (part_.empty()) {
      if (auto const problem = open()) {
        return answer_problem(*problem);
      }
    }
    if (!piece.empty()) {
      auto const taken = api_.imports->take_piece(id(), part_, at_, piece);
      if (!taken) {
        return answer_problem(taken.error());
      }
      at_ += piece.size();
    }
    Response more;
    more.status = go_on;
    return more;
  }

  Api api_;
  Request request_;
  std::optional<UploadRange> range_;
  std::string part_; ///< empty: not begun
  std::uint64_t at_ = 0;
};

} // namespace

void add_import_routes(std::vector<Route> &routes, Api const &api) {
  using rules::Operation;
  auto const bind = binder(api);
  std::string const one = "/api/v1/imports/{id}";
  routes.push_back({Method::post, "/api/v1/imports", Operation::change_import, bind(begin_import)});
  routes.push_back({Method::get, "/api/v1/imports", Operation::read_imports, bind(list_imports)});
  routes.push_back({Method::get, one, Operation::read_imports, bind(read_import)});
  routes.push_back(
      {Method::put, one + "/file", Operation::change_import, nullptr,
       [api](Request request) { return std::make_shared<UploadSink>(api, std::move(request)); }});
  routes.push_back({Method::post, one + "/actions", Operation::change_import, bind(act_on_import)});
  routes.push_back(
      {Method::get, one + "/findings.geojson", Operation::read_imports, bind(read_findings)});
  routes.push_back(
      {Method::get, one + "/layer.geojson", Operation::read_imports, bind(read_staged_layer)});
  routes.push_back(
      {Method::get, one + "/differences.geojson", Operation::read_imports, bind(read_differences)});
  routes.push_back(
      {Method::get, one + "/certificate", Operation::read_imports, bind(read_certificate)});
}

} // namespace yuntu::net
