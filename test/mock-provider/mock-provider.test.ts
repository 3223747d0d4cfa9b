import { describe, expect, test } from "bun:test";
import { addressHeader, encodeAddress } from "../../src/core/words/address-header.ts";
import { createMockProvider } from "../../src/mock-provider/mock-provider.ts";
import { immediatePacer } from "../../src/mock-provider/sending/pacer.ts";
import type { ReplySource } from "../../src/mock-provider/reply-source.ts";
import { anthropicHeaders } from "./anthropic-headers.ts";
import { recording } from "./recording.ts";
import { alwaysReply, replyOf, workerAddress } from "./reply-of.ts";

const url = "http://mock.invalid/v1/messages";
const post = (headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  headers: { ...anthropicHeaders, ...headers },
  body: JSON.stringify({ model: "m", max_tokens: 9, messages: [{ role: "user", content: "hi" }] }),
});
const mockOf = (source: ReplySource = alwaysReply(replyOf([{ type: "text", text: "ok" }]))) => {
  const observer = recording();
  const mock = createMockProvider({ source, pacer: immediatePacer, observer, nowMs: () => 0 });
  return { ...mock, observer };
};

test("a request made through `fetchFor` has its address, and no header tells it", async () => {
  const source = alwaysReply(replyOf([]));
  const { fetchFor } = mockOf(source);
  await fetchFor(workerAddress)(url, post());
  expect(source.requests).toMatchObject([{ address: workerAddress, wire: "anthropic" }]);
});

test("a header tells the address as well", async () => {
  const source = alwaysReply(replyOf([]));
  await mockOf(source).fetch(url, post({ [addressHeader]: encodeAddress(workerAddress) }));
  expect(source.requests[0]?.address).toEqual(workerAddress);
});

test("a header that holds no address is refused", async () => {
  const { fetch, observer } = mockOf();
  const response = await fetch(url, post({ [addressHeader]: "nonsense" }));
  expect(response.status).toBe(400);
  expect(observer.types()).toEqual(["refused"]);
});

test("a foreign client has no address, and says which retry it is at", async () => {
  const source = alwaysReply(replyOf([]));
  await mockOf(source).fetch(url, post({ "x-stainless-retry-count": "2" }));
  expect(source.requests[0]).toMatchObject({ address: null, retryCount: 2 });
});

test("two calls at once keep their addresses apart", async () => {
  const source = alwaysReply(replyOf([]));
  const { fetchFor } = mockOf(source);
  const other = { ...workerAddress, turn: 3 };
  await Promise.all([fetchFor(workerAddress)(url, post()), fetchFor(other)(url, post())]);
  expect(source.requests.map(({ address }) => address?.turn).toSorted()).toEqual([2, 3]);
});

test("a request that no reply is meant for is refused with the reason, and is not to be retried", async () => {
  const { fetch, observer } = mockOf({ next: () => ({ type: "none", message: "nothing fits" }) });
  const response = await fetch(url, post());
  expect(response.status).toBe(400);
  expect(response.headers.get("x-should-retry")).toBe("false");
  expect(await response.json()).toMatchObject({
    type: "error",
    error: { type: "invalid_request_error", message: "nothing fits" },
  });
  expect(observer.types()).toEqual(["request", "refused"]);
});

test("a path that no wire has is answered, and never reaches the network", async () => {
  const response = await mockOf().fetch("http://mock.invalid/v2/other?key=secret");
  expect(response.status).toBe(404);
  const { error } = (await response.json()) as { error: { message: string } };
  expect(error.message).toStartWith("The mock does not serve GET /v2/other.");
  expect(response.headers.get("x-should-retry")).toBe("false");
});

test("a path with a doubled version is none that a wire has, on any wire", async () => {
  const source = alwaysReply(replyOf([]));
  const { fetch } = mockOf(source);
  const { origin } = new URL(url);
  for (const path of ["messages", "chat/completions", "responses"])
    expect((await fetch(`${origin}/v1/v1/${path}`, post())).status).toBe(404);
  expect((await fetch(`${origin}/v1/v1/models`, { headers: anthropicHeaders })).status).toBe(404);
  expect(source.requests).toBeEmpty();
  expect((await fetch(`${origin}/prefix/v1/messages`, post())).status).toBe(200);
});

