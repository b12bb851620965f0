#include "server/net/api/api.hpp"
#include "server/net/api/openapi.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <functional>
#include <set>

using namespace yuntu;

namespace {

std::string name_of(net::Method method) {
  switch (method) {
  case net::Method::get:
    return "get";
  case net::Method::post:
    return "post";
  case net::Method::put:
    return "put";
  case net::Method::erase:
    break;
  }
  return "delete";
}

std::set<std::string> const method_names{"get",   "put",  "post",   "delete",
                                         "patch", "head", "options"};

} // namespace

TEST_CASE("the contract lists exactly the routes there are, and the live stream") {
  std::set<std::string> routes{"get /live"};
  for (auto const &route : net::make_routes(net::Api{})) {
    routes.insert(name_of(route.method) + " " + route.pattern);
  }
  std::set<std::string> listed;
  auto const contract = nlohmann::json::parse(net::openapi_json);
  for (auto const &[path, operations] : contract.at("paths").items()) {
    for (auto const &[method, operation] : operations.items()) {
      if (method_names.contains(method)) {
        listed.insert(method + " " + path);
        CHECK_FALSE(operation.at("responses").empty());
      }
    }
  }
  CHECK(listed == routes);
}

TEST_CASE("every reference in the contract leads somewhere") {
  auto const contract = nlohmann::json::parse(net::openapi_json);
  CHECK(contract.at("openapi") == "3.1.0");
  std::function<void(nlohmann::json const &)> const walk = [&](nlohmann::json const &node) {
    if (node.is_object() && node.contains("$ref")) {
      auto const target = node.at("$ref").get<std::string>();
      CAPTURE(target);
      CHECK(contract.contains(nlohmann::json::json_pointer(target.substr(1))));
    }
    for (auto const &child : node) {
      if (child.is_structured()) {
        walk(child);
      }
    }
  };
  walk(contract);
}

TEST_CASE("every path parameter of a route is described") {
  auto const contract = nlohmann::json::parse(net::openapi_json);
  for (auto const &[path, operations] : contract.at("paths").items()) {
    for (std::size_t open = path.find('{'); open != std::string::npos;
         open = path.find('{', open + 1)) {
      auto const name = path.substr(open + 1, path.find('}', open) - open - 1);
      for (auto const &[method, operation] : operations.items()) {
        if (!method_names.contains(method)) {
          continue;
        }
        CAPTURE(path, method, name);
        bool is_described = false;
        for (auto const &parameter : operation.value("parameters", nlohmann::json::array())) {
          is_described = is_described || (parameter.value("name", "") == name &&
                                          parameter.value("in", "") == "path");
        }
        CHECK(is_described);
      }
    }
  }
}
