import { expect, test } from "bun:test";
import { checkSameAgain } from "../../../src/agents/laws/same-again.ts";
import { recordOf, request } from "./hand-made.ts";

const record = recordOf([request(1)]);

test("holds of a run that goes the same way, and says nothing of one that was run once", () => {
  expect(checkSameAgain(record, recordOf([request(1)]))).toEqual({ type: "holds", exercised: 1 });
  expect(checkSameAgain(record, null)).toEqual({ type: "not-exercised" });
});

test("is broken by another value, and names what was not simulated", () => {
  const other = recordOf([request(1)], { outcome: { type: "returned", value: 1 } });
  const verdict = checkSameAgain({ ...record, notSimulated: ["the process `git`"] }, other);
  expect(JSON.stringify(verdict)).toContain("not simulated: the process `git`");
});
