#include "server/store/journal.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <pthread.h>

namespace yuntu::store {
namespace {

using Steady = std::chrono::steady_clock;

/// Roughly what an entry takes in the log.
std::size_t estimated_bytes(JournalEntry const &entry) {
  constexpr std::size_t bytes_per_fact = 400;
  constexpr std::size_t bytes_per_position = 32;
  std::size_t bytes = entry.positions.size() * bytes_per_position;
  for (auto const &fact : entry.facts) {
    bytes += bytes_per_fact + fact.text.size();
  }
  return bytes;
}

std::size_t reports_of(JournalEntry const &entry) {
  return entry.facts.size() + entry.positions.size();
}

/// Only what may wait for company: positions without a fact.
bool is_patient(JournalEntry const &entry) {
  return entry.facts.empty() && !entry.positions.empty();
}

struct Queued {
  JournalEntry entry;
  Steady::time_point since;
};

/// The group being committed.
struct HeadGroup {
  std::shared_ptr<model::CommitGroup> group;
  Steady::time_point since; ///< of its oldest entry

  [[nodiscard]] bool is_empty() const { return group->facts.empty() && group->positions.empty(); }
  [[nodiscard]] std::size_t reports() const {
    return group->facts.size() + group->positions.size();
  }
};

void move_into(model::CommitGroup &group, JournalEntry &entry) {
  std::move(entry.facts.begin(), entry.facts.end(), std::back_inserter(group.facts));
  std::move(entry.positions.begin(), entry.positions.end(), std::back_inserter(group.positions));
}

} // namespace

struct Journal::Impl {
  Impl(EventLog &log_, JournalLimits limits_, Clock clock_, OnCommit on_commit_,
       OnFailure on_failure_, OnTold on_told_)
      : log(log_), limits(limits_), clock(std::move(clock_)), on_commit(std::move(on_commit_)),
        on_failure(std::move(on_failure_)), on_told(std::move(on_told_)) {}

  EventLog &log;
  JournalLimits limits;
  Clock clock;
  OnCommit on_commit;
  OnFailure on_failure;
  OnTold on_told;

  // Shared, under `mutex`.
  mutable std::mutex mutex;
  std::condition_variable wake;
  std::deque<Queued> queue;
  std::deque<std::function<void(EventLog &)>> works;
  std::size_t queued_reports = 0; ///< of the queue and of the head group
  std::size_t impatient = 0;      ///< entries in the queue that do not keep to the pace
  bool is_asleep = false;         ///< with nothing in the queue
  std::optional<Steady::time_point> head_since;
  std::optional<StorageBusy::Cause> trouble;
  bool is_stopping = false;
  bool has_failed = false;
  bool has_ended = false; ///< the thread answers nobody any more

  // The journal thread's own.
  std::optional<HeadGroup> head;
  std::vector<Ticket> waiting;  ///< of the head group's entries, not told yet
  Steady::time_point next_turn; ///< of positions alone

  std::thread thread;

