// Photos of an incident, and where each is read.
import { emptyText, number, object, text, time } from "./check";

export interface Photo {
  /** SHA-256 in hexadecimal digits: its name. */
  readonly digest: string;
  readonly media_type: string;
  readonly bytes: number;
  /** Whose account sent it; empty: nobody says. */
  readonly actor: string;
  readonly time_ms: number;
}

export function readPhoto(value: unknown, where: string): Photo {
  const o = object(value, where);
  return {
    digest: text(o["digest"], `${where}.digest`),
    media_type: text(o["media_type"], `${where}.media_type`),
    bytes: number(o["bytes"], `${where}.bytes`),
    actor: emptyText(o["actor"], `${where}.actor`),
    time_ms: time(o["time"], `${where}.time`),
  };
}

/** Of this page's own server. */
export function photoPath(incident: string, digest: string): string {
  return `/api/v1/incidents/${encodeURIComponent(incident)}/photos/${encodeURIComponent(digest)}`;
}
