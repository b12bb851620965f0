// Joins the staffing figures to the grids of the map.
import { LAYERS_OF_CLASS, type StaffingClass } from "./layers/thematic";
import type { MapView } from "./layers/map_view";
import type { StaffingTable } from "./protocol/staffing";
import type { Page } from "./state/page";
import { byShortage, type Measure, type Shortage } from "./state/staffing";
import type { StaffingSource } from "./staffing_source";

const CLASS_OF: readonly (readonly [Exclude<Shortage, 0>, StaffingClass])[] = [
  [1, "staffing-1"], [2, "staffing-2"], [3, "staffing-3"], [4, "staffing-4"], ["void", "staffing-void"],
];

/** Fills or empties the layers, only when the table or the choice is another one. */
export function staffingFill(view: Pick<MapView, "fill">, staffing: StaffingSource): (page: Page) => void {
  let drawn: StaffingTable | null = null;
  let measured: Measure | null = null;
  return ({ overlay, measure }) => {
    const answer = overlay === "staffing" ? staffing.get("grid") : null;
    const table = answer?.state === "ready" ? answer.table : null;
    if (table === drawn && measure === measured) return;
    drawn = table;
    measured = measure;
    const codes = table ? byShortage(table.rows, measure) : new Map<Shortage, readonly string[]>();
    for (const [shortage, name] of CLASS_OF) {
      for (const layer of LAYERS_OF_CLASS[name]) view.fill(layer, codes.get(shortage) ?? []);
    }
  };
}
