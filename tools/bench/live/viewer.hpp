#pragma once

#include "tools/bench/live/tally.hpp"
#include "tools/bench/live/web_socket.hpp"

#include <optional>
#include <vector>

namespace yuntu::bench {

/// What all viewers of a session share.
struct ViewerContext {
  Loop &loop;
  County const &county;
  Dialect const &dialect;
  Tally *tally;                            ///< of the running phase
  std::vector<std::int64_t> fact_times_us; ///< intended times by number of the incident
};

/// Decodes and checks all that comes.
class Viewer final : public WebSocket {
public:
  Viewer(ViewerContext &context, int port, std::string const &headers, View view,
         int receive_bytes = 0);

  /// `intended_us` for the time until its answer: the first time a snapshot, later what differs.
  void subscribe(View const &view, std::int64_t intended_us);
  [[nodiscard]] bool is_ready() const { return is_answered_; }
  [[nodiscard]] View const &view() const { return view_; }
  /// Its place among the audited, when it is one.
  void audit_as(std::size_t place) { audited_ = place; }
  void leave_audit() { audited_.reset(); }
  /// A reader that stops: what it gets later says nothing about the others.
  void leave_tally() { is_counted_ = false; }

private:
  void on_open() override;
  void on_message(std::string_view payload) override;
  void take_marks(Decoded const &message, std::int64_t now);
  void take_workers(Decoded const &message, std::int64_t now);
  void take_incidents(Decoded const &message, std::int64_t now);

  ViewerContext &context_;
  View view_;
  std::int64_t asked_us_ = 0;
  bool is_answered_ = false;
  Cursor cursor_;
  bool is_counted_ = true;
  std::optional<std::size_t> audited_;
};

} // namespace yuntu::bench
