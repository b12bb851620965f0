#pragma once

#include "server/protocol/errors.hpp"
#include "server/services/import_service.hpp"
#include "server/services/photo_service.hpp"
#include "server/store/photo_store.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace yuntu::services {

/// What the intake of photos asks of the rest of the server; callbacks come from any thread.
struct PhotoDoors {
  std::function<void(ProgramRun, ImportDoors::OnEnd)> run; ///< one after the other
  std::function<void(std::function<void()>)> to_photos;    ///< the thread the intake lives on
};

/// Photos on their way in: piece by piece to the disk, then through the operator's program, which
/// looks at them in a process without rights and takes off what is not the picture, then to the
/// photo store. Lives on one thread.
class PhotoIntake {
public:
  static constexpr std::uint64_t most_bytes = std::uint64_t{8} << 20;
  static constexpr std::size_t most_at_once = 32;

  PhotoIntake(store::PhotoStore &photos, PhotoDoors doors)
      : photos_(photos), doors_(std::move(doors)) {}

  template <typename Value>
  using Answer = tl::expected<Value, protocol::Problem>;

  /// Gives its name for the calls below; 503 while there are enough on their way.
  [[nodiscard]] Answer<std::string> begin();
  [[nodiscard]] Answer<bool> take_piece(std::string const &name, std::uint64_t at,
                                        std::string_view bytes);
  /// The upload broke off.
  void give_up(std::string const &name);
  /// It is whole. 415 when it is no photo, 422 when it is a broken one.
  void finish(std::string const &name, Done<StoredPhoto> const &done);

private:
  [[nodiscard]] Answer<StoredPhoto> judge(std::string const &name, int code);

  store::PhotoStore &photos_;
  PhotoDoors doors_;
  std::set<std::string> under_way_;
  std::uint64_t last_ = 0;
};

} // namespace yuntu::services
