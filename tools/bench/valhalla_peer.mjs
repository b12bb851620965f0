// Isochrones of Valhalla for bench_reach: node valhalla_peer.mjs DIR, where DIR is what
// `tools/bench/peers valhalla` made. A line "LON LAT MINUTES" in, "MILLISECONDS BYTES" out, or "no street", or
// "error WORDS".
import { createRequire } from "node:module";
import path from "node:path";
import readline from "node:readline";

const dir = path.resolve(process.argv[2]);
const { Actor } = createRequire(path.join(dir, "package.json"))("@valhallajs/valhallajs");
const actor = await Actor.fromConfigFile(path.join(dir, "config.json"));
for await (const line of readline.createInterface({ input: process.stdin })) {
  const [lon, lat, time] = line.split(" ").map(Number);
  // As text both ways, so that no parsing of ours is counted against it.
  const query = JSON.stringify({
    locations: [{ lon, lat }],
    costing: "pedestrian",
    costing_options: { pedestrian: { walking_speed: 4.8 } },
    contours: [{ time }],
    polygons: true,
  });
  try {
    const start = process.hrtime.bigint();
    const answer = await actor.isochrone(query);
    const ms = Number(process.hrtime.bigint() - start) / 1e6;
    console.log(`${ms} ${answer.length}`);
  } catch (error) {
    const words = error.message.replaceAll("\n", " ");
    console.log(words.includes("No suitable edges") ? "no street" : `error ${words}`);
  }
}
