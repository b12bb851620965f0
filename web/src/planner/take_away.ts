// The plan as files: a table of its edits with what each leaves unserved, and all that the map shows of it as GeoJSON. Pure.
import type { Feature, FeatureCollection, Geometry } from "geojson";
import { t } from "../i18n/zh_CN";
import { point } from "../layers/features";
import type { LonLat, WalkReach } from "../protocol/coverage";
import type { Station } from "../protocol/json";
import type { Cell } from "./csv";
import { unservedOf, type People } from "./figures";
import { placeOf, type Edit, type Plan } from "./plan";
import { line } from "./plan_map";
import type { Answer, Question } from "./questions";

export interface Takings {
  readonly plan: Plan;
  readonly stations: readonly Station[];
  readonly words: (edit: Edit, at: number) => string;
  readonly answer: (question: Question) => Answer | undefined;
  /** Whom the stations serve as things are, of `whole`; null: not known. */
  readonly today: People | null;
  readonly whole: People | null;
  readonly reach: WalkReach | null;
}

const HEADINGS = ["number", "edit", "effect", "served", "unserved", "percent", "buildings", "lon", "lat", "minutes", "profile"] as const;

function endsOf(edit: Edit): readonly LonLat[] {
  if (edit.edit === "add_link") return [edit.from, edit.to];
  return edit.edit === "remove_station" ? [] : [[edit.lon, edit.lat]];
}

/** Today, then one row after each edit, in order; cells of what is not known yet are empty. */
export function planTable({ plan, words, answer, today, whole }: Takings): readonly (readonly Cell[])[] {
  const { minutes, profile, at: time, kind, edits } = plan;
  const after = edits.map((_, at): People | null => {
    const told = answer({ minutes, profile, at: time, kind, edits: edits.slice(0, at + 1) });
    return told && "ok" in told ? told.ok.after : null;
  });
  const row = (number: number, name: string, place: LonLat | undefined, served: People | null, before: People | null): Cell[] => {
    const left = served && whole ? unservedOf(whole, served) : null;
    return [
      number, name, served && before ? served.households - before.households : null, served?.households ?? null,
      left?.households ?? null, left?.percent ? Number(left.percent) : null, left?.buildings ?? null, place?.[0] ?? null, place?.[1] ?? null, minutes, profile,
    ];
  };
  return [
    HEADINGS.map((name) => t(`planner.table.${name}`)),
    row(0, t("planner.table.today"), undefined, today, null),
    ...edits.map((edit, at) => row(at + 1, words(edit, at), endsOf(edit)[0], after[at] ?? null, at === 0 ? today : after[at - 1] ?? null)),
  ];
}

/** WGS 84 as GeoJSON wants it: the reach of the chosen station, the stations where the plan leaves them, its edits of streets. */
export function planGeoJson({ plan, stations, words, reach }: Takings): FeatureCollection {
  const { edits, minutes, profile } = plan;
  const reached: Feature[] = plan.station === "" || !reach ? [] : [
    ...reach.outlines.map(({ minutes: within, buildings, households, geometry }): Feature =>
      ({ type: "Feature", geometry: geometry as Geometry, properties: { kind: "outline", station: plan.station, minutes: within, profile, buildings, households } })),
    { type: "Feature", geometry: reach.streets as Geometry, properties: { kind: "streets", station: plan.station, minutes, profile, street_m: reach.street_m } },
  ];
  const standing = stations.flatMap(({ code, name, lon, lat }): Feature[] => {
    const place = placeOf(edits, code, [lon, lat]);
    return place ? [point(place[0], place[1], { kind: "station", code, name })] : [];
  });
  const changes = edits.flatMap((edit, at): Feature[] => {
    const [from, to] = endsOf(edit);
    const properties = { kind: edit.edit, number: at + 1, words: words(edit, at) };
    if (!from) return [];
    return [to ? line(from, to, properties) : point(from[0], from[1], properties)];
  });
  return { type: "FeatureCollection", features: [...reached, ...standing, ...changes] };
}