test("a request that is asked about has the number under which it is observed", async () => {
  const source = alwaysReply(replyOf([]));
  const { fetch, observer } = mockOf(source);
  await fetch("http://mock.invalid/v1/messages", { method: "GET", headers: anthropicHeaders });
  await fetch(url, post());
  await fetch("http://mock.invalid/v1/chat/completions", {
    method: "POST",
    headers: { authorization: "Bearer key" },
    body: JSON.stringify({ model: "m", messages: [{ role: "user", content: "hi" }] }),
  });
  expect(source.requests.map(({ call }) => call)).toEqual([2, 3]);
  const asked = observer.observations.filter(({ type }) => type === "request");
  expect(asked.map(({ call }) => call)).toEqual([2, 3]);
});

describe("a mock that fails itself says so, with a 500 that is not to be retried", () => {
  const fails: ReplySource = {
    next() {
      throw new RangeError("too deep");
    },
  };
  const message = expect.stringMatching(/^The mock itself failed on .*: RangeError: too deep\. /);

  test("in the Messages API's shape", async () => {
    const { serve, observer } = mockOf(fails);
    const response = await serve(new Request(url, post()));
    expect(response.status).toBe(500);
    expect(response.headers.get("x-should-retry")).toBe("false");
    expect(await response.json()).toMatchObject({ error: { type: "api_error", message } });
    expect(observer.observations.at(-1)).toMatchObject({ type: "refused", status: 500, message });
  });

  test.each<[string, object]>([
    ["chat/completions", { messages: [{ role: "user", content: "hi" }] }],
    ["responses", { input: "hi" }],
  ])("in the shape of %s", async (path, asked) => {
    const { serve, observer } = mockOf(fails);
    const headers = { authorization: "Bearer key" };
    const body = JSON.stringify({ model: "m", ...asked });
    const response = await serve(
      new Request(`http://mock.invalid/v1/${path}`, { method: "POST", headers, body }),
    );
    expect(response.status).toBe(500);
    expect(response.headers.get("x-should-retry")).toBe("false");
    expect(await response.json()).toEqual({
      error: { type: "server_error", message, param: null, code: null },
    });
    expect(observer.types()).toEqual(["request", "refused"]);
  });

  test("also where what it was told to tell fails, once", async () => {
    const seen: string[] = [];
    const { serve } = createMockProvider({
      source: alwaysReply(replyOf([])),
      pacer: immediatePacer,
      observer: {
        observe({ type }) {
          seen.push(type);
          if (type === "request") throw new Error("no room");
        },
      },
      nowMs: () => 0,
    });
    expect((await serve(new Request(url, post()))).status).toBe(500);
    expect(seen).toEqual(["request", "refused"]);
  });

  test("while a refusal that the script wants, and a client that is gone, are no answer", async () => {
    const refused = mockOf(alwaysReply(replyOf([]), { type: "connection-refused" }));
    const why = (await refused
      .serve(new Request(url, post()))
      .catch((error: unknown) => error)) as object;
    expect(why).toMatchObject({ code: "ConnectionRefused" });
    expect(refused.observer.types()).toEqual(["request", "ended"]);
    const gone = new AbortController();
    const leaves = mockOf({
      next() {
        gone.abort();
        throw new RangeError("too late");
      },
    });
    const request = new Request(url, { ...post(), signal: gone.signal });
    await leaves.serve(request).then(
      () => expect.unreachable(),
      () => {},
    );
    expect(leaves.observer.types()).toEqual(["request", "aborted"]);
  });
});

test("a server numbers its requests by itself", async () => {
  const observer = recording();
  const { serve } = createMockProvider({
    source: alwaysReply(replyOf([])),
    pacer: immediatePacer,
    observer,
    nowMs: () => 0,
    numberOf: () => 41,
  });
  const response = await serve(new Request(url, post()));
  expect(observer.observations.map(({ call }) => call)).toEqual([41, 41, 41]);
  expect(response.headers.get("request-id")).toBe("req_call_41");
});

test("two mocks know nothing of each other", async () => {
  const first = mockOf();
  const second = mockOf();
  await (await first.fetch(url, post())).text();
  expect(second.observer.observations).toEqual([]);
});
