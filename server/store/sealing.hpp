#pragma once

#include "server/model/fact.hpp"
#include "server/store/chain.hpp"

namespace yuntu::store {

/// The group as it is stored behind `end`, hashed and encoded. Throws std::logic_error when it
/// does not continue there: tick, and each fact's tick and seq.
[[nodiscard]] StoredCommit seal(ChainEnd const &end, model::CommitGroup const &group,
                                SaltSource const &salt);
/// The way back. Erased texts are empty, expired positions absent. Throws StorageFailed naming
/// fact or commit when something cannot be read.
[[nodiscard]] model::CommitGroup unseal(StoredCommit const &commit);
/// 16 random bytes a call.
[[nodiscard]] SaltSource random_salts();

} // namespace yuntu::store
