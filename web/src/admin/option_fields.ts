// How a file is to be read, where it does not say itself.
import { h } from "../dom";
import { t, word } from "../i18n/zh_CN";
import type { ImportOptions } from "../protocol/imports";

const DATUMS = ["", "wgs84", "gcj02", "bd09"] as const;

export interface OptionFields {
  readonly element: HTMLElement;
  /** The options, or why they cannot be. */
  read(): ImportOptions | string;
}

/** "code=WGBM,name=WGMC"; null when it is written otherwise. */
export function readMap(text: string): { field: string; source: string }[] | null {
  const pairs = text.split(/[,，]/).map((pair) => pair.trim()).filter((pair) => pair !== "");
  const map = pairs.map((pair) => {
    const [field, source, ...rest] = pair.split("=").map((side) => side.trim());
    return field && source && rest.length === 0 ? { field, source } : null;
  });
  return map.includes(null) ? null : (map as { field: string; source: string }[]);
}

/** `prefix` keeps the ids of two such groups apart. */
export function optionFields(prefix: string): OptionFields {
  const field = (key: "crs" | "encoding" | "source_layer" | "map"): [HTMLInputElement, HTMLElement] => {
    const input = h("input", { class: "field", id: `${prefix}-${key}`, attrs: { type: "text", autocomplete: "off", spellcheck: "false" } });
    return [input, h("label", {}, h("span", { class: "label" }, t(`import.option.${key}`)), input)];
  };
  const [crs, crsLabel] = field("crs");
  const [encoding, encodingLabel] = field("encoding");
  const [source, sourceLabel] = field("source_layer");
  const [map, mapLabel] = field("map");
  const datum = h("select", { class: "field", id: `${prefix}-datum` }, ...DATUMS.map((d) => h("option", { attrs: { value: d } }, word("import.datum", d))));
  const repair = h("input", { id: `${prefix}-repair`, attrs: { type: "checkbox" } });
  return {
    element: h(
      "div", { class: "form" }, crsLabel, h("label", {}, h("span", { class: "label" }, t("import.option.datum")), datum),
      encodingLabel, sourceLabel, mapLabel, h("label", { class: "check" }, repair, t("import.option.repair")),
    ),
    read() {
      const pairs = readMap(map.value);
      if (!pairs) return t("import.option.map_bad");
      const given = (key: string, value: string): object => (value.trim() === "" ? {} : { [key]: value.trim() });
      return {
        ...given("crs", crs.value), ...given("datum", datum.value), ...given("encoding", encoding.value), ...given("source_layer", source.value),
        ...(pairs.length > 0 ? { map: pairs } : {}), ...(repair.checked ? { repair: true } : {}),
      };
    },
  };
}
