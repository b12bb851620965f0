// What lies in the frame of the map: codes, labels against their polygons, names along streets.
// The functions that take `map` run inside the page.

/** Style layers with label points, and the tile source they belong to. */
export const LABEL_LAYERS = {
  "subdistrict-label": "subdistrict", "community-label": "community", "grid-label": "grid",
  "estate-label": "estate", "building-label": "building",
};

/** Layers of the style that have something in the frame, with the number of features (of codes where there are any). */
export function drawnLayers(page) {
  return page.evaluate(() => {
    const { map } = window.yuntu;
    const zoom = map.getZoom();
    const seen = {};
    for (const { layer, properties } of map.queryRenderedFeatures()) {
      // A tile is asked for by its whole zoom; the layer itself is drawn by the exact one.
      if (zoom < (layer.minzoom ?? 0) || zoom >= (layer.maxzoom ?? 24)) continue;
      (seen[layer.id] ??= new Set()).add(properties.code ?? Symbol("one"));
    }
    return Object.fromEntries(Object.entries(seen).map(([id, codes]) => [id, codes.size]));
  });
}

/** Labels in the frame that stand outside the polygon they name, and codes that are named twice. */
export function wrongLabels(page, layers) {
  return page.evaluate((wanted) => {
    const { map } = window.yuntu;
    const inRing = ([x, y], ring) => {
      let inside = false;
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [[ax, ay], [bx, by]] = [ring[i], ring[j]];
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
      }
      return inside;
    };
    const inside = (point, { type, coordinates }) =>
      (type === "Polygon" ? [coordinates] : coordinates).some(([outer, ...holes]) =>
        inRing(point, outer) && !holes.some((hole) => inRing(point, hole)));
    const wrong = [];
    for (const [layer, source] of Object.entries(wanted)) {
      if (!map.getLayer(layer)) continue;
      const labels = map.queryRenderedFeatures({ layers: [layer] });
      if (labels.length === 0) continue;
      const polygons = new Map();
      for (const part of map.querySourceFeatures(source, { sourceLayer: source })) {
        const { code } = part.properties;
        polygons.set(code, [...(polygons.get(code) ?? []), part]);
      }
      const seen = new Set();
      for (const label of labels) {
        const { code } = label.properties;
        if (seen.has(code)) wrong.push(`${layer} ${code} twice`);
        seen.add(code);
        if (!(polygons.get(code) ?? []).some((part) => inside(label.geometry.coordinates, part.geometry))) wrong.push(`${layer} ${code} outside its polygon`);
      }
    }
    return wrong;
  }, layers);
}

/** Pairs of places where the same street name is written nearer to itself than `least_px`. */
export function namesSideBySide(page, least_px) {
  return page.evaluate((least) => {
    const { map } = window.yuntu;
    const layers = ["street-main-label", "street-minor-label"].filter((id) => map.getLayer(id));
    const { clientWidth: width, clientHeight: height } = map.getContainer();
    const step = 32;
    const cells = new Map();
    // Most of the frame is empty: a part is looked into only when it holds a name at all.
    const probe = (x, y, size) => {
      if (x >= width || y >= height) return;
      const names = new Set(map.queryRenderedFeatures([[x, y], [x + size, y + size]], { layers }).map((f) => f.properties.name ?? ""));
      if (names.size === 0) return;
      if (size > step) {
        const half = size / 2;
        for (const [dx, dy] of [[0, 0], [half, 0], [0, half], [half, half]]) probe(x + dx, y + dy, half);
        return;
      }
      for (const name of names) cells.set(name, [...(cells.get(name) ?? []), [x, y]]);
    };
    for (let x = 0; x < width; x += 8 * step) for (let y = 0; y < height; y += 8 * step) probe(x, y, 8 * step);
    const near = ([ax, ay], [bx, by]) => Math.max(Math.abs(ax - bx), Math.abs(ay - by)) <= step;
    const groups = (points) => {
      const left = new Set(points);
      const out = [];
      for (const first of left) {
        left.delete(first);
        const group = [first];
        for (const one of group) for (const other of left) if (near(one, other)) { left.delete(other); group.push(other); }
        out.push(group);
      }
      return out;
    };
    const close = [];
    for (const [name, points] of cells) {
      const all = groups(points);
      for (let i = 0; i < all.length; i++) {
        for (let j = i + 1; j < all.length; j++) {
          const gap = Math.min(...all[i].flatMap(([ax, ay]) => all[j].map(([bx, by]) => Math.hypot(ax - bx, ay - by))));
          if (gap < least) close.push(`${name} ${Math.round(gap)} px from itself at ${all[i][0]}`);
        }
      }
    }
    return close;
  }, least_px);
}
