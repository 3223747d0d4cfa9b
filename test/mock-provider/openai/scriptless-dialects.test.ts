import { expect, test } from "bun:test";
import { createMockProvider } from "../../../src/mock-provider/mock-provider.ts";
import { immediatePacer } from "../../../src/mock-provider/sending/pacer.ts";
import { says } from "../../../src/sim/api.ts";
import { recording } from "../recording.ts";
import { alwaysReply, replyOf } from "../reply-of.ts";

async function ask(path: string, init: RequestInit) {
  const observer = recording();
  const source = alwaysReply(replyOf([says("x")]));
  const mock = createMockProvider({ source, pacer: immediatePacer, observer, nowMs: () => 0 });
  const response = await mock.fetch(`http://mock.invalid/v1${path}`, {
    ...init,
    headers: { authorization: "Bearer any", ...init.headers },
  });
  const body = (await response.json()) as Record<string, ReturnType<typeof JSON.parse>>;
  return { status: response.status, body, types: observer.types(), asked: source.requests.length };
}
const post = (body: object): RequestInit => ({ method: "POST", body: JSON.stringify(body) });
const said = { role: "user", content: "Count the lines." };
const input = [
  said,
  { type: "function_call", call_id: "c", name: "count", arguments: "{}" },
  { type: "function_call_output", call_id: "c", output: "7" },
];

test("a WebSocket is refused with 426, which is no mistake of the client's", async () => {
  const upgrade = { connection: "upgrade", upgrade: "websocket" };
  const { status, types } = await ask("/responses", { headers: upgrade });
  expect(status).toBe(426);
  expect(types).not.toContain("refused");
  expect((await ask("/responses", {})).status).toBe(404);
});

test("a count of tokens, and a shorter conversation, need no reply", async () => {
  const counted = await ask("/responses/input_tokens", post({ model: "m", input }));
  expect(counted.body).toMatchObject({ object: "response.input_tokens" });
  expect(counted.body["input_tokens"]).toBeGreaterThan(5);
  const { body, asked } = await ask("/responses/compact", post({ model: "m", input }));
  expect(body["output"]).toEqual([said, expect.objectContaining({ type: "compaction" })]);
  expect(asked + counted.asked).toBe(0);
  const next = post({ model: "m", input: [...body["output"], said] });
  expect((await ask("/responses", next)).status).toBe(200);
});

test("they are checked as a request for a reply is", async () => {
  for (const path of ["/responses/input_tokens", "/responses/compact"]) {
    const { status, types } = await ask(path, post({ model: "m", input: input.slice(0, 2) }));
    expect([status, types]).toEqual([400, ["refused"]]);
  }
});
