#include "server/store/base_store.hpp"

#include "server/store/byte_codec.hpp"
#include "server/store/content_version.hpp"
#include "server/store/event_log.hpp"
#include "server/store/feature_rows.hpp"
#include "server/store/migrations.hpp"
#include "server/store/schema.hpp"
#include "server/store/sqlite.hpp"
#include "server/store/wkb.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace yuntu::store {
namespace {

using OrderedJson = nlohmann::ordered_json;
using Attributes = std::vector<std::pair<std::string, std::string>>;

/// Memory is taken for no more before they are there, whatever the store says.
constexpr std::int64_t most_expected = 10'000'000;

constexpr auto insert_feature =
    "INSERT INTO feature (version_id, ordinal, code, name, parent, attributes, node_ids, geometry) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, GeomFromWKB(?, 4326))";
constexpr auto select_features =
    "SELECT code, name, parent, attributes, node_ids, geometry FROM feature "
    "WHERE version_id = ? ORDER BY ordinal";
constexpr auto select_feature =
    "SELECT code, name, parent, attributes, node_ids, geometry FROM feature "
    "WHERE id = ?";
constexpr auto select_codes = "SELECT id, code FROM feature WHERE version_id = ? ORDER BY ordinal";

void refuse_relaxed_security() {
  if (std::getenv("SPATIALITE_SECURITY") != nullptr) {
    throw StorageFailed("the environment variable SPATIALITE_SECURITY is set: it lets SQL read and "
                        "write files; unset it and start again");
  }
}

std::string attributes_text(Attributes const &attributes) {
  auto object = OrderedJson::object();
  for (auto const &[key, value] : attributes) {
    object[key] = value;
  }
  return object.dump();
}

std::string pack_ids(std::vector<std::int64_t> const &ids) {
  ByteWriter out;
  std::uint64_t previous = 0;
  for (auto const id : ids) {
    out.put_zigzag(static_cast<std::int64_t>(static_cast<std::uint64_t>(id) - previous));
    previous = static_cast<std::uint64_t>(id);
  }
  return out.take();
}

/// Valid until the next step.
FeatureRow row_of(Statement const &statement) {
  FeatureRow row;
  for (std::size_t column = 0; column < row.size(); ++column) {
    row[column] = statement.view(static_cast<int>(column));
  }
  return row;
}

void insert_feature_row(Statement &insert, std::int64_t version_id, std::int64_t ordinal,
                        model::LayerFeature const &feature) {
  auto const attributes = attributes_text(feature.attributes);
  auto const node_ids = pack_ids(feature.node_ids);
  auto const geometry = to_wkb(feature.geometry);
  insert.bind(1, version_id)
      .bind(2, ordinal)
      .bind_text(3, feature.code)
      .bind_text(4, feature.name)
      .bind_text(5, feature.parent)
      .bind_text(6, attributes)
      .bind_blob_or_null(7, node_ids)
      .bind_blob(8, geometry)
      .run();
}

std::string name_of(model::LayerKind layer, std::string const &version) {
  return "layer " + std::string(to_string(layer)) + ", version " + version;
}

} // namespace

struct BaseStore::Impl {
  explicit Impl(std::filesystem::path const &file)
      : database(file, Database::Open::create_if_absent) {
    database.load_extension("mod_spatialite");
    migrate(database, {"base store", base_application_id, base_scripts()});
    if (database.integer("SELECT count(*) FROM geometry_columns "
                         "WHERE f_table_name = 'feature' AND srid = 4326") != 1) {
      throw StorageFailed(file.string() + ": SpatiaLite does not know the geometry of the layers; "
                                          "restore it from a backup or import the layers again");
    }
  }

  std::int64_t insert_version(model::LayerVersion const &version);
  void insert_features(std::int64_t version_id, model::LayerVersion const &version);

  /// What cannot be read is StorageFailed, in words.
  template <typename Read>
  void read_rows(std::string const &where, Read const &read) const {
    try {
      read();
    } catch (MalformedBytes const &error) {
      throw StorageFailed(where + ": a feature " + error.what() + "; import the layer again");
    }
  }
  [[nodiscard]] std::string where(model::LayerKind layer, std::string const &version) const {
    return database.file().string() + ": " + name_of(layer, version);
  }
  struct Found {
    std::int64_t id = 0;
    model::LayerVersion version; ///< without its features
    std::size_t features = 0;
  };
  [[nodiscard]] Found get_version(model::LayerKind layer, std::string const &version) const;

  mutable Database database;
};

