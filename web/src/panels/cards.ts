// Which card belongs to which selection.
import type { Selection } from "../state/page";
import { writeAddress } from "../state/address";
import type { CardMaker } from "./card";
import type { CardContent, Context } from "./context";
import { incidentCard } from "./incident_card";
import { keysCard, layerPanel } from "./layer_panel";
import { placeCard } from "./place_card";
import { reportForm } from "./report_form";
import { staffingCard } from "./staffing_card";
import { stationCard } from "./station_card";
import { workerCard } from "./worker_card";

/** A link that shows this point to a colleague. */
function linkTo(lon: number, lat: number): string {
  const hash = writeAddress({ camera: { lon, lat, zoom: 17 }, selection: { kind: "place", lon, lat } });
  return `${location.origin}${location.pathname}${hash}`;
}

export function makeCard(context: Context): CardMaker {
  return (selection: Selection): CardContent | null => {
    switch (selection.kind) {
      case "none": return null;
      case "place": return placeCard(context, selection.lon, selection.lat, linkTo);
      case "incident": return incidentCard(context, selection.id);
      case "station": return stationCard(context, selection.code);
      case "worker": return workerCard(context, selection.id);
      case "report": return reportForm(context, selection.lon, selection.lat);
      case "staffing": return staffingCard(context);
      case "layers": return layerPanel(context);
      case "keys": return keysCard();
    }
  };
}
