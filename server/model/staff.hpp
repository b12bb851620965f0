#pragma once

#include "server/model/person.hpp"
#include "server/model/post.hpp"

#include <map>
#include <string>
#include <vector>

namespace yuntu::model {

/// The staff register: posts, the people in them, and which posts an area has. A plain value.
class Staff {
public:
  using Posts = std::map<std::string, Post>;
  using People = std::map<std::string, Person>;

  Staff() = default;
  Staff(Posts posts, People people);

  [[nodiscard]] Posts const &posts() const { return posts_; }
  [[nodiscard]] People const &people() const { return people_; }
  /// nullptr: no such post, or person.
  [[nodiscard]] Post const *find_post(std::string const &code) const;
  [[nodiscard]] Person const *find_person(std::string const &code) const;
  /// Of this very area, not of those inside it: by kind, then code. Closed ones too.
  [[nodiscard]] std::vector<Post const *> posts_of(AreaRef const &area) const;

  /// Adds the post, opens it again, or gives it another kind or area; its assignments stay.
  void put_post(std::string const &code, PostKind kind, AreaRef const &area);
  /// From `at` on there is no such post; whoever is in it leaves then.
  void close_post(std::string const &code, Time at);
  void put_person(Person person);
  /// Replaces the one with the same `from`. These do nothing for a post that is not there.
  void put_assignment(std::string const &post, Assignment assignment);
  void end_assignment(std::string const &post, Time from, Time to);
  void remove_assignment(std::string const &post, Time from);

  friend bool operator==(Staff const &, Staff const &) = default;

private:
  Posts posts_;
  People people_;
  /// Codes of the posts of an area, by level and code: what makes "who owns this point" quick.
  std::map<std::pair<AreaLevel, std::string>, std::vector<std::string>> by_area_;
};

} // namespace yuntu::model