BaseStore::Impl::Found BaseStore::Impl::get_version(model::LayerKind layer,
                                                    std::string const &version) const {
  Statement select(database, "SELECT id, source, crs, datum, encoding, features FROM layer_version "
                             "WHERE layer = ? AND version = ?");
  if (!select.bind_text(1, to_string(layer)).bind_text(2, version).step()) {
    throw StorageFailed(where(layer, version) + " is not there; import the layer again");
  }
  return {select.integer(0),
          {layer, version, select.bytes(1), select.bytes(2), select.bytes(3), select.bytes(4), {}},
          static_cast<std::size_t>(std::clamp(select.integer(5), std::int64_t{0}, most_expected))};
}

std::int64_t BaseStore::Impl::insert_version(model::LayerVersion const &version) {
  Statement insert(database, "INSERT INTO layer_version (layer, version, source, crs, datum, "
                             "encoding, features) VALUES (?, ?, ?, ?, ?, ?, ?)");
  insert.bind_text(1, to_string(version.layer))
      .bind_text(2, version.version)
      .bind_text(3, version.source)
      .bind_text(4, version.crs)
      .bind_text(5, version.datum)
      .bind_text(6, version.encoding)
      .bind(7, static_cast<std::int64_t>(version.features.size()))
      .run();
  return database.integer("SELECT last_insert_rowid()");
}

void BaseStore::Impl::insert_features(std::int64_t version_id, model::LayerVersion const &version) {
  Statement insert(database, insert_feature);
  std::int64_t ordinal = 0;
  auto const fail = [&](model::LayerFeature const &feature, char const *why) {
    throw StorageFailed(name_of(version.layer, version.version) + ", feature " +
                        std::to_string(ordinal) + " (code '" + feature.code + "'): " + why);
  };
  for (auto const &feature : version.features) {
    try {
      insert_feature_row(insert, version_id, ordinal, feature);
    } catch (StorageFailed const &error) {
      fail(feature, error.what());
    } catch (nlohmann::json::exception const &) {
      fail(feature, "an attribute is not UTF-8; name the file's encoding when importing");
    }
    ++ordinal;
  }
}

BaseStore::BaseStore(std::filesystem::path const &file) {
  refuse_relaxed_security();
  impl_ = std::make_unique<Impl>(file);
}

BaseStore::~BaseStore() = default;

void BaseStore::write(model::LayerVersion const &version) {
  if (version.version != content_version(version.layer, version.features)) {
    throw std::logic_error(name_of(version.layer, version.version) +
                           ": the version is not the hash of the content");
  }
  Transaction transaction(impl_->database);
  if (has(version.layer, version.version)) {
    return;
  }
  impl_->insert_features(impl_->insert_version(version), version);
  transaction.commit();
}

bool BaseStore::has(model::LayerKind layer, std::string const &version) const {
  Statement select(impl_->database, "SELECT 1 FROM layer_version WHERE layer = ? AND version = ?");
  return select.bind_text(1, to_string(layer)).bind_text(2, version).step();
}

std::vector<std::pair<model::LayerKind, std::string>> BaseStore::versions() const {
  std::vector<std::pair<model::LayerKind, std::string>> found;
  Statement select(impl_->database, "SELECT layer, version FROM layer_version");
  while (select.step()) {
    if (auto const layer = model::parse_layer_kind(select.bytes(0))) {
      found.emplace_back(*layer, select.bytes(1));
    }
  }
  return found;
}

model::LayerVersion BaseStore::read(model::LayerKind layer, std::string const &version) const {
  Transaction const snapshot(impl_->database, Transaction::Kind::read);
  auto row = impl_->get_version(layer, version);
  auto &found = row.version;
  Statement features(impl_->database, select_features);
  features.bind(1, row.id);
  std::string digests;
  impl_->read_rows(impl_->where(layer, version), [&] {
    FeatureRows rows(row.features);
    while (features.step()) {
      rows.add(row_of(features));
    }
    auto read = rows.take();
    found.features = std::move(read.features);
    digests = std::move(read.digests);
  });
  if (content_version_of(layer, digests) != version) {
    throw StorageFailed(impl_->where(layer, version) + " has been changed; import the layer again");
  }
  return std::move(row.version);
}

void BaseStore::scan(model::LayerKind layer, std::string const &version, WantsCode const &wants,
                     VisitFeature const &visit) const {
  Transaction const snapshot(impl_->database, Transaction::Kind::read);
  Statement codes(impl_->database, select_codes);
  codes.bind(1, impl_->get_version(layer, version).id);
  Statement feature(impl_->database, select_feature);
  impl_->read_rows(impl_->where(layer, version), [&] {
    while (codes.step()) {
      if (!wants(codes.bytes(1))) {
        continue;
      }
      feature.bind(1, codes.integer(0));
      if (feature.step()) {
        visit(feature_of(row_of(feature)));
      }
      feature.reset();
    }
  });
}

} // namespace yuntu::store
