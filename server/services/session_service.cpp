#include "server/services/session_service.hpp"

#include <utility>

namespace yuntu::services {

SessionService::SessionService(City &city, TokenSource make_token)
    : city_(city), make_token_(std::move(make_token)) {}

void SessionService::open(std::string const &code, model::Time now,
                          Done<OpenedSession> const &done) {
  auto const code_hash = digest(code);
  auto const link = city_.state().links.find(code_hash);
  if (link == city_.state().links.end() || link->second.expires <= now) {
    done(
        tl::unexpected(protocol::Problem{401,
                                         "Sign-in link not valid",
                                         "the link was used already, has expired or never was; ask "
                                         "for a new one with `yuntu user link`",
                                         {}}));
    return;
  }
  if (auto const closed = city_.closed_for_intake()) {
    done(tl::unexpected(*closed));
    return;
  }
  auto const user = city_.state().users.at(link->second.user);
  OpenedSession session{user, make_token_(), now + session_time};
  City::Transaction transaction(city_, user.id, now);
  transaction.add(model::SessionOpened{user.id, code_hash, digest(session.token), session.expires});
  transaction.submit(ticket_for(done, std::move(session)));
}

void SessionService::close(model::Principal const &principal, model::Time now,
                           Done<bool> const &done) {
  City::Transaction transaction(city_, principal.user, now);
  if (city_.state().sessions.contains(principal.session_hash)) {
    transaction.add(model::SessionClosed{principal.session_hash});
  }
  transaction.submit(ticket_for(done, true));
}

model::Principal principal_of(model::User const &user) {
  return {user.id, user.role, user.areas, {}};
}

std::optional<model::Principal> still_valid(model::CityState const &state,
                                            model::Principal const &principal, model::Time now) {
  auto const user = state.users.find(principal.user);
  if (user == state.users.end() || user->second.is_revoked) {
    return std::nullopt;
  }
  auto current = principal_of(user->second);
  current.session_hash = principal.session_hash;
  if (!principal.session_hash.empty()) {
    auto const session = state.sessions.find(principal.session_hash);
    if (session == state.sessions.end() || session->second.expires <= now) {
      return std::nullopt;
    }
  }
  return current;
}

PrincipalDirectory::PrincipalDirectory(model::CityState const &state) {
  for (auto const &[id, user] : state.users) {
    if (!user.is_revoked) {
      by_token_.emplace(user.token_hash, TokenEntry{principal_of(user), user.name});
      names_.emplace(id, user.name);
    }
  }
  for (auto const &[hash, device] : state.enrolments) {
    auto const user = state.users.find(state.devices.at(device).user);
    if (user != state.users.end() && !user->second.is_revoked &&
        user->second.role == model::Role::grid_worker) {
      by_enrolment_.emplace(hash, EnrolledDevice{device, principal_of(user->second)});
    }
  }
  for (auto const &[hash, session] : state.sessions) {
    auto const user = state.users.find(session.user);
    if (user == state.users.end() || user->second.is_revoked) {
      continue;
    }
    auto principal = principal_of(user->second);
    principal.session_hash = hash;
    by_session_.emplace(hash, SessionEntry{std::move(principal), session.expires});
  }
}

std::optional<model::Principal> PrincipalDirectory::of_token(std::string const &token) const {
  auto const found = by_token_.find(digest(token));
  return found == by_token_.end() ? std::nullopt : std::optional(found->second.principal);
}

std::optional<model::Principal> PrincipalDirectory::of_login(std::string const &who,
                                                             std::string const &token) const {
  auto const found = by_token_.find(digest(token));
  if (found == by_token_.end() ||
      (who != found->second.principal.user && who != found->second.name)) {
    return std::nullopt;
  }
  return found->second.principal;
}

std::string PrincipalDirectory::name_of(std::string const &user) const {
  auto const found = names_.find(user);
  return found == names_.end() ? std::string{} : found->second;
}

std::optional<EnrolledDevice> PrincipalDirectory::of_enrolment(std::string const &id) const {
  auto const found = by_enrolment_.find(digest(id));
  return found == by_enrolment_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<model::Principal> PrincipalDirectory::of_cookie(std::string const &cookie,
                                                              model::Time now) const {
  auto const found = by_session_.find(digest(cookie));
  if (found == by_session_.end() || found->second.expires <= now) {
    return std::nullopt;
  }
  return found->second.principal;
}

} // namespace yuntu::services
