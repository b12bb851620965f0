#pragma once

#include "server/model/city_state.hpp"
#include "server/model/principal.hpp"
#include "server/services/city.hpp"
#include "server/services/secret.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace yuntu::services {

struct OpenedSession {
  model::User user;
  std::string token; ///< the cookie's value; only its digest is kept
  model::Time expires;
};

/// Signing in and out. City thread only; `done` is called after the commit.
class SessionService {
public:
  explicit SessionService(City &city, TokenSource make_token = random_token);

  /// A one-time code of a sign-in link. 401 when it is unknown, used up or expired.
  void open(std::string const &code, model::Time now, Done<OpenedSession> const &done);
  void close(model::Principal const &principal, model::Time now, Done<bool> const &done);

  static constexpr std::chrono::hours session_time{12};

private:
  City &city_;
  TokenSource make_token_;
};

/// A device that names itself by its secret id, and whose it is.
struct EnrolledDevice {
  std::string device;
  model::Principal principal;
};

/// Who is behind a credential, for the I/O threads: an immutable copy of the published state's
/// users and sessions, made anew whenever one of them changes.
class PrincipalDirectory {
public:
  explicit PrincipalDirectory(model::CityState const &state);

  [[nodiscard]] std::optional<model::Principal> of_token(std::string const &token) const;
  [[nodiscard]] std::optional<model::Principal> of_cookie(std::string const &cookie,
                                                          model::Time now) const;
  /// `who` is the user's id or name.
  [[nodiscard]] std::optional<model::Principal> of_login(std::string const &who,
                                                         std::string const &token) const;
  [[nodiscard]] std::optional<EnrolledDevice> of_enrolment(std::string const &id) const;
  /// Empty for a user who is unknown, or was revoked.
  [[nodiscard]] std::string name_of(std::string const &user) const;

private:
  struct SessionEntry {
    model::Principal principal;
    model::Time expires;
  };
  struct TokenEntry {
    model::Principal principal;
    std::string name;
  };
  std::map<std::string, TokenEntry> by_token_;
  std::map<std::string, EnrolledDevice> by_enrolment_;
  std::map<std::string, SessionEntry> by_session_;
  std::map<std::string, std::string> names_; ///< by user
};

[[nodiscard]] model::Principal principal_of(model::User const &user);
/// The principal with the role and areas it has in `state`; nullopt when the user was revoked or
/// the session has ended.
[[nodiscard]] std::optional<model::Principal>
still_valid(model::CityState const &state, model::Principal const &principal, model::Time now);

} // namespace yuntu::services
