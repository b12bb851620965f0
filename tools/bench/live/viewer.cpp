#include "tools/bench/live/viewer.hpp"

#include "tools/bench/live/clock.hpp"

#include <stdexcept>

namespace yuntu::bench {

Viewer::Viewer(ViewerContext &context, int port, std::string const &headers, View view,
               int receive_bytes)
    : WebSocket(context.loop, port, headers, receive_bytes), context_(context), view_(view) {}

void Viewer::on_open() {
  subscribe(view_, now_us());
}

void Viewer::subscribe(View const &view, std::int64_t intended_us) {
  view_ = view;
  asked_us_ = intended_us;
  is_answered_ = false;
  static thread_local std::string payload;
  context_.dialect.subscribe(view, cursor_, payload);
  send_binary(payload);
}

void Viewer::on_message(std::string_view payload) {
  static thread_local Decoded message;
  context_.dialect.decode(payload, message);
  if (!is_counted_) {
    return;
  }
  auto &tally = *context_.tally;
  auto const now = now_us();
  switch (message.kind) {
  case Decoded::Kind::hello:
    cursor_.epoch = message.epoch;
    break;
  case Decoded::Kind::snapshot:
    ++tally.snapshots;
    tally.snapshot_records += message.workers.size();
    tally.counts += message.counts;
    take_marks(message, now);
    break;
  case Decoded::Kind::changes:
    ++tally.messages;
    tally.removes += message.removes;
    tally.counts += message.counts;
    if (!is_answered_ && message.seq && message.tick) {
      tally.snapshot_records += message.workers.size(); // who came into view has stood there
    } else {
      take_workers(message, now);
    }
    take_incidents(message, now);
    take_marks(message, now);
    break;
  case Decoded::Kind::resync:
    ++tally.resyncs;
    break;
  case Decoded::Kind::problem:
    throw std::runtime_error("a viewer was told: " + message.words);
  default:
    break;
  }
}

/// A message with both marks ends the answer to a subscription (a heartbeat in between counts for
/// one: there is one in 5 s).
void Viewer::take_marks(Decoded const &message, std::int64_t now) {
  cursor_.seq = message.seq.value_or(cursor_.seq);
  cursor_.tick = message.tick.value_or(cursor_.tick);
  bool const has_marks = message.seq && message.tick;
  if (!is_answered_ && (has_marks || message.kind == Decoded::Kind::snapshot)) {
    is_answered_ = true;
    context_.tally->pans.add(now - asked_us_);
  }
}

void Viewer::take_workers(Decoded const &message, std::int64_t now) {
  auto &tally = *context_.tally;
  for (auto const &worker : message.workers) {
    if (worker.time_ms < tally.start_ms) {
      ++tally.earlier;
    } else {
      ++tally.delivered;
      tally.latency.add(now - worker.time_ms * 1000);
    }
    // While a pan is under way, what still comes belongs to the box before.
    if ((is_answered_ && !view_.covers(worker.column, worker.row)) || !view_.may_see(worker.grid) ||
        !context_.county.is_in_cell(worker.lon_e7, worker.lat_e7, worker.column, worker.row)) {
      ++tally.foreign;
    }
  }
  if (audited_ && tally.audit) {
    for (auto const &worker : message.workers) {
      if (worker.time_ms >= tally.start_ms) {
        tally.audit->received(*audited_, worker);
      }
    }
  }
}

void Viewer::take_incidents(Decoded const &message, std::int64_t now) {
  for (auto const number : message.incidents) {
    ++context_.tally->facts_delivered;
    context_.tally->facts_seen.add(now - context_.fact_times_us.at(number));
  }
}

} // namespace yuntu::bench
