// Step 1: which layer, which file, how to read it; then the upload.
import { h, setText } from "../dom";
import { t, word } from "../i18n/zh_CN";
import { button, statusLine } from "../panels/parts";
import type { ImportOptions } from "../protocol/imports";
import { mainFile, share, size } from "../state/imports";
import type { AdminContext, Part } from "./context";
import { optionFields } from "./option_fields";

const LAYERS = [
  "subdistrict", "community", "estate", "grid", "microgrid", "building", "station", "walk", "street", "water", "landuse", "gate", "entrance", "shop", "fence",
] as const;
const ACCEPT = ".zip,.shp,.shx,.dbf,.prj,.cpg,.gpkg,.geojson,.json,.fgb,.csv,.kml,.osm,.pbf,.tab,.dat,.map,.id,.mif,.mid";

/** A bar of how much is done, spoken as such. */
function progressBar(): { element: HTMLElement; set: (share: number, words: string) => void } {
  const bar = h("progress", { class: "import-bar", attrs: { max: "1", value: "0" } });
  const words = h("p", { class: "quiet", attrs: { role: "status" } });
  return {
    element: h("div", { class: "import-progress" }, bar, words),
    set(part, said) { bar.value = part; setText(words, said); },
  };
}

export function choosePart(context: AdminContext): Part {
  const { store } = context;
  const layer = h("select", { class: "field", id: "import-layer" }, ...LAYERS.map((name) => h("option", { attrs: { value: name } }, word("layer", name))));
  layer.value = "grid";
  const files = h("input", { class: "field", id: "import-file", attrs: { type: "file", multiple: "", accept: ACCEPT, "aria-describedby": "import-file-how" } });
  const fields = optionFields("import");
  const problem = statusLine();
  const progress = progressBar();
  const stop = button(t("import.stop"), () => context.stopUpload());

  const begin = (picked: readonly File[]): void => {
    const options: ImportOptions | string = fields.read();
    if (typeof options === "string") return problem.say(options);
    if (!mainFile(picked)) return problem.say(t("import.file.none"));
    problem.say("");
    context.begin(layer.value, picked, options);
  };
  const form = h(
    "form", { class: "form", on: { submit: (event) => { event.preventDefault(); begin([...(files.files ?? [])]); } } },
    h("label", {}, h("span", { class: "label" }, t("import.layer")), layer),
    h("label", {}, h("span", { class: "label" }, t("import.file")), files),
    h("p", { class: "quiet", id: "import-file-how" }, t("import.file.how")),
    h("p", { class: "import-drop" }, t("import.drop")),
    h("details", { class: "import-options" }, h("summary", {}, t("import.options")), fields.element),
    problem.element,
    h("button", { class: "button main", id: "import-start", attrs: { type: "submit" } }, t("import.start")),
  );
  const under_way = h("div", { class: "form" }, progress.element, stop);
  const element = h("section", { class: "import-part", attrs: { "aria-label": t("import.step.choose") } }, form, under_way);
  element.addEventListener("dragover", (event) => event.preventDefault());
  element.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!store.get().upload) begin([...(event.dataTransfer?.files ?? [])]);
  });
  return {
    element,
    render() {
      const { upload, job } = store.get();
      element.hidden = !(upload || !job);
      form.hidden = upload !== null;
      under_way.hidden = upload === null;
      if (upload) progress.set(share(upload), t("import.uploading", { sent: size(upload.sent), total: size(upload.total) }));
    },
  };
}
