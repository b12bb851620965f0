// What keys and tool buttons do.
import { t } from "./i18n/zh_CN";
import type { Command } from "./keys";
import { fit } from "./layers/camera";
import type { MapView } from "./layers/map_view";
import type { Band } from "./panels/band";
import { coveredBy } from "./panels/card";
import type { Context } from "./panels/context";
import type { IncidentList } from "./panels/incident_list";
import type { MapCommands } from "./panels/map_tools";
import type { Page } from "./state/page";

const HINT_MS = 4_000;

interface Parts {
  readonly context: Context;
  readonly list: IncidentList;
  readonly strip: Band;
  readonly view: () => MapView | null;
}

export interface DeskCommands {
  readonly tools: MapCommands;
  run(command: Command): void;
  /** Follow a change of the page: the sentence while a place is picked, the cursor. */
  changed(next: Page, before: Page): void;
}

export function deskCommands({ context, list, strip, view }: Parts): DeskCommands {
  const { page } = context;
  const toggleCard = (kind: "layers" | "keys"): void =>
    page.update({ selection: page.get().selection.kind === kind ? { kind: "none" } : { kind } });

  function move(step: 1 | -1): void {
    const order = list.order();
    const { row, selection } = page.get();
    const at = order.indexOf(row ?? (selection.kind === "incident" ? selection.id : ""));
    const next = order[at < 0 ? 0 : Math.max(0, Math.min(order.length - 1, at + step))];
    if (!next) return;
    page.update({ row: next });
    list.show(next);
  }

  function home(): void {
    const map = view()?.map;
    if (map && context.info.bbox) fit(map, context.info.bbox, coveredBy(page.get().selection), true);
  }

  /** The table comes with its fill on the map; the fill stays when the table is closed. */
  function staffing(): void {
    if (page.get().selection.kind === "staffing") page.update({ selection: { kind: "none" } });
    else page.update({ selection: { kind: "staffing" }, overlay: "staffing" });
  }

  function raised(): void {
    const { close, toggles } = page.get();
    if (close) page.update({ toggles: { ...toggles, raised: !toggles.raised } });
    else strip.show("raised", t("tool.raised_far"), undefined, HINT_MS);
  }

  const tools: MapCommands = {
    layers: () => toggleCard("layers"),
    staffing,
    raised,
    add: () => page.update({ picking: !page.get().picking }),
    theme: () => page.update({ theme: page.get().theme === "dark" ? "light" : "dark" }),
    plus: () => view()?.map.zoomIn(),
    minus: () => view()?.map.zoomOut(),
    home,
  };

  function openRow(): void {
    const id = page.get().row ?? list.order()[0];
    if (id) page.update({ row: id, selection: { kind: "incident", id } });
  }

  function escape(): void {
    if (page.get().picking) page.update({ picking: false });
    else page.update({ selection: { kind: "none" } });
  }

  const byKey: Readonly<Record<Command, () => void>> = {
    next: () => move(1), previous: () => move(-1), open: openRow, escape, new: tools.add, layers: tools.layers, staffing,
    home, help: () => toggleCard("keys"), plus: tools.plus, minus: tools.minus,
  };

  return {
    tools,
    run: (command) => byKey[command](),
    changed(next, before) {
      if (next.picking === before.picking) return;
      if (next.picking) strip.show("pick", t("band.pick"));
      else strip.hide("pick");
      view()?.map.getCanvas().classList.toggle("picking", next.picking);
    },
  };
}
