import { expect, test } from "bun:test";
import { checkCallsAnswered } from "../../../src/agents/laws/calls-answered.ts";
import { recordOf, request } from "./hand-made.ts";

const calling = request(1, {
  calls: [
    { id: "a", tool: "weather" },
    { id: "b", tool: "time" },
  ],
});
const bringing = (...ids: readonly string[]) =>
  request(2, { said: ids.map((id) => ({ type: "result", id, text: "" })) });

test("holds where all are answered at once, and where the agent ends on its calls", () => {
  expect(checkCallsAnswered(recordOf([calling, bringing("a", "b")]))).toEqual({
    type: "holds",
    exercised: 2,
  });
  expect(checkCallsAnswered(recordOf([calling, request(2)]))).toEqual({ type: "not-exercised" });
});

test.each([
  [["a"], "no result for the call of time"],
  [["a", "b", "a"], "2 results for the call of weather"],
])("is broken by the results of %j", (ids, words) => {
  expect(JSON.stringify(checkCallsAnswered(recordOf([calling, bringing(...ids)])))).toContain(
    words,
  );
});
