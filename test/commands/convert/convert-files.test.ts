import { afterAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertFiles } from "../../../src/commands/convert/convert-files.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { loadServable } from "../../../src/sim/load-scenario.ts";
import type { ServedScript } from "../../../src/sim/scenario.ts";
import { clientOf } from "../../replies/foreign-client.ts";

const folder = await mkdtemp(join(tmpdir(), "rehearsal-convert-"));
afterAll(() => rm(folder, { recursive: true }));

let made = 0;
/** The fixtures in a file of their own, converted and loaded. */
async function convertedTo(fixtures: readonly unknown[]) {
  const name = `made-${(made += 1)}`;
  await Bun.write(join(folder, `${name}.json`), JSON.stringify({ fixtures }));
  await convertFiles([join(folder, `${name}.json`)], { out: folder });
  const file = join(folder, `${name}.scenario.ts`);
  const { loaded, problems } = await loadServable(file);
  expect(problems).toEqual([]);
  return {
    client: clientOf(loaded[0]!.scenario as ServedScript),
    text: await Bun.file(file).text(),
  };
}

const says = (content: unknown) => ({ content });
const result = (id: string, content: string): JsonObject => ({
  role: "user",
  content: [{ type: "tool_result", tool_use_id: id, content }],
});

test("the first fixture that fits answers, as often as it is asked", async () => {
  const { client } = await convertedTo([
    { match: { userMessage: "rain in Oslo" }, response: says("wet") },
    { match: { userMessage: "rain" }, response: says("maybe") },
    { match: {}, response: says("anything else") },
  ]);
  expect(
    ["rain in Oslo?", "rain?", "rain in Oslo!", "sun?", "rain?"].map((words) => client.ask(words)),
  ).toEqual(["wet", "maybe", "wet", "anything else", "maybe"]);
  expect(client.problems()).toEqual([]);
});

test("each thing that a match may ask for is asked for", async () => {
  const { client } = await convertedTo([
    { match: { systemMessage: ["Ada", "brief"] }, response: says("two of the system prompt") },
    { match: { systemMessage: "Ada" }, response: says("the system prompt") },
    { match: { toolResultContains: "denied" }, response: says("a result") },
    { match: { toolCallId: "call_1" }, response: says("a call") },
    { match: { hasToolResult: true }, response: says("any result") },
    { match: { toolName: "look.up" }, response: says("a tool") },
    { match: { model: "claude-x" }, response: says("a model") },
    { match: { responseFormat: "json_object" }, response: says("a format") },
    { match: { turnIndex: 1, userMessage: "go" }, response: says("a second turn") },
    { match: { turnIndex: 0, userMessage: "go" }, response: says("a first turn") },
  ]);
  const user = (content: string): JsonObject => ({ role: "user", content });
  const use = (id: string): JsonObject => ({
    role: "assistant",
    content: [{ type: "tool_use", id, name: "act", input: {} }],
  });
  const asked: readonly (readonly [string, JsonObject])[] = [
    ["two of the system prompt", { system: "Be brief, Ada." }],
    ["the system prompt", { system: "You are Ada." }],
    ["a result", { messages: [user("x"), use("a"), result("a", "It was denied.")] }],
    ["a call", { messages: [user("x"), use("call_1"), result("call_1", "done")] }],
    ["any result", { messages: [user("x"), use("b"), result("b", "done")] }],
    ["a tool", { tools: [{ name: "look.up" }] }],
    ["a model", { model: "claude-x-20260101" }],
    ["a format", { response_format: { type: "json_object" } }],
    ["a second turn", { messages: [user("hi"), { role: "assistant", content: "hm" }, user("go")] }],
    ["a first turn", { messages: [user("go")] }],
  ];
  for (const [answer, body] of asked)
    expect(client.ask("x", { body: { model: "other", ...body } })).toBe(answer);
  for (const body of [{ tools: [{ name: "look_up" }] }, { model: "claude-xl" }])
    expect(client.ask("x", { body })).toStartWith("No reply is meant for this request");
});

test("occurrences come one after another, in whatever order they are written, and need not come", async () => {
  const joke = (sequenceIndex: number) => ({
    match: { userMessage: "joke", sequenceIndex },
    response: says(`joke ${sequenceIndex}`),
  });
  const { client } = await convertedTo([joke(1), joke(0), joke(2)]);
  expect([client.ask("a joke"), client.ask("another joke")]).toEqual(["joke 0", "joke 1"]);
  expect(client.problems()).toEqual([]);
});

test("what a fixture says and how is written down, and hostile text stays text", async () => {
  const hostile = '`${process.exit(9)}` */ "\u2028 </script>';
  const { text, client } = await convertedTo([
    { match: { userMessage: hostile }, response: says(hostile) },
    {
      match: { userMessage: "all" },
      response: {
        reasoning: "Hm.",
        blocks: [
          { type: "toolCall", name: "act", arguments: '{"__proto__":1,"a-b":[null]}' },
          { type: "text", text: "after" },
        ],
        usage: { prompt_tokens: 7, output_tokens: 8 },
        finishReason: "length",
      },
      streamingProfile: { ttft: 200, tps: 40 },
      chunkSize: 5,
      truncateAfterChunks: 2,
    },
    { match: { userMessage: "no" }, response: { error: { message: "No." }, status: 429 } },
  ]);
  expect(client.ask(hostile)).toBe(hostile);
  expect(text).toContain(
    'reply(thinks("Hm."), uses("act", { ["__proto__"]: 1, "a-b": [null] }), says("after"))',
  );
  for (const word of [
    ".tokens({ input: 7, output: 8 })",
    '.stops("max-tokens")',
    '.after("200ms")',
    '.chunkDelay("25ms")',
    ".deltas(5)",
    ".fails(cut({ afterEvents: 2 }))",
    '"retry-after": "1"',
  ])
    expect(text).toContain(word);
});

test("nothing is written over, and nothing twice", async () => {
  const fixtures = JSON.stringify({ fixtures: [{ match: {}, response: says("x") }] });
  const at = (name: string) => join(folder, "twice", name);
  await Promise.all(["a/x.json", "b/x.json"].map((name) => Bun.write(at(name), fixtures)));
  const out = at("out");
  const both = convertFiles([at("a/x.json"), at("b/x.json")], { out });
  expect(both).rejects.toThrow("would both become");
  await convertFiles([at("a")], { out });
  expect(convertFiles([at("b")], { out })).rejects.toThrow("is there already");
  await convertFiles([at("b")], { out, force: true });
  await convertFiles([at(".")], { out });
  expect(await Bun.file(join(out, "b", "x.scenario.ts")).exists()).toBeTrue();
});

test.each([
  ["no JSON", "text.json", "no"],
  ["not there", "none.json", null],
])("a file that is %s is refused by its name", async (_, name, text) => {
  if (text !== null) await Bun.write(join(folder, name), text);
  expect(convertFiles([join(folder, name)], { out: folder })).rejects.toThrow(name);
});
