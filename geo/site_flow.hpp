#pragma once

#include "geo/cover_case.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace yuntu::geo {

/// Who is assigned to which open site so that most is served: a maximum flow from the targets of a
/// case to the room of its sites, kept while sites open and close. Those that stand are open from
/// the beginning. Keeps a reference to the case.
class SiteFlow {
public:
  explicit SiteFlow(CoverCase const &cover);

  void open(std::uint32_t site);
  void close(std::uint32_t site);
  /// What opening a closed one would add. Leaves the flow as it is.
  [[nodiscard]] std::int64_t gain(std::uint32_t site);

  [[nodiscard]] CoverCase const &cover() const { return *cover_; }
  [[nodiscard]] std::int64_t served() const { return served_; }
  [[nodiscard]] bool is_open(std::uint32_t site) const { return is_open_[site]; }
  /// Of an open one: what is assigned to it.
  [[nodiscard]] std::int64_t load(std::uint32_t site) const {
    return cover_->capacity(site) - room_[site];
  }
  /// Candidates, in order.
  [[nodiscard]] std::vector<std::uint32_t> picks() const;
  /// Somebody of the target finds no room, or only because others like him found none.
  [[nodiscard]] bool is_crowded(std::uint32_t target) const;
  /// Of how many open sites a target has.
  [[nodiscard]] std::size_t servers(std::uint32_t target) const { return open_at_[target].size(); }

private:
  /// An open site that serves a target, and where the target stands in its list.
  struct Server {
    std::uint32_t site;
    std::uint32_t at;
  };
  struct Change {
    std::uint32_t site; ///< `no_site`: what is not served of the target `at`
    std::uint32_t at;
    std::int64_t before;
  };
  static constexpr std::uint32_t no_site = ~std::uint32_t{0};

  void list(std::uint32_t site);
  void fill(std::uint32_t site);
  void take_unserved(std::uint32_t site, std::int64_t most);
  /// False: there is no way by which others would make room.
  bool take_by_way(std::uint32_t site);
  bool find_way(std::uint32_t site);
  void look_around(std::uint32_t to, std::uint32_t site);
  [[nodiscard]] std::int64_t unserved_at(std::uint32_t site) const;
  [[nodiscard]] std::int64_t movable(std::uint32_t from, std::uint32_t to) const;
  void move(std::uint32_t from, std::uint32_t to, std::int64_t amount);
  void mark_hopeful();
  void set_taken(std::uint32_t site, std::uint32_t at, std::int64_t amount);
  void set_unserved(std::uint32_t target, std::int64_t amount);

  CoverCase const *cover_;
  std::int64_t served_ = 0;
  std::vector<bool> is_open_;
  std::vector<std::int64_t> room_;               ///< by site, of open ones
  std::vector<std::vector<std::int64_t>> taken_; ///< by open site, as its list of targets
  std::vector<std::int64_t> unserved_;           ///< by target
  std::vector<std::vector<Server>> open_at_;     ///< by target
  std::vector<std::uint32_t> open_;              ///< sites
  /// By open site: somebody would take what it gave up, here or by way of others.
  std::vector<bool> is_hopeful_;
  std::vector<std::uint32_t> parent_, queue_, way_;
  std::vector<Change> changes_; ///< while only trying
  bool is_trying_ = false;
};

} // namespace yuntu::geo
