import { expect, it } from "vitest";
import { evidenceWords, hintWords, noteWords, refusalWords, warningWords } from "./doctor_words";

/** No English word is left; codes, systems of coordinates and options are names. */
const isChinese = (words: string): boolean => {
  const rest = words.replace(/EPSG:\d+|--\w+( \w+)?|GCJ-02|BD-09|WGS 84|CGCS2000|GB\/?T? ?[\d.-]+|UTF-8|GB18030|\bp-|\b[A-Z]\d+\b|[ZM]\b/g, "");
  return /[\u4e00-\u9fff]/.test(words) && !/[A-Za-z]{2,}/.test(rest);
};

// As server/rules/topology says it.
it.each([
  "the polygon crosses or touches itself; mend it in the source and import again. What borders on it is judged after that",
  "the outer ring is not closed: its last point must repeat its first; mend it in the source and import again. What borders on it is judged after that",
  "it lies in 3 separate parts; give each part a code of its own, or join it to its neighbour",
  "expected 15 digits, digits 1 to 12 the community's code (GB/T 45001), as this layer's other codes",
  "expected 12 digits (GB/T 45001), as this layer's other codes",
  "none of the 12 codes of this layer has a form that a standard knows (this is the first): they are not judged by form",
  "2 things have this code (甲, 乙); give all but one a code that was never used",
  "5 provisional codes (this is the first), given because the file had none; import it again with --map code=FIELD",
  "it lies in no community; draw the one around it, or take it out",
  "its parent field puts it into community 371302, but it reaches into 371303; correct the border, or whose it is",
  "most of its land puts it into grid G1, but it reaches into no grid's land; correct the border, or whose it is",
  "the 8 codes in 371302 do not run from west to east in rows from north to south; these stand out. Codes in use are best left alone: number new areas in order",
  "none of the 900 things of this layer (this is the first) stands in an area; is it of this county, and in the right datum and coordinate system?",
  "it stands in grid G1, but its code says G2; give it a code that was never used",
  "it lies in community 371302, but its code says 371303; give it a code of that community that was never used",
  "the border of its grid, microgrid cuts it; draw the border around it, most of it lies in G1",
  "it stands in no grid, microgrid: nobody answers for it. Is it of this county, and in the right datum?",
  "its parent field names community 371399, which is not there; it lies in 371302",
  "this community has no grid at all; draw them",
  "nobody's land",
  "nobody's land; give it to G1, which borders on most of it, or draw what is missing",
  "land of 2; draw one border between them",
  "a thin gap: two lines where one border was meant; snap one to the other",
  "a thin overlap: two lines where one border was meant; snap one to the other",
  "thin gaps and overlaps in turns: two lines where one border was meant; snap one to the other",
])("a hint is said in Chinese: %s", (hint) => {
  expect(isChinese(hintWords(hint)), hintWords(hint)).toBe(true);
});

const CORNERS = "98.3 % of 1104 corners lie within 0.5 m of corners of the loaded layers";
const READING = "EPSG:4549 CGCS2000 / 3-degree Gauss-Kruger CM 120E, GCJ-02 shifted twice, axes swapped, prefix 39 of the eastings dropped";

// As tools/yuntu/detective_words.cpp and detective.cpp say it.
it.each([
  [evidenceWords, CORNERS],
  [evidenceWords, "12.0 % of 7 corners lie within 2.0 m of borders of the loaded layers"],
  [evidenceWords, "3 of 900 things are cut by or lie outside the loaded areas of level community"],
  [evidenceWords, "lies 517 m to the north-east of where it is stated to lie"],
  [evidenceWords, "lies 12 km to the south of the first hypothesis"],
  [evidenceWords, "lies in or beside the loaded layers"],
  [evidenceWords, "lies in none of the loaded layers"],
  [warningWords, `what is declared contradicts the data: read as ${READING} the layer fits (${CORNERS}), 517 m to the south-west of where it is declared to lie; the declaration stands`],
  [warningWords, `read as ${READING}, not as the file states it, 517 m to the east: ${CORNERS}`],
  [warningWords, "read as EPSG:4326 degrees, WGS 84; neither the file nor what is loaded shows whether that is so or, say, EPSG:4326 degrees, GCJ-02: --datum gcj02 decides"],
  [warningWords, "the layer lies outside all that is loaded"],
  [refusalWords, `网格.zip: several ways to read its coordinates fit, none clearly best: ${READING} (probability 0.52); EPSG:4326 degrees, WGS 84 shifted back for nothing (probability 0.41). State the true one, e.g. --datum gcj02`],
  [refusalWords, "a.csv: the file does not say its coordinate reference system; state it with --crs, e.g. --crs EPSG:4549: none of the ways in which a county's layer is delivered explains its numbers"],
  [noteWords, "8 provisional codes (p-...) given: no code in the file"],
  [noteWords, "3 ways cut where 5 nodes are missing, never bridged"],
  [noteWords, "2 ferries taken along, not counted among the streets"],
  [noteWords, "9 walls and fences taken along, not counted among the streets"],
  [noteWords, "the streets make 138 networks that nowhere meet, the largest with 97.2 % of their length; 130 are islands of fewer than 10 crossings and ends"],
  [noteWords, "Z and M values dropped"],
  [noteWords, "curves replaced by straight edges within 2 cm"],
  [noteWords, "4 of 90 rows have several parts"],
  [noteWords, "encoding GBK ignored: GPKG text is UTF-8"],
  [noteWords, "text decoded as GB18030"],
] as const)("what the detective says is said in Chinese", (say, text) => {
  const words = say(text).replace("GBK", "");
  expect(isChinese(words), words).toBe(true);
});

it("figures and names come along, what is not known stays", () => {
  expect(evidenceWords(CORNERS)).toBe("98.3% 的角点（共 1104 个）离现用图层的角点不到 0.5 米");
  expect(hintWords("the border of its grid, microgrid cuts it; draw the border around it, most of it lies in G1")).toContain("网格、微网格边界切过了它");
  expect(warningWords(`read as ${READING}, not as the file states it, 517 m to the east: ${CORNERS}`)).toContain("偏移两次，横纵坐标颠倒，去掉带号 39");
  expect(hintWords("something new")).toBe("something new");
});
