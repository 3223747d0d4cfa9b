import { describe, expect, test } from "bun:test";
import { misplacedTests } from "./test-places.ts";

const tree = ["src/core/planning/dag.ts", "test/no-network.ts"];
const misplaced = (path: string) => misplacedTests([...tree, path]);

describe("a test's place", () => {
  test.each([
    ["mirrors the file that it tests", "test/core/planning/dag.test.ts"],
    ["is that of the file, also in a browser", "test/core/planning/dag.browser.test.ts"],
    ["is beside a helper that it tests", "test/no-network.test.ts"],
    ["is the room's behaviour/ where it tests no single file", "test/core/behaviour/flow.test.ts"],
    ["is free for a helper", "test/core/driver.ts"],
  ])("%s", (_, path) => {
    expect(misplaced(path)).toEqual([]);
  });

  test.each([
    ["tests no file", "test/core/flow.test.ts"],
    ["tests a file of another room", "test/sim/dag.test.ts"],
    ["is in the behaviour of no room", "test/gone/behaviour/flow.test.ts"],
    ["is deeper than its room's behaviour", "test/core/behaviour/deep/flow.test.ts"],
  ])("is wrong where it %s", (_, path) => {
    expect(misplaced(path)).toEqual([
      expect.stringContaining(`${path} tests no file of its name: move it`),
    ]);
  });
});
