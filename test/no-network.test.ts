import { expect, test } from "bun:test";
import Module from "node:module";
import { connect } from "node:net";
import { loadBuiltin } from "../src/clock/virtual/load-builtin.ts";
import { simulate, warmUp } from "../src/sim/simulate.ts";
import { chooserOf, defaultOrder } from "../src/sim/schedule.ts";
import { reply } from "../src/sim/dsl/reply.ts";
import { scenario } from "../src/sim/dsl/scenario.ts";
import { tier1 } from "../src/sim/dsl/model.ts";
import { says } from "../src/sim/dsl/part.ts";

test.each(["https://api.anthropic.com/v1/messages", "http://192.0.2.1/", "http://mock.invalid/"])(
  "a request for %s fails at once, and names it",
  async (url) => {
    const error = await fetch(url).catch((reason: unknown) => reason);
    expect(String(error)).toContain(`A test asked for ${url},`);
  },
);

test("so does a socket to another machine", () => {
  expect(() => connect(443, "192.0.2.1")).toThrow("A test asked for 192.0.2.1,");
  expect(() => connect({ port: 443, host: "192.0.2.1" })).toThrow("A test asked for 192.0.2.1,");
});

test("so do clients that Bun brings itself, however they are imported", async () => {
  const { default: nodeFetch } = loadBuiltin("node-fetch") as { default: typeof fetch };
  const { fetch: undici, request } = loadBuiltin("undici") as Record<string, typeof fetch>;
  for (const ask of [nodeFetch, undici!, request!]) {
    const error = await ask("https://192.0.2.1/").catch((reason: unknown) => reason);
    expect(String(error)).toContain("A test asked for https://192.0.2.1/,");
  }
  // As a module of CommonJS requires it.
  const whole = Module.prototype.require("ws") as typeof WebSocket;
  const { WebSocket: named } = loadBuiltin("ws") as { WebSocket: typeof WebSocket };
  for (const Socket of [whole, named])
    expect(() => new Socket("wss://192.0.2.1/")).toThrow("A test asked for wss://192.0.2.1/,");
});

test("this machine is reached", async () => {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("here") });
  expect(await (await fetch(server.url)).text()).toBe("here");
  await server.stop(true);
});

test("what a test starts has no key, and asks for all else where nobody listens", async () => {
  const script = `console.log([process.env.ANTHROPIC_API_KEY, process.env.HTTPS_PROXY, process.env.ANTHROPIC_BASE_URL].join());
    console.log(await fetch("https://api.anthropic.com").then(() => "reached", (error) => error.code))`;
  const child = Bun.spawn([process.execPath, "-e", script], { env: process.env, stdout: "pipe" });
  const [first, second] = (await new Response(child.stdout).text()).trim().split("\n");
  expect(first).toBe(",http://127.0.0.1:9,http://127.0.0.1:9");
  expect(second).toMatch(/REFUSED/i);
});

test("a rehearsal asks nobody but its mock", async () => {
  await warmUp();
  const asked: string[] = [];
  const guarded = globalThis.fetch;
  const seen = (input: string | URL | Request) => {
    asked.push(input instanceof Request ? input.url : String(input));
    return Promise.reject(new Error("no"));
  };
  globalThis.fetch = Object.assign(seen, { preconnect: () => {} });
  try {
    const record = await simulate({
      scenario: scenario({
        name: "alone",
        epic: "Ask a model",
        models: [tier1(reply(says("no plan at all")), reply(says("still none")))],
      }),
      choose: chooserOf(defaultOrder),
    });
    expect(record.observations.some(({ type }) => type === "request")).toBe(true);
    expect(asked).toEqual([]);
  } finally {
    globalThis.fetch = guarded;
  }
});
