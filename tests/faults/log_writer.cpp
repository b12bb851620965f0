// A program that dies: writes a log through the journal and says every acknowledgement on stdout,
// or brings a database from one schema to the next. Run by the tests on a disk with faults.
#include "server/store/event_log.hpp"
#include "server/store/journal.hpp"
#include "server/store/log_store.hpp"
#include "tests/faults/old_schema.hpp"

#include <cstdlib>
#include <future>
#include <iostream>
#include <memory>
#include <mutex>
#include <string>

#include <unistd.h>

using namespace yuntu;

namespace {

constexpr int exit_storage_failed = 70;
constexpr int exit_storage_full = 75;

/// The mistake that the tests must be able to see: says "stored" at once, and stores one group
/// late.
class EagerLog final : public store::EventLog {
public:
  explicit EagerLog(store::EventLog &inner) : inner_(inner), head_(inner.head()) {}
  ~EagerLog() override { store_pending(); }

  [[nodiscard]] store::LogHead head() const override { return head_; }
  void append(model::CommitGroup const &group) override {
    store_pending();
    pending_ = std::make_unique<model::CommitGroup>(group);
    head_.tick = group.tick;
    head_.seq += group.facts.size();
  }
  void for_each_commit(std::uint64_t after,
                       std::function<void(model::CommitGroup const &)> const &visit) override {
    inner_.for_each_commit(after, visit);
  }
  std::optional<model::CityState> newest_checkpoint() override {
    return inner_.newest_checkpoint();
  }
  void write_checkpoint(model::CityState const & /*state*/) override {}
  store::VerifyReport verify(std::string const &head) override { return inner_.verify(head); }

private:
  void store_pending() {
    if (pending_) {
      inner_.append(*pending_);
      pending_.reset();
    }
  }

  store::EventLog &inner_;
  store::LogHead head_;
  std::unique_ptr<model::CommitGroup> pending_;
};

model::Time some_time() {
  return model::from_unix_ms(1'795'000'000'000);
}

store::JournalEntry entry_of(std::uint64_t seq) {
  store::JournalEntry entry;
  model::Fact fact;
  fact.seq = seq;
  fact.event_time = some_time();
  fact.ingest_time = some_time();
  fact.actor = "u1";
  fact.body =
      model::DutyChanged{"u" + std::to_string(seq % 7), seq % 2 == 0, some_time(), "person"};
  fact.text = "note " + std::to_string(seq);
  entry.facts.push_back(std::move(fact));
  return entry;
}

void say(std::uint64_t seq) {
  auto const line = std::to_string(seq) + "\n";
  if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) {
    std::_Exit(3);
  }
}

/// One fact after the other, each once the one before is acknowledged; full or busy: once more.
int write_log(std::string const &file, std::uint64_t count, bool is_eager) {
  store::LogStore stored(file);
  EagerLog eager(stored);
  store::EventLog &log = is_eager ? static_cast<store::EventLog &>(eager) : stored;
  std::string failure;
  store::JournalLimits limits;
  limits.retry_after = std::chrono::milliseconds{1};
  store::Journal journal(log, limits, some_time, nullptr,
                         [&](std::string const &reason) { failure = reason; });
  auto const first = log.head().seq + 1;
  for (auto seq = first; seq < first + count; ++seq) {
    auto const outcome = std::make_shared<std::promise<store::CommitOutcome>>();
    auto entry = entry_of(seq);
    entry.ticket = [outcome](store::CommitOutcome told) { outcome->set_value(told); };
    journal.submit(std::move(entry));
    auto const told = outcome->get_future().get();
    if (told == store::CommitOutcome::committed) {
      say(seq);
    } else if (told == store::CommitOutcome::stopped) {
      std::cerr << failure << "\n";
      std::_Exit(exit_storage_failed);
    }
    if (seq % 8 == 0) {
      model::CityState state;
      state.tick = log.head().tick;
      state.seq = log.head().seq;
      journal.run_between([state](store::EventLog &to) { to.write_checkpoint(state); });
    }
  }
  journal.stop();
  return 0;
}

} // namespace

int main(int argc, char **argv) {
  std::string const mode = argc > 1 ? argv[1] : "";
  try {
    if (mode == "migrate" && argc == 3) {
      faults::migrate_to_newest(argv[2]);
      return 0;
    }
    if ((mode == "write" || mode == "write-eagerly") && argc == 4) {
      return write_log(argv[2], std::strtoull(argv[3], nullptr, 10), mode == "write-eagerly");
    }
  } catch (store::StorageFailed const &error) {
    std::cerr << error.what() << "\n";
    return exit_storage_failed;
  } catch (store::StorageBusy const &error) {
    std::cerr << error.what() << "\n";
    return exit_storage_full;
  }
  std::cerr << "log_writer write|write-eagerly FILE COUNT, or migrate FILE\n";
  return 2;
}
