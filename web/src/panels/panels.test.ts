import { expect, it } from "vitest";
import { t, word } from "../i18n/zh_CN";
import { uuid } from "../uuid";
import { age, figure } from "../words";
import { heldOrder } from "./hold";
import { nextStep } from "./incident_card";
import { levelAbove } from "./raise_button";
import { signInCode } from "./sign_in";

it("a held list drops what is gone, keeps its order and counts what waits", () => {
  expect(heldOrder(["a", "b", "c"], ["d", "c", "a"])).toEqual({ order: ["a", "c"], waiting: 1 });
});

it("the code of a sign-in link is read, and nothing else", () => {
  expect(signInCode("#signin=ab-c_1")).toBe("ab-c_1");
  expect(signInCode("#z=1/2/3")).toBeNull();
  expect(signInCode("")).toBeNull();
});

it("texts fill their places and leave unknown ones standing", () => {
  expect(t("list.title", { n: 37 })).toBe("待办诉求 37 件");
  expect(t("list.title")).toBe("待办诉求 {n} 件");
});

it("a value without a word shows as itself", () => {
  expect(word("stage", "done")).toBe("已办结");
  expect(word("stage", "teleported")).toBe("teleported");
});

it("ages are in the reader's words", () => {
  const minute = 60_000;
  expect([0, 6, 72, 60 * 49].map((m) => age(0, m * minute))).toEqual(["刚刚", "6 分钟前", "1 时 12 分前", "2 天前"]);
});

it("figures set thousands apart", () => {
  expect(figure(5312)).toBe("5\u2009312");
  expect(figure(12)).toBe("12");
});

it("a UUID has version 4 and the variant of RFC 9562", () => {
  expect(uuid((b) => b.fill(0xff))).toBe("ffffffff-ffff-4fff-bfff-ffffffffffff");
});

it("the main button is the next step that was not taken yet", () => {
  const allowed = ["contact", "arrive", "finish", "supervise"];
  expect(nextStep(["supervise", "accept"], [])).toBe("accept");
  expect(nextStep(allowed, [])).toBe("contact");
  expect(nextStep(allowed, [{ action: "contact" }, { action: "arrive" }])).toBe("finish");
  expect(nextStep(["supervise"], [])).toBeUndefined();
});

it("an incident is raised one level at a time, and not above the ladder's top", () => {
  expect(levelAbove(["常规哨", "重点哨", "联合哨"], 1)).toBe(2);
  expect(levelAbove(["常规哨", "重点哨", "联合哨"], 2)).toBeNull();
  expect(levelAbove([], 0)).toBeNull();
});
