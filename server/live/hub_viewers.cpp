#include "server/live/hub.hpp"

#include <utility>

// The hub's viewers: opening and closing, rights, and getting frames onto sockets.
namespace yuntu::live {

void Hub::open(ViewerId id, std::shared_ptr<Socket> socket, protocol::WireFormat format) {
  Viewer viewer;
  viewer.id = id;
  viewer.socket = std::move(socket);
  viewer.format = format;
  viewers_.emplace(id, std::move(viewer));
}

void Hub::close(ViewerId id) {
  auto *const viewer = find(id);
  if (viewer == nullptr) {
    return;
  }
  if (viewer->interest) {
    count_seen(*viewer);
    count_sent(*viewer, 0);
  }
  if (viewer->rights) {
    picture_.rights.leave(*viewer->rights);
  }
  waiting_.leave(viewer->ticket);
  viewers_.erase(id);
}

void Hub::dismiss(ViewerId id, CloseReason reason, std::string const &words) {
  if (auto *const viewer = find(id)) {
    viewer->socket->close(reason, words);
  }
}

model::Principal const *Hub::principal_of(ViewerId id) const {
  auto const found = viewers_.find(id);
  return found == viewers_.end() ? nullptr : &found->second.principal;
}

void Hub::sign_in(ViewerId id, model::Principal principal, model::AudienceSet rights,
                  model::Time now) {
  auto *const viewer = find(id);
  if (viewer == nullptr || viewer->rights) {
    return;
  }
  viewer->principal = std::move(principal);
  viewer->rights = picture_.rights.enter(rights);
  auto const &published = picture_.published;
  put_facts(*viewer,
            frame_of(protocol::Hello{{epoch_, published.seq, published.tick},
                                     now,
                                     viewer->principal.user,
                                     std::string(model::to_string(viewer->principal.role))},
                     viewer->format));
}

void Hub::change_rights(model::Principal const &principal, model::AudienceSet const &rights) {
  for (auto &[id, viewer] : viewers_) {
    if (viewer.principal.user != principal.user || principal.user.empty() || !viewer.rights) {
      continue;
    }
    viewer.principal.role = principal.role;
    viewer.principal.areas = principal.areas;
    auto const before = *viewer.rights;
    auto const now = picture_.rights.enter(rights);
    if (viewer.interest) {
      count_seen(viewer);
      auto lost = composer_.lost({*viewer.interest, before, principal.user},
                                 {*viewer.interest, now, principal.user}, viewer.mark);
      put_facts(viewer, frame_of(protocol::Forget{std::move(lost)}, viewer.format));
    }
    viewer.rights = now;
    picture_.rights.leave(before);
    if (viewer.interest) {
      viewer.is_stale = true;
      owe(viewer, Owed::snapshot, {});
    }
  }
}

void Hub::dismiss_user(std::string const &user, std::string const &session_hash) {
  for (auto const &[id, viewer] : viewers_) {
    bool const is_meant = session_hash.empty() ? viewer.principal.user == user
                                               : viewer.principal.session_hash == session_hash;
    if (is_meant) {
      viewer.socket->close(CloseReason::policy, "signed out");
    }
  }
}

void Hub::dismiss_ended_sessions(model::Time now) {
  auto const &sessions = picture_.published.sessions;
  for (auto const &[id, viewer] : viewers_) {
    auto const &hash = viewer.principal.session_hash;
    auto const session = sessions.find(hash);
    if (!hash.empty() && (session == sessions.end() || session->second.expires <= now)) {
      viewer.socket->close(CloseReason::policy, "the session has ended");
    }
  }
}

void Hub::send(ViewerId id, protocol::ServerMessage const &message) {
  auto *const viewer = find(id);
  if (viewer == nullptr) {
    return;
  }
  bool const is_answer = std::holds_alternative<model::Acknowledgement>(message) ||
                         std::holds_alternative<protocol::Problem>(message);
  auto frame = frame_of(message, viewer->format);
  if (is_answer) {
    put_answer(*viewer, std::move(frame));
  } else {
    put_facts(*viewer, std::move(frame));
  }
}

Frame Hub::frame_of(protocol::ServerMessage const &message, protocol::WireFormat format) {
  return std::make_shared<std::string const>(encode_message(message, format));
}

void Hub::put_facts(Viewer &viewer, Frame frame) {
  if (viewer.is_free()) {
    offer(viewer, {std::move(frame)}, Lane::facts);
  } else if (!viewer.outbox.add_facts(std::move(frame))) {
    viewer.outbox.drop_facts();
    viewer.is_stale = true; // a snapshot will say it all
    owe(viewer, Owed::resync, "overflow");
  }
}

void Hub::put_answer(Viewer &viewer, Frame frame) {
  if (viewer.is_free()) {
    offer(viewer, {std::move(frame)}, Lane::facts);
  } else if (!viewer.outbox.add_answer(std::move(frame))) {
    viewer.socket->close(CloseReason::try_again, "answers are not being read");
  }
}

void Hub::offer(Viewer &viewer, std::vector<Frame> frames, Lane lane) {
  viewer.is_writing = true;
  counts_.frames += frames.size();
  for (auto const &frame : frames) {
    counts_.bytes += frame->size();
  }
  if (viewer.socket->offer(std::move(frames), lane) == 0) {
    viewer.is_stale = true; // the socket is closing: `ready` will not come, `closed` will
    viewer.outbox.drop_facts();
  }
}

void Hub::ready(ViewerId id) {
  auto *const viewer = find(id);
  if (viewer == nullptr) {
    return;
  }
  viewer->is_writing = false;
  if (!viewer->outbox.is_empty()) {
    offer(*viewer, viewer->outbox.take(), Lane::facts);
  } else if (viewer->owed != Owed::nothing && waiting_.may_answer()) {
    serve(*viewer);
  } else {
    tell_plans(*viewer);
  }
  // Positions wait for the next flush: that keeps the rhythm and shares the encoding.
}

} // namespace yuntu::live
