#include "tools/bench/live/gateway.hpp"

#include "tools/bench/live/clock.hpp"

#include <stdexcept>

namespace yuntu::bench {

Gateway::Gateway(Loop &loop, Dialect const &dialect, Tally *&tally, int port,
                 std::string const &headers)
    : WebSocket(loop, port, headers), dialect_(dialect), tally_(tally) {}

void Gateway::send(std::vector<Sending> const &reports, std::int64_t intended_us) {
  send_numbered(reports, {}, intended_us);
}

void Gateway::send_as(std::string const &device, std::vector<Sending> &reports,
                      std::int64_t intended_us) {
  for (auto &report : reports) {
    report.seq = ++seq_;
  }
  send_numbered(reports, device, intended_us);
}

void Gateway::send_numbered(std::vector<Sending> const &reports, std::string const &device,
                            std::int64_t intended_us) {
  static thread_local std::string payload;
  dialect_.positions(reports, device, payload);
  if (dialect_.acknowledges()) {
    waiting_us_.push_back(intended_us);
  }
  tally_->reports += reports.size();
  ++tally_->frames;
  send_binary(payload);
}

void Gateway::on_message(std::string_view payload) {
  static thread_local Decoded message;
  dialect_.decode(payload, message);
  if (message.kind != Decoded::Kind::ack && message.kind != Decoded::Kind::problem) {
    return;
  }
  if (waiting_us_.empty()) {
    throw std::runtime_error("an acknowledgement of nothing: " + message.words);
  }
  // Answers come in the order of the questions.
  tally_->acknowledged.add(now_us() - waiting_us_.front());
  waiting_us_.pop_front();
  tally_->accepted += message.accepted;
  tally_->not_accepted += message.not_accepted;
  if (!message.words.empty()) {
    ++tally_->refusals[message.words];
  }
}

} // namespace yuntu::bench
