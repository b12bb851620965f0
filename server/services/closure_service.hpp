#pragma once

#include "server/model/principal.hpp"
#include "server/protocol/resources.hpp"
#include "server/services/city.hpp"

namespace yuntu::services {

struct AddedClosure {
  model::Closure closure;
  bool is_new = true;
};

/// Streets closed to people on foot. City thread only; `done` is called after the commit. What a
/// closure does to the stations' reach is computed elsewhere and follows as facts of its own.
class ClosureService {
public:
  explicit ClosureService(City &city);

  /// 422 when no street lies within 20 m; 409 when the id is used for another closure.
  void add(model::Principal const &principal, protocol::ClosureRequest const &request,
           model::Time now, Done<AddedClosure> const &done);
  /// 404 when there is none with this id.
  void remove(model::Principal const &principal, std::string const &id, model::Time now,
              Done<bool> const &done);
  /// Opens what has passed its `until`. Call it every few seconds.
  void expire(model::Time now);

private:
  City &city_;
};

} // namespace yuntu::services
