#include "server/services/staff_change.hpp"

#include <algorithm>
#include <set>

namespace yuntu::services {
namespace {

using model::Assignment;
using model::Time;
using Wanted = std::map<Time, Assignment>;

class StaffDifference {
public:
  enum class Unmentioned { ends, stays };
  StaffDifference(model::Staff const &staff, Unmentioned unmentioned, Time now)
      : staff_(staff), unmentioned_(unmentioned), now_(now) {}

  void name(model::Person const &person) {
    auto const *const known = staff_.find_person(person.code);
    if (known == nullptr || *known != person) {
      add("people_named", model::PersonNamed{person.code}, personal_text(person));
    }
  }

  void compare(std::string const &code, CheckedStaff::CheckedPost const &wanted) {
    auto const *const known = staff_.find_post(code);
    bool const is_new = known == nullptr || known->closed;
    if (is_new || known->kind != wanted.kind || known->area != wanted.area) {
      add(is_new ? "posts_added" : "posts_changed",
          model::PostAdded{code, wanted.kind, wanted.area});
    }
    std::vector<Assignment> const none;
    auto const &held = known == nullptr ? none : known->assignments;
    for (auto const &entry : held) {
      if (!wanted.assignments.contains(entry.from)) {
        drop(code, entry, wanted.assignments);
      }
    }
    for (auto const &[from, entry] : wanted.assignments) {
      auto const same_start = std::find_if(held.begin(), held.end(),
                                           [from = from](auto const &h) { return h.from == from; });
      if (same_start == held.end()) {
        make(code, entry);
      } else {
        change(code, *same_start, entry);
      }
    }
  }

  void close(std::string const &code) { add("posts_removed", model::PostRemoved{code}); }

  SheetDecision take() { return std::move(result_); }

private:
  void add(std::string_view what, model::FactBody body, std::string text = {}) {
    ++result_.changes[what];
    result_.decision.facts.push_back({std::move(body), std::move(text)});
  }
  void make(std::string const &post, Assignment const &entry) {
    add("assignments_made", model::AssignmentMade{post, entry.person, entry.from, entry.to});
  }
  void end(std::string const &post, Assignment const &entry, Time to) {
    add("assignments_ended", model::AssignmentEnded{post, entry.from, to});
  }
  void remove(std::string const &post, Assignment const &entry) {
    add("assignments_removed", model::AssignmentRemoved{post, entry.from});
  }

  void change(std::string const &post, Assignment const &held, Assignment const &wanted) {
    if (held == wanted) {
      return;
    }
    if (held.person == wanted.person && wanted.to) {
      end(post, held, *wanted.to);
    } else {
      make(post, wanted);
    }
  }

  /// The sheet has no assignment that begins when this one does.
  void drop(std::string const &post, Assignment const &held, Wanted const &wanted) {
    // Of those in the sheet only the last to begin before it and those after can clash with it.
    auto const later = wanted.upper_bound(held.from);
    bool const is_covered = later != wanted.begin() && std::prev(later)->second.holds_at(held.from);
    bool const is_cut = later != wanted.end() && held.holds_at(later->first);
    if (is_covered || (is_cut && later->second.person == held.person)) {
      remove(post, held); // the sheet knows better who was there, or since when
    } else if (is_cut) {
      end(post, held, later->first);
    } else if (held.to && wanted.contains(*held.to)) {
      // cut short before, or ended as planned: whoever comes next is in the sheet
    } else if (unmentioned_ == Unmentioned::ends && (!held.to || *held.to > now_)) {
      if (held.from >= now_) {
        remove(post, held);
      } else {
        end(post, held, now_);
      }
    }
  }

  model::Staff const &staff_;
  Unmentioned unmentioned_;
  Time now_;
  SheetDecision result_;
};

void close_unlisted(StaffDifference &difference, model::Staff const &staff,
                    CheckedStaff const &checked) {
  std::set<model::PostKind> kinds;
  for (auto const &[code, post] : checked.posts) {
    kinds.insert(post.kind);
  }
  for (auto const &[code, post] : staff.posts()) {
    if (!post.closed && kinds.contains(post.kind) && !checked.posts.contains(code)) {
      difference.close(code);
    }
  }
}

} // namespace

SheetDecision decide_staff(model::Staff const &staff, model::StaffSheet const &sheet,
                           CheckedStaff const &checked, Time now) {
  bool const is_whole = sheet.unreadable == 0 && checked.refused.empty();
  if (!is_whole && sheet.bad_rows == model::BadRows::keep_nothing) {
    return {{}, 0, checked.refused, {}};
  }
  using Unmentioned = StaffDifference::Unmentioned;
  StaffDifference difference(staff, is_whole ? Unmentioned::ends : Unmentioned::stays, now);
  for (auto const &[code, person] : checked.people) {
    difference.name(person);
  }
  for (auto const &[code, post] : checked.posts) {
    difference.compare(code, post);
  }
  if (is_whole) {
    close_unlisted(difference, staff, checked);
  }
  auto result = difference.take();
  result.written = checked.good;
  result.refused = checked.refused;
  return result;
}

protocol::SheetReply sheet_reply(SheetDecision const &decision) {
  protocol::SheetReply reply;
  reply.written = decision.written;
  reply.refused = decision.refused;
  for (auto const &[what, count] : decision.changes) {
    reply.changes[std::string(what)] = count;
  }
  return reply;
}

protocol::PostsReply posts_reply(model::Staff const &staff,
                                 protocol::ReadPostsCommand const &command) {
  protocol::PostsReply reply;
  for (auto const &[code, person] : staff.people()) {
    if (command.has_people) {
      reply.people.push_back(person);
    }
  }
  for (auto const &[code, post] : staff.posts()) {
    reply.posts.push_back(post);
  }
  return reply;
}

} // namespace yuntu::services
