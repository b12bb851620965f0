// The page's connections: where they go, what the reader is told about them.
import { ApiError, type Api } from "./api";
import type { Socket } from "./feed/feed";
import type { LiveWorld, LiveWorldOptions } from "./feed/live_world";
import { t } from "./i18n/zh_CN";
import type { Band } from "./panels/band";
import type { LiveReading } from "./panels/top_bar";
import type { MapInfo } from "./protocol/json";
import type { Bbox } from "./protocol/live";
import { BAND_MS, liveState } from "./state/clock";
import { clockTime } from "./words";

export function openLive(): Socket {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(`${scheme}//${location.host}/live`) as unknown as Socket;
}

/** The whole area with a tenth around it, so that a report just outside a border is not lost. */
export function homeBox({ bbox }: MapInfo): Bbox {
  if (!bbox) return [-180, -85, 180, 85];
  const [w, s, e, n] = bbox;
  const dx = (e - w) * 0.1;
  const dy = (n - s) * 0.1;
  return [Math.max(-180, w - dx), Math.max(-90, s - dy), Math.min(180, e + dx), Math.min(90, n + dy)];
}

/** The worse of all connections counts. */
export function liveReading(worlds: readonly LiveWorld[], now_ms: number): LiveReading {
  const times = worlds.map((w) => w.lastMessage());
  if (times.some((time) => time === null)) return { state: "connecting", silence_ms: 0 };
  const silence_ms = now_ms - Math.min(...(times as number[]));
  return { state: liveState(now_ms - silence_ms, now_ms), silence_ms };
}

/** The sentence under the bar once nothing came for a minute; the time is that of the last picture. */
export function sayLost(strip: Band, { state, silence_ms }: LiveReading, server_now_ms: number, retry: () => void): void {
  if (state !== "lost" || silence_ms < BAND_MS) return;
  const time = clockTime(server_now_ms - silence_ms);
  strip.show("lost", t("band.lost", { time }), { words: t("app.retry_now"), on: retry });
}

/** Shorter breaks are not worth a sentence unless something changed meanwhile. */
const NOTICED_MS = 6_000;
const BACK_SHOWN_MS = 10_000;

/** `says` is true for the one connection that speaks about coming back. */
export function wireConnection(strip: Band, api: Api, signedOut: () => void, says: boolean): Pick<LiveWorldOptions, "onLost" | "onBack" | "onRefused" | "onBadMessage"> {
  return {
    onLost(attempt) {
      // A browser does not tell why an upgrade was refused; a lost session is asked for.
      if (attempt === 0) return;
      api.session().catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 401) signedOut();
      });
    },
    onBack(changed, away_ms) {
      strip.hide("lost");
      if (says && (changed > 0 || away_ms > NOTICED_MS)) strip.show("back", t("band.back", { n: changed }), undefined, BACK_SHOWN_MS);
    },
    onRefused: (detail) => strip.show("refused", t("band.refused", { detail }), {
      words: t("band.close"), on: () => strip.hide("refused"),
    }),
    onBadMessage: () => strip.show("bad", t("band.bad"), undefined, BACK_SHOWN_MS),
  };
}
