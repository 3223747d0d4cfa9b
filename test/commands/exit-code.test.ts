import { expect, test } from "bun:test";
import { exitCodeOf } from "../../src/commands/exit-code.ts";

test("an exit code for each outcome", () => {
  const codes = (["done", "failed", "waiting", "interrupted"] as const).map((outcome) =>
    exitCodeOf({ outcome, failure: null }),
  );
  expect(codes).toEqual([0, 1, 3, 130]);
});

test("a log that could not be written is a failure, although the run can go on", () => {
  const failure = { code: "store-failed", message: "the disk is full" } as const;
  expect(exitCodeOf({ outcome: "interrupted", failure })).toBe(1);
});
