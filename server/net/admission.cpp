#include "server/net/admission.hpp"

#include "server/net/credentials.hpp"
#include "server/net/problem.hpp"

#include <utility>

namespace yuntu::net {

namespace {

using Failure = tl::unexpected<Response>;

std::string header(std::map<std::string, std::string> const &headers, char const *name) {
  auto const found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

Response unauthorized(std::string_view detail, std::string challenge) {
  auto response = problem(401, "Sign-in needed", detail);
  response.headers.emplace_back("WWW-Authenticate", std::move(challenge));
  return response;
}

std::string roles_that_may(rules::Operation operation) {
  std::string list;
  for (std::size_t i = 0; i < model::role_names.size(); ++i) {
    if (rules::may(static_cast<model::Role>(i), operation)) {
      list += (list.empty() ? "" : ", ") + std::string(model::role_names[i]);
    }
  }
  return list.empty() ? "no role" : list;
}

tl::expected<std::optional<model::Principal>, Response> by_token(LiveEndpoint const &sign_in,
                                                                 std::string const &token) {
  auto principal = sign_in.principal_of_token ? sign_in.principal_of_token(token) : std::nullopt;
  if (!principal) {
    return Failure(unauthorized("the bearer token is unknown, revoked or expired",
                                R"(Bearer realm="yuntu", error="invalid_token")"));
  }
  return principal;
}

tl::expected<std::optional<model::Principal>, Response>
by_login(LiveEndpoint const &sign_in, Credentials const &credentials, Login login) {
  if (login == Login::token_or_cookie) {
    return Failure(unauthorized("Basic logins are taken at /owntracks only; send: Bearer TOKEN",
                                R"(Bearer realm="yuntu", error="invalid_request")"));
  }
  auto principal = sign_in.principal_of_login
                       ? sign_in.principal_of_login(credentials.user, credentials.secret)
                       : std::nullopt;
  if (!principal) {
    return Failure(unauthorized("the user and the token (as password) do not belong together",
                                R"(Basic realm="yuntu")"));
  }
  return principal;
}

} // namespace

tl::expected<std::optional<model::Principal>, Response>
identify(std::map<std::string, std::string> const &headers, Intent intent,
         OriginPolicy const &origins, LiveEndpoint const &sign_in, Login login) {
  auto const has_origin = headers.count("origin") != 0;
  if (has_origin && !origins.is_allowed(header(headers, "origin"), header(headers, "host"))) {
    return Failure(problem(403, "Foreign origin",
                           "pages of this Origin may not use this server; expected the address "
                           "under which the server itself was opened"));
  }
  auto const credentials = find_credentials(headers);
  switch (credentials.kind) {
  case CredentialKind::none:
    return std::optional<model::Principal>();
  case CredentialKind::malformed:
    return Failure(unauthorized("the Authorization header must be: Bearer TOKEN",
                                R"(Bearer realm="yuntu", error="invalid_request")"));
  case CredentialKind::bearer:
    return by_token(sign_in, credentials.secret);
  case CredentialKind::basic:
    return by_login(sign_in, credentials, login);
  case CredentialKind::cookie:
    break;
  }
  auto principal =
      sign_in.principal_of_cookie ? sign_in.principal_of_cookie(credentials.secret) : std::nullopt;
  if (principal && intent == Intent::change && !has_origin) {
    return Failure(problem(403, "Origin missing",
                           "a request signed in by cookie must carry the Origin header"));
  }
  return principal;
}

std::optional<Response> refuse_operation(std::optional<model::Principal> const &principal,
                                         rules::Operation operation, std::string_view what) {
  auto const role = principal ? principal->role : model::Role::resident;
  if (rules::may(role, operation)) {
    return std::nullopt;
  }
  if (!principal) {
    return unauthorized("sign in to " + std::string(what) +
                            "; allowed to: " + roles_that_may(operation),
                        R"(Bearer realm="yuntu")");
  }
  return problem(403, "Not allowed",
                 "role " + std::string(model::to_string(role)) + " may not " + std::string(what) +
                     "; allowed to: " + roles_that_may(operation));
}

} // namespace yuntu::net