  void run();
  bool wait_for_work();
  [[nodiscard]] bool keeps_pace() const;
  void step();
  void gather();
  void commit_head();
  void put_off_head(StorageBusy::Cause cause);
  void run_works();
  void fail(std::string const &reason);
  void collect_tickets_of_queue();
  void answer(CommitOutcome outcome);
};

void Journal::Impl::run() {
  while (wait_for_work()) {
    try {
      step();
    } catch (std::exception const &error) {
      fail(error.what());
    } catch (...) {
      fail("an exception of unknown type in the journal");
    }
  }
}

/// Waits until there is something to do; false when the journal is at its end.
bool Journal::Impl::wait_for_work() {
  std::unique_lock lock(mutex);
  if (head) { // no space or no lock: try again after a while, at once when stopping
    wake.wait_for(lock, limits.retry_after, [&] { return is_stopping; });
    return true;
  }
  is_asleep = true;
  wake.wait(lock, [&] { return is_stopping || !queue.empty() || !works.empty(); });
  is_asleep = false;
  wake.wait_until(lock, next_turn, [&] { return !keeps_pace(); });
  has_ended = queue.empty() && works.empty();
  return !has_ended;
}

/// Under `mutex`: nothing wants to be done sooner than the next turn.
bool Journal::Impl::keeps_pace() const {
  return !is_stopping && !has_failed && impatient == 0 && works.empty() &&
         queued_reports < limits.hurry_reports;
}

void Journal::Impl::step() {
  {
    std::unique_lock lock(mutex);
    if (has_failed) {
      works.clear();
      lock.unlock();
      collect_tickets_of_queue();
      answer(CommitOutcome::stopped);
      return;
    }
  }
  if (!head) {
    gather();
  }
  if (head) {
    commit_head();
  }
  if (!head) {
    run_works();
  }
}

/// Takes whole entries until the group is large enough or the queue is empty.
void Journal::Impl::gather() {
  auto const start = Steady::now();
  auto const close_at = start + limits.group_time;
  next_turn = start + limits.pace;
  auto group = std::make_shared<model::CommitGroup>();
  std::optional<Steady::time_point> since;
  std::size_t bytes = 0;
  do {
    std::unique_lock lock(mutex);
    if (queue.empty()) {
      break;
    }
    auto const &next = queue.front().entry;
    bytes += estimated_bytes(next);
    if (since && (bytes > limits.group_bytes || next.stands_alone)) {
      break;
    }
    auto queued = std::move(queue.front());
    queue.pop_front();
    impatient -= is_patient(queued.entry) ? 0 : 1;
    since = since.value_or(queued.since);
    head_since = since;
    lock.unlock();
    move_into(*group, queued.entry);
    if (queued.entry.ticket) {
      waiting.push_back(std::move(queued.entry.ticket));
    }
    if (queued.entry.stands_alone) {
      break;
    }
  } while (Steady::now() < close_at);
  if (since) {
    head = HeadGroup{std::move(group), *since};
  }
}

void Journal::Impl::commit_head() {
  auto &group = *head->group;
  if (!head->is_empty()) {
    auto const end = log.head();
    group.tick = end.tick + 1;
    group.time = clock();
    for (auto &fact : group.facts) {
      fact.tick = end.tick;
    }
    try {
      log.append(group);
    } catch (StorageBusy const &error) {
      put_off_head(error.cause());
      return;
    }
  }
  {
    std::lock_guard const lock(mutex);
    queued_reports -= head->reports();
    head_since.reset();
    trouble.reset();
  }
  auto const done = std::move(*head);
  head.reset();
  if (on_commit && !done.is_empty()) {
    on_commit(done.group);
  }
  answer(CommitOutcome::committed);
}

void Journal::Impl::put_off_head(StorageBusy::Cause cause) {
  bool give_up = false;
  {
    std::lock_guard const lock(mutex);
    trouble = cause;
    give_up = is_stopping;
    if (give_up) {
      works.clear();
      has_failed = true; // what is still submitted is told `stopped`
      head_since.reset();
    }
  }
  collect_tickets_of_queue();
  if (give_up) {
    head.reset();
    answer(CommitOutcome::stopped);
  } else {
    answer(cause == StorageBusy::Cause::full ? CommitOutcome::storage_full
                                             : CommitOutcome::storage_busy);
  }
}

void Journal::Impl::run_works() {
  std::deque<std::function<void(EventLog &)>> taken;
  {
    std::lock_guard const lock(mutex);
    taken.swap(works);
  }
  for (auto const &work : taken) {
    try {
      work(log);
    } catch (StorageBusy const &) {
      continue; // derived work comes round again; the next commit will show the trouble
    }
  }
}

void Journal::Impl::fail(std::string const &reason) {
  bool is_first = false;
  {
    std::lock_guard const lock(mutex);
    is_first = !std::exchange(has_failed, true);
    works.clear();
    head_since.reset();
  }
  head.reset();
  collect_tickets_of_queue();
  try {
    if (is_first && on_failure) {
      on_failure(reason);
    }
    answer(CommitOutcome::stopped);
  } catch (...) {
    waiting.clear(); // has failed already: there is nobody left to tell
  }
}

/// The tickets of everything queued join those waiting. After a failure the entries go too.
void Journal::Impl::collect_tickets_of_queue() {
  std::lock_guard const lock(mutex);
  for (auto &queued : queue) {
    if (queued.entry.ticket) {
      waiting.push_back(std::exchange(queued.entry.ticket, nullptr));
    }
  }
  if (has_failed) {
    queue.clear();
    impatient = 0;
    queued_reports = 0;
  }
}

/// Tells everybody who waits, each once, even when one of them throws.
void Journal::Impl::answer(CommitOutcome outcome) {
  std::exception_ptr thrown;
  for (auto const &ticket : std::exchange(waiting, {})) {
    try {
      ticket(outcome);
    } catch (...) {
      thrown = std::current_exception();
    }
  }
  if (on_told) {
    on_told();
  }
  if (thrown) {
    std::rethrow_exception(thrown);
  }
}

Journal::Journal(EventLog &log, JournalLimits limits, Clock clock, OnCommit on_commit,
                 OnFailure on_failure, OnTold on_told)
    : impl_(std::make_unique<Impl>(log, limits, std::move(clock), std::move(on_commit),
                                   std::move(on_failure), std::move(on_told))) {
  impl_->thread = std::thread([impl = impl_.get()] {
    ::pthread_setname_np(::pthread_self(), "journal");
    impl->run();
  });
}

Journal::~Journal() {
  stop();
}

Admission Journal::admission() const {
  std::lock_guard const lock(impl_->mutex);
  if (impl_->is_stopping || impl_->has_failed) {
    return Admission::stopped;
  }
  if (impl_->trouble) {
    return *impl_->trouble == StorageBusy::Cause::full ? Admission::storage_full
                                                       : Admission::storage_busy;
  }
  auto oldest = impl_->head_since;
  if (!oldest && !impl_->queue.empty()) {
    oldest = impl_->queue.front().since;
  }
  bool const is_late = oldest && Steady::now() - *oldest > impl_->limits.queued_age;
  bool const is_long = impl_->queued_reports > impl_->limits.queued_reports;
  return is_late || is_long ? Admission::full : Admission::open;
}

void Journal::submit(JournalEntry entry) {
  {
    std::lock_guard const lock(impl_->mutex);
    if (!impl_->has_ended) {
      impl_->queued_reports += reports_of(entry);
      impl_->impatient += is_patient(entry) ? 0 : 1;
      impl_->queue.push_back({std::move(entry), Steady::now()});
      if (std::exchange(impl_->is_asleep, false) || !impl_->keeps_pace()) {
        impl_->wake.notify_one();
      }
      return;
    }
  }
  if (entry.ticket) {
    entry.ticket(CommitOutcome::stopped);
  }
}

void Journal::run_between(std::function<void(EventLog &)> work) {
  std::lock_guard const lock(impl_->mutex);
  if (!impl_->has_ended && !impl_->has_failed) {
    impl_->works.push_back(std::move(work));
    impl_->wake.notify_one();
  }
}

void Journal::stop() {
  {
    std::lock_guard const lock(impl_->mutex);
    impl_->is_stopping = true;
    impl_->wake.notify_one();
  }
  if (impl_->thread.joinable() && impl_->thread.get_id() != std::this_thread::get_id()) {
    impl_->thread.join();
  }
}

} // namespace yuntu::store
