-- The layers, schema 1, in SpatiaLite. A version never changes once written. Geometry is EPSG:4326
-- in degrees; the stored truth is units of 1e-7 degree, to which every reader rounds.

-- Only the WGS 84 family of reference systems: nothing else is ever stored.
SELECT InitSpatialMetaData('WGS84');

CREATE TABLE layer_version (
  id INTEGER PRIMARY KEY,
  layer TEXT NOT NULL,
  version TEXT NOT NULL,        -- hash of the content
  source TEXT NOT NULL,
  crs TEXT NOT NULL,
  datum TEXT NOT NULL,
  encoding TEXT NOT NULL,
  features INTEGER NOT NULL,
  UNIQUE (layer, version)
);

CREATE TABLE feature (
  id INTEGER PRIMARY KEY,
  version_id INTEGER NOT NULL REFERENCES layer_version (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,     -- from 0, the order of the source
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  parent TEXT NOT NULL,
  attributes TEXT NOT NULL,     -- JSON object, keys in the order of the source
  node_ids BLOB,                -- zigzag varint deltas; NULL: none
  geometry GEOMETRY NOT NULL,
  UNIQUE (version_id, ordinal)
);

SELECT RecoverGeometryColumn('feature', 'geometry', 4326, 'GEOMETRY', 'XY');

CREATE TRIGGER layer_version_no_update BEFORE UPDATE ON layer_version
BEGIN SELECT RAISE(ABORT, 'layer versions never change'); END;
CREATE TRIGGER feature_no_update BEFORE UPDATE ON feature
BEGIN SELECT RAISE(ABORT, 'layer versions never change'); END;
