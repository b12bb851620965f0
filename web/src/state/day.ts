// The county's calendar: China has one zone and no summer time, whatever the reader's device says.
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** First instant of the day, and of the next one. */
export function dayOf(now_ms: number): [number, number] {
  const from = Math.floor((now_ms + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS;
  return [from, from + DAY_MS];
}
