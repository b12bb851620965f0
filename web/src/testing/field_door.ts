// For tests: a server's door for the tablet, which keeps incidents and judges by version, and can be away.
import { ApiError, type Tagged } from "../api";
import { readIncident } from "../protocol/json";
import type { FieldReport } from "../tablet/orders";
import type { Door } from "../tablet/sender";
import type { ActionBody } from "../tablet/tablet_api";

interface Kept {
  stage: string;
  history: { action: string; from: null; to: null; actor: string; time: string; note: string; evidence: string }[];
}

const STAGE: Readonly<Record<string, string>> = { accept: "in_progress", finish: "done", transfer: "assigned", classify: "classified", assign: "assigned" };

export function fieldDoor(me: string) {
  const kept = new Map<string, Kept>();
  const calls: string[] = [];
  const state = { away: false, takes_photos: true, lose_answers: false, signed_out: false, refuse: "" };

  function tagged(id: string): Tagged {
    const one = kept.get(id);
    if (!one) throw new ApiError(404, "not found");
    const version = one.history.length + 1;
    const incident = readIncident({
      id, stage: one.stage, severity: "routine", category: "", text: "", lon: 118, lat: 35, areas: {}, version, time: "2026-11-20T08:00:00Z",
      channel: "command", history: one.history, actions: [], needs: {}, due: [],
    });
    return { incident, etag: `"${version}"` };
  }
  function reached(call: string): void {
    calls.push(call);
    if (state.away) throw new ApiError(0, "away");
    if (state.signed_out) throw new ApiError(401, "sign in");
  }
  function step(id: string, actor: string, body: ActionBody): void {
    const one = kept.get(id)!;
    one.stage = STAGE[body.action] ?? one.stage;
    one.history.push({ action: body.action, from: null, to: null, actor, time: body.time, note: body.note ?? "", evidence: body.evidence ?? "" });
  }
  const door: Door = {
    async incident(id) { reached(`read ${id}`); return tagged(id); },
    async perform(id, etag, body) {
      reached(`${body.action} ${id} ${etag}`);
      if (state.refuse !== "" && state.refuse === body.action) throw new ApiError(422, "not possible");
      if (tagged(id).etag !== etag) throw new ApiError(412, "stale");
      step(id, me, body);
      if (state.lose_answers) {
        state.lose_answers = false;
        throw new ApiError(0, "lost");
      }
      return tagged(id);
    },
    async send(report: FieldReport) {
      reached(`report ${report.id}`);
      if (!kept.has(report.id)) kept.set(report.id, { stage: "received", history: [] });
      return tagged(report.id);
    },
    async duty(on) { reached(`duty ${on}`); return { on, since_ms: 0 }; },
    async addPhoto(id, photo) {
      reached(`photo ${id} ${photo.size}`);
      if (!state.takes_photos) throw new ApiError(404, "no route");
      return `digest-${photo.size}`;
    },
  };
  return {
    door, calls, state,
    begin(id: string, stage = "assigned"): void { kept.set(id, { stage, history: [] }); },
    /** Somebody else. */
    other(id: string, action: string): void { step(id, "officer", { action, time: "2026-11-20T08:30:00Z" }); },
    history: (id: string) => kept.get(id)!.history,
  };
}
