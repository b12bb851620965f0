// The photos of an incident: small pictures, each a link to the whole one in a page of its own.
import { h } from "../dom";
import { t } from "../i18n/zh_CN";
import { photoPath, type Photo } from "../protocol/photos";
import { shortTime } from "../words";
import { section } from "./parts";

const NEW_PAGE = { target: "_blank", rel: "noopener" } as const;

export function photosPart(incident: string, photos: readonly Photo[], now: number): HTMLElement[] {
  if (photos.length === 0) return [];
  const pictures = photos.map(({ digest, time_ms }, at) => {
    const words = t("photos.alt", { n: at + 1, time: shortTime(time_ms, now) });
    const image = h("img", { attrs: { loading: "lazy", decoding: "async", alt: words, src: photoPath(incident, digest) } });
    return h("a", { class: "photo", attrs: { ...NEW_PAGE, href: photoPath(incident, digest), title: t("photos.open"), "data-digest": digest } }, image);
  });
  return [section(t("photos.title", { n: photos.length }), h("div", { class: "photos" }, ...pictures))];
}

/** The word for one photo; a link where the incident has it. */
export function photoWord(incident: string, photos: readonly Photo[], digest: string): HTMLElement {
  const at = photos.findIndex((photo) => photo.digest === digest);
  if (at < 0) return h("span", {}, t("photos.one"));
  return h("a", { attrs: { ...NEW_PAGE, href: photoPath(incident, digest), "data-digest": digest } }, t("photos.nth", { n: at + 1 }));
}
