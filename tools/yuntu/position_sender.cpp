#include "tools/yuntu/position_sender.hpp"

#include "tools/yuntu/command.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <thread>

namespace yuntu::tools {

using nlohmann::json;

void PositionSender::send(std::string const &worker, std::string const &device,
                          std::vector<SentFix> const &fixes) {
  json batch{{"device", device}, {"boot", boot_}, {"reports", json::array()}};
  if (!worker.empty()) {
    batch["worker"] = worker;
  }
  auto &seq = next_seq_[device];
  for (auto const &fix : fixes) {
    batch["reports"].push_back({{"seq", ++seq},
                                {"time", model::format_rfc3339(fix.time)},
                                {"lon", fix.place.lon()},
                                {"lat", fix.place.lat()},
                                {"accuracy_m", fix.accuracy_m}});
  }
  auto const body = batch.dump();
  constexpr int most_tries = 30;
  for (int attempt = 1;; ++attempt) {
    auto const answer = client_.post("/api/v1/positions", body);
    if (answer.status == 200) {
      auto const ack = json::parse(answer.body);
      sent_ += fixes.size();
      for (auto const &range : ack.at("accepted")) {
        accepted_ += range[1].get<std::uint64_t>() - range[0].get<std::uint64_t>() + 1;
      }
      for (auto const &item : ack.at("rejected")) {
        ++rejected_[item.at("reason").get<std::string>()];
      }
      return;
    }
    if ((answer.status != 503 && answer.status != 507) || attempt == most_tries) {
      throw CommandError("POST /api/v1/positions answered " + std::to_string(answer.status) + ": " +
                         answer.body);
    }
    std::this_thread::sleep_for(std::chrono::seconds{1});
  }
}

} // namespace yuntu::tools
