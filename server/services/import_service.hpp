#pragma once

#include "server/model/import_job.hpp"
#include "server/model/principal.hpp"
#include "server/protocol/errors.hpp"
#include "server/protocol/import_messages.hpp"
#include "server/services/city.hpp"
#include "server/services/coming_layers.hpp"
#include "server/services/secret.hpp"
#include "server/store/import_spool.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::services {

struct ImportLimits {
  std::uint64_t file_bytes = std::uint64_t{2} << 30;
  std::size_t undecided_of_one = 3; ///< of one person
  std::size_t undecided = 12;
  std::size_t remembered = 50;
  model::Duration idle = std::chrono::hours{24}; ///< then it is given up
  model::Duration kept = std::chrono::days{7};   ///< once it is over
};

/// One run of the operator's program, which reads what came in a process of its own.
struct ProgramRun {
  std::vector<std::string> arguments;
  std::filesystem::path out;    ///< gets its stdout
  std::filesystem::path errors; ///< and its stderr
};

/// What the service asks of the rest of the server; callbacks come from any thread.
struct ImportDoors {
  using OnEnd = std::function<void(int code)>; ///< -1: it could not be started, or was ended
  std::function<void(ProgramRun, OnEnd)> run;  ///< one after the other
  std::function<void()> end_run;               ///< the one under way
  struct Publication {
    std::filesystem::path staged;
    model::LayerKind layer = model::LayerKind::grid;
    std::string version;
    std::optional<model::Time> effective;
    std::string actor;
    std::optional<LayersInUse> against; ///< what its check looked at
  };
  std::function<void(Publication, Done<VersionOutcome>)> publish;
  std::function<void(std::function<void()>)> to_imports; ///< the thread this service lives on
  std::function<model::Time()> now;
};

/// Imports on the steward's page: files come in piece by piece, a program reads and checks them,
/// and nothing of them is anybody's business until a steward accepts the layer, which is then
/// published as the operator's command line would. Lives on one thread.
class ImportService {
public:
  /// An import that was being accepted when the server ended is one of `known`, or lost.
  ImportService(store::ImportSpool &spool, std::filesystem::path data, ImportLimits limits,
                ImportDoors doors, KnownVersions const &known, TokenSource make_id = random_token);

  template <typename Value>
  using Answer = tl::expected<Value, protocol::Problem>;

  Answer<model::ImportJob> begin(model::Principal const &principal,
                                 protocol::ImportRequest const &request);
  /// Newest first.
  [[nodiscard]] std::vector<model::ImportJob> list() const;
  [[nodiscard]] Answer<model::ImportJob> find(std::string const &id) const;

  /// A file comes in: `name` says which of several ("" the main one), from byte `at` of `size`. 409
  /// when it has another length already. Gives the part, for `take_piece`.
  Answer<std::string> begin_file(model::Principal const &principal, std::string const &id,
                                 std::string const &name, std::uint64_t at, std::uint64_t size);
  Answer<bool> take_piece(std::string const &id, std::string const &part, std::uint64_t at,
                          std::string const &bytes);

  void act(model::Principal const &principal, std::string const &id,
           protocol::ImportActRequest const &request, Done<model::ImportJob> const &done);

  [[nodiscard]] std::filesystem::path findings_file(std::string const &id) const;
  [[nodiscard]] std::filesystem::path staged_file(std::string const &id) const;

  /// The log has these versions now: what was accepted and waited for the disk may be among them.
  void settle(KnownVersions const &known);
  /// Gives up what nobody has touched for long, forgets what is long over. Every minute or so.
  void tidy();

private:
  using Job = model::ImportJob;
  using Step = void (ImportService::*)(Job &, int code);
  /// A run that waits for its turn, or has it.
  struct Errand {
    std::string id;
    std::uint64_t number = 0;
    ProgramRun program;
    Step on_end = nullptr;
    bool is_forgotten = false; ///< its job goes on without it
  };

  [[nodiscard]] Answer<Job *> changeable(model::Principal const &principal, std::string const &id);
  void move_to(Job &job, model::ImportPhase phase, std::string reason = {});
  [[nodiscard]] std::optional<protocol::Problem> too_many(model::Principal const &principal) const;

  Answer<bool> read(Job &job, std::optional<model::ImportReading> const &reading);
  void on_read(Job &job, int code);
  Answer<bool> check_again(Job &job);
  void check(Job &job);
  void on_checked(Job &job, int code);
  void accept(Job &job, std::string const &actor, protocol::ImportActRequest const &request,
              Done<Job> const &done);
  void refuse(Job &job, std::string reason);
  void cancel(Job &job);

  void start_next();
  void on_end(std::uint64_t number, int code);
  /// What is waiting or running for it counts no more.
  void forget_errands(std::string const &id);
  [[nodiscard]] std::vector<std::string> reading_arguments(Job const &job) const;
  [[nodiscard]] std::string words_of(Job const &job) const;

  store::ImportSpool &spool_;
  std::filesystem::path data_;
  ImportLimits limits_;
  ImportDoors doors_;
  TokenSource make_id_;
  std::map<std::string, Job> jobs_;
  std::deque<Errand> waiting_;
  std::optional<Errand> running_; ///< its id is empty when it counts no more
  std::uint64_t last_errand_ = 0;
};

} // namespace yuntu::services
