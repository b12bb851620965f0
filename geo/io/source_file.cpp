#include "geo/io/source_file.hpp"

#include "geo/io/shapefile_check.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <mutex>
#include <system_error>
#include <vector>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal_priv.h>
#include <ogr_srs_api.h>

namespace yuntu::geo::io {
namespace {

namespace fs = std::filesystem;

// LIBKML (follows network links), VRT, GML (schemas) and every database or web driver stay out.
constexpr std::array<char const *, 10> allowed_formats{
    "ESRI Shapefile", "GPKG", "GeoJSON", "GeoJSONSeq", "FlatGeobuf", "OSM", "CSV", "KML",
    "MapInfo File",   nullptr};
constexpr char const *formats_in_words = "a Shapefile (also zipped), GeoPackage, GeoJSON, "
                                         "FlatGeobuf, OSM (.osm, .osm.pbf), CSV, MapInfo "
                                         "or KML file";

// A crafted archive of kilobytes can hold gigabytes (reliability: zip bomb).
constexpr std::int64_t max_unzipped_bytes = std::int64_t{2} << 30;
constexpr int max_zip_entries = 1000;

ImportError error_in(fs::path const &path, std::string message) {
  return ImportError{path.string(), "", 0, "", std::move(message)};
}

std::string lower_extension(fs::path const &path) {
  auto extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

void register_formats_once() {
  static std::once_flag once;
  std::call_once(once, [] {
    GDALAllRegister();
    OSRSetPROJEnableNetwork(0);
  });
}

/// The Shapefiles of an archive, as /vsizip/ paths; the error of an archive too large to trust.
tl::expected<std::vector<std::string>, std::string> shapefiles_in(std::string const &archive) {
  CPLStringList const entries(VSIReadDirRecursive(archive.c_str()));
  if (entries.size() > max_zip_entries) {
    return tl::unexpected("the archive holds " + std::to_string(entries.size()) +
                          " files; at most " + std::to_string(max_zip_entries) + " are read");
  }
  std::int64_t bytes = 0;
  std::vector<std::string> found;
  for (int i = 0; i < entries.size(); ++i) {
    std::string const name = entries[i];
    auto const full = archive + "/" + name;
    VSIStatBufL info{};
    if (VSIStatL(full.c_str(), &info) == 0) {
      bytes += static_cast<std::int64_t>(info.st_size);
    }
    bool const is_resource_fork = fs::path(name).filename().string().rfind("._", 0) == 0;
    if (lower_extension(name) == ".shp" && !is_resource_fork) {
      found.push_back(full);
    }
  }
  if (bytes > max_unzipped_bytes) {
    return tl::unexpected(std::string("the archive unpacks to more than 2 GiB"));
  }
  if (found.empty()) {
    return tl::unexpected(std::string("the archive holds no Shapefile (.shp)"));
  }
  return found;
}

/// What to hand to GDAL; Shapefiles are checked for being whole on the way.
tl::expected<std::string, ImportError> name_to_open(fs::path const &path) {
  auto const extension = lower_extension(path);
  std::vector<std::string> shapefiles;
  std::string name = path.string();
  if (extension == ".zip") {
    auto const archive = "/vsizip/{" + name + "}";
    auto found = shapefiles_in(archive);
    if (!found) {
      return tl::unexpected(error_in(path, found.error()));
    }
    shapefiles = *found;
    name = shapefiles.size() == 1 ? shapefiles.front() : archive;
  } else if (extension == ".shp") {
    shapefiles = {name};
  } else if (extension == ".shx") {
    return tl::unexpected(error_in(path, "an index of a Shapefile; give its .shp file"));
  }
  for (auto const &shapefile : shapefiles) {
    if (auto const damage = find_shapefile_damage(shapefile)) {
      return tl::unexpected(error_in(path, *damage));
    }
  }
  return name;
}

} // namespace

tl::expected<fs::path, ImportError> regular_file(fs::path const &path) {
  auto const refuse = [&](std::string message) {
    return tl::unexpected(error_in(path, std::move(message)));
  };
  std::error_code code;
  auto const canonical = fs::canonical(path, code);
  if (code) {
    return refuse("no such file (" + code.message() + ")");
  }
  if (!fs::is_regular_file(canonical, code)) {
    return refuse("not a regular file; expected " + std::string(formats_in_words));
  }
  if (canonical.string().rfind("/vsi", 0) == 0) {
    return refuse("names that start with /vsi are GDAL's own; move the file elsewhere");
  }
  return canonical;
}

struct GdalMessages::State {
  std::string failure;

  static void CPL_STDCALL receive(CPLErr level, CPLErrorNum, char const *text) {
    auto *const state = static_cast<State *>(CPLGetErrorHandlerUserData());
    if (level >= CE_Failure && state->failure.empty()) {
      state->failure = text;
    }
  }
};

GdalMessages::GdalMessages() : state_(std::make_unique<State>()) {
  CPLPushErrorHandlerEx(&State::receive, state_.get());
}
GdalMessages::~GdalMessages() {
  CPLPopErrorHandler();
}
std::string GdalMessages::take_failure() {
  return std::exchange(state_->failure, {});
}

void CloseDataset::operator()(GDALDataset *dataset) const {
  GDALClose(dataset);
}

tl::expected<Dataset, ImportError> open_source(fs::path const &path, GdalMessages &messages) {
  register_formats_once();
  auto const file = regular_file(path);
  if (!file) {
    return tl::unexpected(file.error());
  }
  auto const name = name_to_open(*file);
  if (!name) {
    auto error = name.error();
    error.file = path.string(); // as the operator wrote it
    return tl::unexpected(error);
  }
  CPLStringList options;
  if (lower_extension(*file) == ".csv") {
    // Columns of coordinates are read by csv_points: GDAL takes "abc" for 0.
    options.SetNameValue("GEOM_POSSIBLE_NAMES", "wkt,geom,geometry");
    options.SetNameValue("KEEP_GEOM_COLUMNS", "YES");
    options.SetNameValue("EMPTY_STRING_AS_NULL", "YES");
  } else if (lower_extension(*file) == ".shp" || lower_extension(*file) == ".zip" ||
             lower_extension(*file) == ".dbf") {
    options.SetNameValue("ENCODING", ""); // raw bytes: we decode and check (attribute_text)
  }
  Dataset dataset(GDALDataset::Open(name->c_str(), GDAL_OF_VECTOR | GDAL_OF_VERBOSE_ERROR,
                                    allowed_formats.data(), options.List(), nullptr));
  auto const failure = messages.take_failure();
  if (!dataset) {
    return tl::unexpected(error_in(path, "cannot be read; expected " +
                                             std::string(formats_in_words) +
                                             (failure.empty() ? "" : " (" + failure + ")")));
  }
  return dataset;
}

} // namespace yuntu::geo::io
