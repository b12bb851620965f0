#include "server/net/api/api.hpp"
#include "server/net/request_headers.hpp"
#include "server/services/layer_document.hpp"

namespace yuntu::net {
namespace {

protocol::Problem not_loaded(std::string const &name, services::BaseMap const &base) {
  std::string loaded;
  for (auto const &[kind, layer] : base.layers()) {
    loaded += " " + std::string(model::to_string(kind));
  }
  return {404,
          "No such layer",
          "layer \"" + name + "\" is not loaded; loaded are:" + (loaded.empty() ? " none" : loaded),
          {}};
}

void read_layer(Api const &api, Request const &request, Respond const &respond) {
  auto const base = api.base();
  auto const &name = request.captures[0];
  auto const kind = model::parse_layer_kind(name);
  auto const *const layer = kind ? base->find_layer(*kind) : nullptr;
  if (layer == nullptr) {
    return respond(answer_problem(not_loaded(name, *base)));
  }
  bool const is_gzip = accepts_gzip(header_of(request, "accept-encoding"));
  api.to_pool([version = layer->version, is_gzip, respond] {
    auto text = services::layer_geojson(*version);
    auto response = answer_geojson(is_gzip ? services::gzip(text) : std::move(text));
    response.headers.emplace_back("Vary", "Accept-Encoding");
    if (is_gzip) {
      response.headers.emplace_back("Content-Encoding", "gzip");
    }
    respond(std::move(response));
  });
}

} // namespace

void add_layer_routes(std::vector<Route> &routes, Api const &api) {
  routes.push_back({Method::get, "/api/v1/layers/{layer}", rules::Operation::read_layer,
                    [api](Request const &request, Respond const &respond) {
                      read_layer(api, request, respond);
                    }});
}

} // namespace yuntu::net
