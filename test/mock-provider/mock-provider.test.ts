import { expect, test } from "bun:test";
import { addressHeader, encodeAddress } from "../../src/mock-provider/address-header.ts";
import { createMockProvider } from "../../src/mock-provider/mock-provider.ts";
import { immediatePacer } from "../../src/mock-provider/pacer.ts";
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
  const response = await mockOf().fetch("http://mock.invalid/v2/other");
  expect(response.status).toBe(404);
  expect(response.headers.get("x-should-retry")).toBe("false");
});

test("two mocks know nothing of each other", async () => {
  const first = mockOf();
  const second = mockOf();
  await (await first.fetch(url, post())).text();
  expect(second.observer.observations).toEqual([]);
});
