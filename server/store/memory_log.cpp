#include "server/store/memory_log.hpp"

#include "server/store/chain_verifier.hpp"
#include "server/store/sealing.hpp"
#include "server/store/state_codec.hpp"

namespace yuntu::store {

MemoryLog::MemoryLog(std::string epoch, SaltSource salt)
    : epoch_(std::move(epoch)), salt_(salt ? std::move(salt) : random_salts()),
      end_(chain_start(epoch_)) {}

void MemoryLog::fail_next(Fault fault, int times) {
  std::lock_guard const lock(mutex_);
  faults_.insert(faults_.end(), static_cast<std::size_t>(times), fault);
}

void MemoryLog::heal() {
  std::lock_guard const lock(mutex_);
  faults_.clear();
}

void MemoryLog::throw_next_fault() {
  std::lock_guard const lock(mutex_);
  if (faults_.empty()) {
    return;
  }
  auto const fault = faults_.front();
  faults_.pop_front();
  switch (fault) {
  case Fault::full:
    throw StorageBusy(StorageBusy::Cause::full, "memory log: no space, as ordered");
  case Fault::locked:
    throw StorageBusy(StorageBusy::Cause::locked, "memory log: locked, as ordered");
  case Fault::failed:
    throw StorageFailed("memory log: failed, as ordered");
  }
}

LogHead MemoryLog::head() const {
  return {epoch_, end_.seq, end_.tick, to_hex(end_.commit_hash)};
}

void MemoryLog::append(model::CommitGroup const &group) {
  auto commit = seal(end_, group, salt_);
  throw_next_fault();
  commits_.push_back(std::move(commit));
  end_ = end_after(std::move(end_), commits_.back());
}

void MemoryLog::for_each_commit(std::uint64_t after_tick,
                                std::function<void(model::CommitGroup const &)> const &visit) {
  for (auto const &commit : commits_) {
    if (commit.row.tick > after_tick) {
      visit(unseal(commit));
    }
  }
}

std::optional<model::CityState> MemoryLog::newest_checkpoint() {
  if (checkpoints_.empty()) {
    return std::nullopt;
  }
  return decode_state(checkpoints_.back());
}

void MemoryLog::write_checkpoint(model::CityState const &state) {
  if (state.tick > end_.tick) {
    throw std::logic_error("log: a checkpoint beyond the newest commit");
  }
  if (state.tick == 0) {
    return;
  }
  checkpoints_.push_back(encode_state(state));
  if (checkpoints_.size() > 2) {
    checkpoints_.pop_front();
  }
}

VerifyReport MemoryLog::verify(std::string const &known_head) {
  ChainVerifier verifier(epoch_, known_head);
  for (auto const &commit : commits_) {
    if (!verifier.add(commit)) {
      break;
    }
  }
  return verifier.finish();
}

} // namespace yuntu::store
