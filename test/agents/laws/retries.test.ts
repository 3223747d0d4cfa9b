import { expect, test } from "bun:test";
import { checkRetries } from "../../../src/agents/laws/retries.ts";
import { overload, recordOf, request } from "./hand-made.ts";

const failed = (fault: object) =>
  request(1, { end: { type: "failed" }, fault: fault as never, reply: "reply 1" });
const again = (more: object = {}) => request(2, { reply: "reply 1", try: 2, ...more });

test("holds of another try after an overload, and after a retry-after was waited for", () => {
  expect(checkRetries(recordOf([failed(overload), again()]))).toEqual({
    type: "holds",
    exercised: 1,
  });
  const limited = failed({ ...overload, status: 429, retryAfterMs: 90 });
  expect(checkRetries(recordOf([limited, again()]))).toMatchObject({ type: "holds" });
});

test("is broken by a try before its time", () => {
  const verdict = checkRetries(
    recordOf([failed({ ...overload, status: 429, retryAfterMs: 91 }), again()]),
  );
  expect(JSON.stringify(verdict)).toContain(
    "tries again 90 ms after #1, whose retry-after was 91 ms",
  );
});

test("is broken by a try after what a retry only repeats, unless another model is asked", () => {
  const refused = failed({ ...overload, status: 401 });
  expect(checkRetries(recordOf([refused, again()]))).toMatchObject({ type: "broken" });
  const shown = failed({ ...overload, shouldRetry: false });
  expect(checkRetries(recordOf([shown, again()]))).toMatchObject({ type: "broken" });
  const other = again({ body: { model: "another" } });
  expect(checkRetries(recordOf([refused, other]))).toMatchObject({ type: "holds" });
});

test("is not exercised where nothing failed", () => {
  expect(checkRetries(recordOf([request(1), again()]))).toEqual({ type: "not-exercised" });
});
