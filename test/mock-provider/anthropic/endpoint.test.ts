import { expect, test } from "bun:test";
import { questionOf } from "../../../src/mock-provider/anthropic/endpoint.ts";

const ask = (
  path: string,
  headers: Record<string, string> = { "anthropic-version": "2023-06-01" },
) => questionOf(new Request(`http://mock.invalid${path}`, { headers }));

test.each(["/v1/messages", "/messages", "/anthropic/v1/messages", "/v1/messages?beta=true"])(
  "%s is asked for a message",
  (path) => {
    expect(ask(path, {})).toEqual({ type: "messages" });
  },
);

test.each(["/v1/messages/count_tokens", "/messages/count_tokens"])("%s is a count", (path) => {
  expect(ask(path, {})).toEqual({ type: "count_tokens" });
});

test.each(["/v1", ""])("models stand behind %p", (base) => {
  expect(ask(`${base}/models`)).toEqual({ type: "models" });
  expect(ask(`${base}/models/claude%2Dopus`)).toEqual({ type: "model", id: "claude-opus" });
});

test("without its version, the list of models is another API's, and other paths are nobody's", () => {
  expect(ask("/v1/models", {})).toBeNull();
  expect(ask("/v1/messages/batches")).toBeNull();
});
