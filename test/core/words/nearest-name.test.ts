import { expect, test } from "bun:test";
import { nearestName } from "../../../src/core/words/nearest-name.ts";

const names = ["workers", "attempts", "turns", "tries", "mode", "models"];

test.each([
  ["worker", "workers"],
  ["wrokers", "workers"],
  ["Workers", "workers"],
  ["modles", "models"],
  ["model", "models"],
  ["tris", "tries"],
])("who writes %s means %s", (wrong, meant) => {
  expect(nearestName(wrong, ["workers", "attempts", "models", "tries"])).toBe(meant);
});

test("of two that are near, the nearer is meant", () => {
  expect(nearestName("modes", names)).toBe("mode");
  expect(nearestName("modelss", names)).toBe("models");
});

test("what is like nothing means nothing", () => {
  expect(nearestName("apiKey", names)).toBeNull();
  expect(nearestName("x", [])).toBeNull();
});
