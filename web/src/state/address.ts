// The address bar holds camera and selection: `#z=15.60/34.981234/118.301234&i=ID` or `&p=LON,LAT`.
import type { Selection } from "./page";

export interface Camera {
  readonly zoom: number;
  readonly lat: number;
  readonly lon: number;
}

export interface Address {
  readonly camera: Camera | null;
  readonly selection: Selection;
}

function numbers(text: string | null, separator: string, count: number): number[] | null {
  const parts = text?.split(separator).map(Number) ?? [];
  return parts.length === count && parts.every(Number.isFinite) ? parts : null;
}

export function readAddress(hash: string): Address {
  const params = new URLSearchParams(hash.replace(/^#/, ""));
  const view = numbers(params.get("z"), "/", 3);
  const camera = view && Math.abs(view[1]!) <= 90 && Math.abs(view[2]!) <= 180
    ? { zoom: Math.max(0, Math.min(20, view[0]!)), lat: view[1]!, lon: view[2]! }
    : null;
  return { camera, selection: readSelection(params) };
}

function readSelection(params: URLSearchParams): Selection {
  const id = params.get("i");
  if (id) return { kind: "incident", id };
  const code = params.get("s");
  if (code) return { kind: "station", code };
  const place = numbers(params.get("p"), ",", 2);
  if (place && Math.abs(place[0]!) <= 180 && Math.abs(place[1]!) <= 90) return { kind: "place", lon: place[0]!, lat: place[1]! };
  return { kind: "none" };
}

export function writeAddress({ camera, selection }: Address): string {
  const parts: string[] = [];
  if (camera) parts.push(`z=${camera.zoom.toFixed(2)}/${camera.lat.toFixed(6)}/${camera.lon.toFixed(6)}`);
  if (selection.kind === "incident") parts.push(`i=${encodeURIComponent(selection.id)}`);
  if (selection.kind === "station") parts.push(`s=${encodeURIComponent(selection.code)}`);
  if (selection.kind === "place") parts.push(`p=${selection.lon.toFixed(6)},${selection.lat.toFixed(6)}`);
  return `#${parts.join("&")}`;
}
