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
