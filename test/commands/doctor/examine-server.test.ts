import { afterEach, expect, test } from "bun:test";
import { examineServers } from "../../../src/commands/doctor/examine-server.ts";
import type { Config } from "../../../src/config/define-config.ts";
import { createMockProvider } from "../../../src/mock-provider/mock-provider.ts";
import { immediatePacer } from "../../../src/mock-provider/sending/pacer.ts";
import type { SaidPart } from "../../../src/mock-provider/reply.ts";
import type { ReplyFault } from "../../../src/mock-provider/reply-fault.ts";
import type { Habit } from "../../../src/mock-provider/servers/habit.ts";
import { recording } from "../../mock-provider/recording.ts";
import { alwaysReply, replyOf } from "../../mock-provider/reply-of.ts";

let server: ReturnType<typeof Bun.serve> | null = null;
afterEach(async () => {
  await server?.stop(true);
  server = null;
});

const all = { tier1: "m", tier2: "m", tier3: "m", tier4: "m" } as const;
const ready: SaidPart = { type: "tool-use", tool: "ready", input: { word: "yes" }, callId: null };

/** What is found of a server on this machine that answers so. */
async function found(
  said: {
    readonly part?: SaidPart;
    readonly fault?: ReplyFault;
    readonly habits?: readonly Habit[];
  },
  models: Config["models"] = all,
) {
  const { part = ready, fault = null, habits = [] } = said;
  const mock = createMockProvider({
    source: alwaysReply(replyOf([part]), fault),
    pacer: immediatePacer,
    observer: recording(),
    nowMs: () => 0,
    server: { wire: "openai-chat", habits },
  });
  server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: (request) => mock.serve(request) });
  const baseUrl = `http://127.0.0.1:${server.port}/v1`;
  const servers = { [baseUrl]: { headers: { authorization: "Bearer any" } } };
  return (await examineServers({ provider: "openai", baseUrl, servers, models })).map(
    ({ status, message }) => `${status}: ${message.replaceAll(String(server?.port), "PORT")}`,
  );
}

const where = "m at http://127.0.0.1:PORT/v1";
const refused: ReplyFault = { type: "status", status: 401, retryAfterMs: null, shouldRetry: null };

test("a server that does all that a run needs is told to be well", async () => {
  expect(await found({})).toEqual([
    `ok: ${where} answers, streams, calls tools and tells its usage`,
  ]);
});

test.each<[string, Parameters<typeof found>[0], string]>([
  ["streams", { habits: [{ type: "whole-reply" }] }, "it does not stream"],
  ["calls tools", { part: { type: "text", text: "ready yes" } }, "it did not call the tool"],
  ["tells its usage", { habits: [{ type: "usage", as: "none" }] }, "it does not tell what it took"],
])("that a server hardly %s is a note", async (_, said, words) => {
  const [note] = await found(said);
  expect(note).toStartWith(`note: ${where} answers, but ${words}`);
});

test("a key that is refused, and a server that cannot be reached, are problems", async () => {
  expect((await found({ fault: refused }))[0]).toMatch(/^problem: m at .*\(HTTP 401/);
  const gone = { provider: "openai", baseUrl: "http://127.0.0.1:1/v1", models: all } as const;
  expect(await examineServers(gone)).toMatchObject([{ status: "problem" }]);
});

test("where no model is named, the list of models is asked for, which costs nothing", async () => {
  expect((await found({}, {}))[0]).toContain("no model is named, so none was asked");
});

/** What is found of a server on this machine that answers a call so, and its list of models with `small` and `large`. */
async function foundOf(answer: (body: Record<string, unknown>) => Response) {
  server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async (request) =>
      request.method === "GET"
        ? Response.json({ object: "list", data: [{ id: "small" }, { id: "large" }] })
        : answer((await request.json()) as Record<string, unknown>),
  });
  const baseUrl = `http://127.0.0.1:${server.port}/v1`;
  const models = { tier1: "smal", tier2: "smal", tier3: "smal", tier4: "smal" };
  const [finding] = await examineServers({ provider: "openai", baseUrl, models });
  return `${finding!.status}: ${finding!.message.replaceAll(String(server.port), "PORT")}`;
}

const sse = (...values: readonly unknown[]) =>
  new Response(values.map((value) => `data: ${JSON.stringify(value)}\n\n`).join(""), {
    headers: { "content-type": "text/event-stream" },
  });
const said = (message: string, status: number) => Response.json({ error: { message } }, { status });

test.each<[string, () => Response, readonly string[]]>([
  ["a key that is wrong", () => said("Wrong key", 401), ["Wrong key", "export OPENAI_API_KEY=…"]],
  ["no credit", () => said("Insufficient balance", 402), ["Insufficient balance", "credit"]],
  [
    "a model that is not there",
    () => said("model 'smal' not found", 404),
    ["model 'smal' not found", "under `models`", `Did you mean "small"?`],
  ],
  [
    "a page",
    () => new Response("<title>Sign in</title>", { headers: { "content-type": "text/html" } }),
    ["an HTML page: Sign in", "http://127.0.0.1:PORT/v1/chat/completions"],
  ],
  [
    "a redirect",
    () => new Response(null, { status: 302, headers: { location: "http://127.0.0.2/login" } }),
    ["redirects (HTTP 302)", "to http://127.0.0.2/login", "name it as the base URL"],
  ],
  [
    "another API",
    () => sse({ type: "message_start", message: { content: [] } }),
    ["answers as Messages does", "--provider anthropic"],
  ],
  ["an overload", () => said("Busy", 503), ["Busy", "Try again later"]],
])("%s is a problem that says what to do", async (_, answer, words) => {
  const finding = await foundOf(answer);
  expect(finding).toStartWith("problem: smal at http://127.0.0.1:PORT/v1: ");
  for (const word of words) expect(finding).toContain(word);
});

test("what a server refuses is left out as in a run, and told with the line that spares the refusal", async () => {
  const finding = await foundOf((body) =>
    "stream_options" in body
      ? said("Unsupported parameter: stream_options", 400)
      : sse(
          {
            choices: [
              {
                index: 0,
                delta: {
                  tool_calls: [{ index: 0, id: "a", function: { name: "ready", arguments: "{}" } }],
                },
                finish_reason: "tool_calls",
              },
            ],
          },
          { choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } },
        ),
  );
  expect(finding).toStartWith("ok: smal at http://127.0.0.1:PORT/v1 answers, streams");
  expect(finding).toContain('servers: { "http://127.0.0.1:PORT/v1": {"asksForUsage":false} }');
});
