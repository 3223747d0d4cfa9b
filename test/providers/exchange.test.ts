import { expect, test } from "bun:test";
import { type FoundAddress, openExchange } from "../../src/providers/exchange.ts";

/** An exchange with a server that answers each request as told, and what it was asked. */
function exchangeWith(
  answer: (url: string) => Response,
  { baseURL = "http://server.example/v1" } = {},
) {
  const asked: { readonly url: string; readonly headers: Headers }[] = [];
  const found: FoundAddress = { prefix: "", isCertain: false };
  const call = async (input: string | URL | Request, init?: RequestInit) => {
    asked.push({ url: String(input), headers: new Headers(init?.headers) });
    return answer(String(input));
  };
  const exchange = openExchange({
    fetch: Object.assign(call, { preconnect: () => {} }),
    baseURL,
    found,
    secrets: ["sk-1"],
    teaches: () => null,
    nowMs: () => Date.parse("2026-10-21T07:28:00Z"),
  });
  const ask = async (url: string) => {
    const headers = {
      authorization: "Bearer sk-1",
      "x-own": "1",
      "content-type": "application/json",
    };
    try {
      return await exchange.fetch(url, { method: "POST", body: "{}", headers });
    } catch (error) {
      return exchange.failureOf(error);
    }
  };
  return { ask, asked, found };
}

const redirect = (status: number, location: string) =>
  new Response("", { status, headers: { location } });
const path = "http://server.example/v1/chat/completions";

test("a redirect that keeps the method is followed", async () => {
  const { ask, asked } = exchangeWith((url) =>
    url === path ? redirect(308, `${path}?r=1`) : new Response("ok"),
  );
  expect(await ask(path)).toBeInstanceOf(Response);
  expect(asked.map(({ headers }) => headers.get("authorization"))).toEqual([
    "Bearer sk-1",
    "Bearer sk-1",
  ]);
});

test("the key and one's own headers stay with their origin", async () => {
  const { ask, asked } = exchangeWith((url) =>
    url === path ? redirect(307, "http://other.example/v1/chat/completions") : new Response("ok"),
  );
  expect(await ask(path)).toBeInstanceOf(Response);
  expect([...asked[1]!.headers]).toEqual([["content-type", "application/json"]]);
});

test.each([301, 302, 303])(
  "a redirect by %d, which would make a GET of it, is told",
  async (status) => {
    const { ask, asked } = exchangeWith(() =>
      redirect(status, "https://server.example/login?token=1"),
    );
    expect(await ask(path)).toMatchObject({
      code: "not-found",
      message: expect.stringContaining("to https://server.example/login."),
      shouldRetry: false,
    });
    expect(asked).toHaveLength(1);
  },
);

test("a redirect in a circle, or out of encryption, is told", async () => {
  expect(await exchangeWith((url) => redirect(307, url)).ask(path)).toMatchObject({
    code: "not-found",
  });
  const { ask } = exchangeWith(() => redirect(307, path), { baseURL: "https://server.example/v1" });
  expect(await ask("https://server.example/v1/chat/completions")).toMatchObject({
    code: "not-found",
  });
});

test("a base URL that lacks /v1 is mended once, and remembered", async () => {
  const { ask, asked, found } = exchangeWith(
    (url) =>
      new URL(url).pathname.startsWith("/v1/")
        ? new Response("ok")
        : new Response("404 page not found", { status: 404 }),
    { baseURL: "http://server.example" },
  );
  await ask("http://server.example/chat/completions");
  expect(found.prefix).toBe("/v1");
  await ask("http://server.example/chat/completions");
  expect(asked.map(({ url }) => new URL(url).pathname)).toEqual([
    "/chat/completions",
    "/v1/chat/completions",
    "/v1/chat/completions",
  ]);
});

test("once the server has replied, a 404 is not about its address", async () => {
  const answers = [new Response("ok"), new Response("no such model", { status: 404 })];
  const { ask, asked } = exchangeWith(() => answers.shift()!, {
    baseURL: "http://server.example",
  });
  await ask("http://server.example/chat/completions");
  await ask("http://server.example/chat/completions");
  expect(asked).toHaveLength(2);
});

test("where that helps nothing, the address that was given is told", async () => {
  const { ask } = exchangeWith(
    () =>
      new Response("404 page not found", {
        status: 404,
        headers: { "content-type": "text/plain" },
      }),
    {
      baseURL: "http://server.example",
    },
  );
  expect(await ask("http://server.example/chat/completions?key=sk-1")).toMatchObject({
    code: "not-found",
    message: "404 page not found (HTTP 404, text/plain, http://server.example/chat/completions)",
  });
});

test("of a page of a megabyte the beginning is read", async () => {
  const { ask } = exchangeWith(
    () =>
      new Response(`<html>${"x".repeat(1_000_000)}`, {
        status: 400,
        headers: { "content-type": "text/html" },
      }),
  );
  const failure = await ask(path);
  expect(failure).toMatchObject({ code: "invalid-request" });
  expect("message" in failure ? failure.message.length : 0).toBeLessThan(500);
});

test("a date to come back at is counted from the answer's own, or from now where it has none", async () => {
  const answered = (headers: Readonly<Record<string, string>>) => () =>
    new Response("Slow down.", {
      status: 429,
      headers: { "retry-after": "Wed, 21 Oct 2026 07:28:30 GMT", ...headers },
    });
  const waitFor = async (headers: Readonly<Record<string, string>>) =>
    await exchangeWith(answered(headers)).ask(path);
  expect(await waitFor({})).toMatchObject({ retryAfterMs: 30_000 });
  expect(await waitFor({ date: "Wed, 21 Oct 2026 07:28:20 GMT" })).toMatchObject({
    retryAfterMs: 10_000,
  });
});
