// A picture as somebody's phone would send it, drawn by the page.

/** Bytes of a picture of that size; `type` is image/jpeg or image/png. */
export async function picture(page, width, height, type) {
  return Buffer.from(await page.evaluate(async ([w, h, wanted]) => {
    const canvas = document.createElement("canvas");
    canvas.width = w;
    canvas.height = h;
    const c = canvas.getContext("2d");
    c.fillStyle = "steelblue";
    c.fillRect(0, 0, w, h);
    c.fillStyle = "white";
    c.fillRect(w / 8, h / 4, w / 4, h / 2);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, wanted));
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, [width, height, type]));
}
