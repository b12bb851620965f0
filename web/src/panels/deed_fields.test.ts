import { expect, it } from "vitest";
import { ApiError } from "../api";
import { evidenceOf, sentOnce } from "./deed_fields";

const photo = (bytes: number) => new Blob([new Uint8Array(bytes)]);

it("evidence is the words, then the photos in their order, or either alone", async () => {
  const send = (blob: Blob) => Promise.resolve(`digest-${blob.size}`);
  expect(await evidenceOf("井盖已装", [photo(3), photo(1)], send)).toBe("井盖已装 digest-3 digest-1");
  expect(await evidenceOf("", [photo(2)], send)).toBe("digest-2");
  expect(await evidenceOf("井盖已装", [], send)).toBe("井盖已装");
  expect(await evidenceOf("", [], send)).toBe("");
});

it("a photo that arrived is not sent again, one that did not is", async () => {
  const sent: number[] = [];
  let away = true;
  const send = sentOnce((blob) => {
    sent.push(blob.size);
    return blob.size === 2 && away ? Promise.reject(new ApiError(0, "away")) : Promise.resolve(`digest-${blob.size}`);
  });
  const photos = [photo(1), photo(2)];
  await expect(evidenceOf("", photos, send)).rejects.toThrow("away");
  away = false;
  expect(await evidenceOf("", photos, send)).toBe("digest-1 digest-2");
  expect(sent).toEqual([1, 2, 2]);
});
