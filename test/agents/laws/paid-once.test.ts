import { expect, test } from "bun:test";
import { checkPaidOnce } from "../../../src/agents/laws/paid-once.ts";
import { overload, recordOf, request } from "./hand-made.ts";

const withResult = [
  { type: "text", role: "user", text: "hello" },
  { type: "call", id: "call_1_0", tool: "weather", input: {} },
  { type: "result", id: "call_1_0", text: "rain" },
] as const;

test("holds of different requests, and of those that begin alike by right", () => {
  expect(checkPaidOnce(recordOf([request(1), request(2)]))).toEqual({
    type: "holds",
    exercised: 2,
  });
});

test("holds of a retry after a failure", () => {
  const failed = request(1, { end: { type: "failed" }, fault: overload });
  expect(checkPaidOnce(recordOf([failed, request(2, { retryCount: 1 })]))).toMatchObject({
    type: "holds",
  });
});

test("is broken by a retry of what came whole", () => {
  const verdict = checkPaidOnce(recordOf([request(1), request(2, { retryCount: 1 })]));
  expect(verdict).toMatchObject({ type: "broken" });
  expect(JSON.stringify(verdict)).toContain('#2 (\\"hello\\") asks again');
});

test("is broken by bringing back the same result once more, and not by two that are under way at once", () => {
  const twice = [request(1, { said: withResult }), request(2, { said: withResult })];
  expect(checkPaidOnce(recordOf(twice))).toMatchObject({ type: "broken" });
  const atOnce = [
    request(1, { said: withResult, endedAtMs: 900 }),
    request(2, { said: withResult }),
  ];
  expect(checkPaidOnce(recordOf(atOnce))).toMatchObject({ type: "holds" });
});
