// Turns a demo town into one with a locked gate and a closed compound, for tests of opening them.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const METRES_PER_DEGREE = 111_195;

/**
 * On the streets that are walked from a station within `minutes`, the middle of the one whose closure would leave most
 * households unserved, some of them with another street near: {lon, lat}, WGS 84. `ask` calls the API as one who may plan.
 */
export async function streetThatMatters(ask, station, minutes) {
  const reach = await ask("GET", `/api/v1/coverage/reach?minutes=${minutes}&profile=standard&station=${station}`);
  const lines = reach.features.map((f) => f.geometry).filter((g) => /LineString/.test(g.type)).flatMap((g) => (g.type === "LineString" ? [g.coordinates] : g.coordinates));
  let best = { place: null, households: 0 };
  for (const [[x1, y1], [x2, y2]] of lines) {
    const place = { lon: (x1 + x2) / 2, lat: (y1 + y2) / 2 };
    const told = await ask("POST", "/api/v1/coverage/what-if", { minutes, profile: "standard", edits: [{ edit: "close_street", ...place }] }).catch(() => null);
    const { households, buildings } = told?.lost ?? { households: 0, buildings: 0 };
    if (households > best.households && buildings > told.lost_with_street) best = { place, households };
  }
  if (!best.place) throw new Error(`no street of station ${station} matters to anybody`);
  return best.place;
}

/** The town's only gate, which nobody may pass. */
export function lockGate(town, { lon, lat }) {
  const file = join(town.files, "locked_gate.geojson");
  const gate = { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { code: "LOCKED", name: "北门", access: "no" } };
  writeFileSync(file, JSON.stringify({ type: "FeatureCollection", features: [gate] }));
  town.import("gate", file);
}

/** The street nearest to the place is private from now on: a compound that nobody walks through. */
export function closeCompound(town, place) {
  const osm = readFileSync(join(town.files, "streets.osm"), "utf8");
  const file = join(town.files, "private_streets.osm");
  const way = nearestWay(osm, place);
  writeFileSync(file, osm.replace(way, way.replace("</way>", '<tag k="access" v="private"/></way>')));
  town.import("walk", file);
}

/** Its whole element, as it stands in the file. */
function nearestWay(osm, place) {
  const nodes = new Map([...osm.matchAll(/<node id="(\d+)" lat="([^"]+)" lon="([^"]+)"/g)].map(([, id, lat, lon]) => [id, [Number(lon), Number(lat)]]));
  const ways = [...osm.matchAll(/<way id=[^]*?<\/way>/g)].map(([way]) => way).filter((way) => way.includes('k="highway"'));
  const distance = (way) => {
    const points = [...way.matchAll(/<nd ref="(\d+)"/g)].map(([, id]) => metresFrom(place, nodes.get(id)));
    return Math.min(...points.slice(1).map((b, at) => toSegment(points[at], b)));
  };
  return ways.reduce((best, way) => (distance(way) < distance(best) ? way : best));
}

/** [east, north] of the place. */
function metresFrom(place, [lon, lat]) {
  return [(lon - place.lon) * Math.cos(place.lat * (Math.PI / 180)) * METRES_PER_DEGREE, (lat - place.lat) * METRES_PER_DEGREE];
}

/** From [0, 0]. */
function toSegment([x1, y1], [x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = Math.max(0, Math.min(1, -(x1 * dx + y1 * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x1 + along * dx, y1 + along * dy);
}
