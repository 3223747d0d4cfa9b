import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { LLMock } from "@copilotkit/aimock";
import { Glob } from "bun";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bareEnvironment, program, serveFile } from "./serve.ts";

setDefaultTimeout(120_000);

const shipped = join(import.meta.dir, "node_modules", "@copilotkit", "aimock", "fixtures");
const out = await mkdtemp(join(tmpdir(), "rehearsal-aimock-"));
afterAll(() => rm(out, { recursive: true }));

interface Written {
  readonly files: readonly { readonly from: string; readonly to: string | null }[];
}

const converting = Bun.spawn(
  [process.execPath, program, "convert", shipped, "--out", out, "--json"],
  { env: bareEnvironment(), stdin: "ignore" },
);
const { files } = (await new Response(converting.stdout).json()) as Written;

test("each file that aimock ships is read", async () => {
  expect(await converting.exited).toBe(0);
  const there = await Array.fromAsync(new Glob("**/*.json").scan({ cwd: shipped, absolute: true }));
  expect(files.map(({ from }) => from).toSorted()).toEqual(there.toSorted());
  expect(files.filter(({ to }) => to !== null).length).toBeGreaterThan(10);
});

test("what it becomes answers as aimock does, request by request", async () => {
  const converted = files.flatMap(({ from, to }) => (to === null ? [] : [{ from, to }]));
  for (const { from, to } of converted) {
    const file = (await Bun.file(from).json()) as FixtureFile;
    const mock = new LLMock({ port: 0 });
    mock.loadFixtureFile(from);
    await mock.start();
    const served = await serveFile(to);
    for (const request of requestsFor(file)) {
      const [theirs, ours] = await Promise.all([
        ask(`${mock.url}/v1`, request),
        ask(`${served.origin}/v1`, request),
      ]);
      expect({ from, request, answer: ours }).toEqual({ from, request, answer: theirs });
    }
    await Promise.all([mock.stop(), served.stop()]);
  }
});

interface FixtureFile {
  readonly fixtures: readonly {
    readonly match: Readonly<Record<string, unknown>>;
    readonly response: {
      readonly toolCalls?: readonly Named[];
      readonly blocks?: readonly Named[];
    };
  }[];
}
interface Named {
  readonly name?: string;
}

/** What each fixture asks for, alone and in a sentence, and as often as there are fixtures. */
function requestsFor({ fixtures }: FixtureFile): readonly object[] {
  const named = fixtures.flatMap(({ match, response }) => [
    match["toolName"],
    ...[...(response.toolCalls ?? []), ...(response.blocks ?? [])].map(({ name }) => name),
  ]);
  const tools = [...new Set(named)]
    .filter((name) => typeof name === "string")
    .map((name) => ({ type: "function", function: { name, parameters: { type: "object" } } }));
  const request = (...messages: object[]) => ({
    model: "gpt-5.2",
    messages,
    ...(tools.length > 0 && { tools }),
  });
  return fixtures.flatMap(({ match: { userMessage, toolCallId } }) => {
    const said = typeof userMessage === "string" ? userMessage : "Go on.";
    const asked = { role: "user", content: `Please: ${said}` };
    if (typeof toolCallId !== "string")
      return [request({ role: "user", content: said }), request(asked)];
    const call = { id: toolCallId, type: "function", function: { name: "act", arguments: "{}" } };
    const result = { role: "tool", tool_call_id: toolCallId, content: "done" };
    return [request(asked, { role: "assistant", content: null, tool_calls: [call] }, result)];
  });
}

interface Completion {
  readonly choices?: readonly {
    readonly finish_reason: string;
    readonly message: {
      readonly content: string | null;
      readonly tool_calls?: readonly { readonly function: { name: string; arguments: string } }[];
    };
  }[];
  readonly error?: object;
}

async function ask(base: string, request: object) {
  const response = await fetch(`${base}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer any" },
    body: JSON.stringify(request),
  });
  const { choices, error } = (await response.json()) as Completion;
  const [choice] = choices ?? [];
  // That there is none is told in other words.
  if (choice === undefined) return response.status === 429 ? { status: 429, error } : "no answer";
  return {
    text: choice.message.content ?? "",
    stop: choice.finish_reason,
    calls: (choice.message.tool_calls ?? []).map(({ function: { name, arguments: input } }) => ({
      name,
      input: JSON.parse(input) as unknown,
    })),
  };
}
