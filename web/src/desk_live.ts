// The page's connections: where they go, what the reader is told about them.
import { ApiError, type Api } from "./api";
import type { Format, Socket } from "./feed/feed";
import type { LiveWorld, LiveWorldOptions } from "./feed/live_world";
import { t } from "./i18n/zh_CN";
import type { Band } from "./panels/band";
import type { LiveReading } from "./panels/top_bar";
import { liveState, OFFLINE_MS } from "./state/clock";
import { clockTime } from "./words";

export function openLive(format: Format): Socket {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(`${scheme}//${location.host}/live${format === "json" ? "?format=json" : ""}`) as unknown as Socket;
}

export function liveReading(live: LiveWorld, now_ms: number): LiveReading {
  const last_ms = live.lastMessage();
  const state = liveState({ last_ms, now_ms, connected: live.connected(), online: navigator.onLine });
  return { state, silence_ms: last_ms === null ? null : now_ms - last_ms };
}

/** The sentence under the bar once nothing came for a minute; the time is that of the last picture. */
export function sayLost(strip: Band, { silence_ms }: LiveReading, server_now_ms: number, retry: () => void): void {
  if (silence_ms === null || silence_ms < OFFLINE_MS) return;
  const time = clockTime(server_now_ms - silence_ms);
  strip.show("lost", t("band.lost", { time }), { words: t("app.retry_now"), on: retry });
}

/** Shorter breaks are not worth a sentence unless something changed meanwhile. */
const NOTICED_MS = 6_000;
const BACK_SHOWN_MS = 10_000;

export function wireConnection(strip: Band, api: Api, signedOut: () => void): Pick<LiveWorldOptions, "onLost" | "onBack" | "onRefused" | "onBadMessage"> {
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
      if (changed > 0 || away_ms > NOTICED_MS) strip.show("back", t("band.back", { n: changed }), undefined, BACK_SHOWN_MS);
    },
    onRefused: (detail) => strip.show("refused", t("band.refused", { detail }), {
      words: t("band.close"), on: () => strip.hide("refused"),
    }),
    onBadMessage: () => strip.show("bad", t("band.bad"), undefined, BACK_SHOWN_MS),
  };
}
