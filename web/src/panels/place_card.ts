// 这里归谁: who owns the clicked point.
import { h } from "../dom";
import { t, word } from "../i18n/zh_CN";
import type { NearStation, Owner } from "../protocol/json";
import { LEVELS } from "../protocol/live";
import { outlined } from "../state/page";
import { shortTime } from "../words";
import type { CardContent, Context } from "./context";
import { areaFacts, button, fact, section, statusLine } from "./parts";

export function placeCard(context: Context, lon: number, lat: number, linkTo: (lon: number, lat: number) => string): CardContent {
  const body = h("div", { class: "place" }, h("p", { class: "quiet" }, t("card.loading")));
  const status = statusLine();
  const where = h("p", { class: "quiet" }, t("place.coordinates", { lon: lon.toFixed(6), lat: lat.toFixed(6) }));

  context.api.owner(lon, lat).then(
    (owner) => {
      context.learnAreas(owner.areas);
      const { selection } = context.page.get();
      const codes = Object.fromEntries(LEVELS.map((level) => [level, owner.areas[level]?.code]));
      if (selection.kind === "place" && selection.lon === lon && selection.lat === lat) {
        context.page.update({ area: outlined(codes) });
      }
      body.replaceChildren(where, ...ownerParts(owner, context.now()).filter((part) => part !== null), status.element);
    },
    (error) => body.replaceChildren(where, h("p", { class: "status" }, t("card.failed", { detail: context.failure(error) }))),
  );

  const copy = async (): Promise<void> => {
    const link = linkTo(lon, lat);
    try {
      await navigator.clipboard.writeText(link);
      status.say(t("place.copied"), "good");
    } catch {
      // No clipboard on plain http to a LAN name: the user copies it by hand.
      status.say(`${t("place.copy_by_hand")}${link}`, "wait");
    }
  };
  const foot = h(
    "footer", { class: "card-foot" },
    button(t("place.report"), () => context.page.update({ selection: { kind: "report", lon, lat } }), "button main"),
    button(t("place.copy"), () => void copy()),
  );
  return { title: t("place.title"), body, foot };
}

/** Posts nearest to the place first; a vacant one says so in place of a name. */
function people(owner: Owner): HTMLElement | null {
  if (owner.people.length === 0) return null;
  const level = (code: string): string => {
    const found = LEVELS.find((l) => owner.areas[l]?.code === code);
    return found ? t(`level.${found}`) : "";
  };
  const lines = owner.people.map((who) => {
    const value = who.vacant
      ? [h("span", { class: "vacant" }, t("people.vacant")), h("span", { class: "code" }, level(who.area))]
      : [h("span", { class: "area-name" }, who.name), h("span", { class: "phone" }, who.phone || level(who.area))];
    const line = fact(word("post", who.post), ...value);
    line.dataset["post"] = who.post;
    return line;
  });
  return section(t("people.title"), h("dl", { class: "facts people" }, ...lines));
}

const walkMinutes = ({ walk_s }: NearStation): number => Math.max(1, Math.round(walk_s / 60));

/** The nearest open station, and below it a nearer one that is closed. */
function stationLines({ station, closed_station: closed }: Owner, now_ms: number): HTMLElement[] {
  const lines = station
    ? [h("p", { class: "station-line" }, h("span", { class: "area-name" }, station.name || station.code),
        h("span", { class: "figure-small" }, t("place.walk", { n: walkMinutes(station) })))]
    : [];
  if (closed) {
    const opens = closed.opens_at === null ? "" : t("place.station.opens", { time: shortTime(closed.opens_at, now_ms) });
    lines.push(h("p", { class: "quiet" }, `${t("place.station.closed", { name: closed.name || closed.code, n: walkMinutes(closed) })}${opens}`));
  }
  return lines.length > 0 ? lines : [h("p", { class: "quiet" }, t("place.no_station"))];
}

function ownerParts(owner: Owner, now_ms: number): (HTMLElement | null)[] {
  const notes = owner.ambiguous ? [h("p", { class: "note" }, t("place.ambiguous"))] : [];
  return [
    ...notes,
    section(t("place.areas"), areaFacts(owner.areas)),
    people(owner),
    section(t("place.station"), ...stationLines(owner, now_ms)),
  ];
}
