import { expect, test } from "bun:test";
import { checkValidRequests } from "../../../src/agents/laws/valid-requests.ts";
import { recordOf, request } from "./hand-made.ts";

const refused = request(1, {
  end: { type: "refused", status: 400, message: "messages: too short" },
});

test("holds of what was answered", () => {
  expect(checkValidRequests(recordOf([request(1)]))).toEqual({ type: "holds", exercised: 1 });
});

test("is broken by what the API refuses", () => {
  const verdict = checkValidRequests(recordOf([refused]));
  expect(JSON.stringify(verdict)).toContain("is refused with 400: messages: too short");
});

test("leaves what no reply is meant for to the script", () => {
  const problems = [
    { type: "unmatched-request", message: "messages: too short, and so on" },
  ] as const;
  expect(checkValidRequests(recordOf([refused], { problems }))).toMatchObject({ type: "holds" });
});
