import { describe, expect, test } from "bun:test";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { silentObserver } from "../../../src/mock-provider/observer.ts";
import { createMockProvider } from "../../../src/mock-provider/mock-provider.ts";
import { immediatePacer } from "../../../src/mock-provider/sending/pacer.ts";
import type { SaidPart } from "../../../src/mock-provider/reply.ts";
import { anthropicBlock, responsesItem, says, searches, uses } from "../../../src/sim/api.ts";
import { alwaysReply, replyOf } from "../reply-of.ts";

type Event = Record<string, ReturnType<typeof JSON.parse>>;

/** Asks for these parts on a wire, streamed or whole. */
async function ask(path: string, body: JsonObject, ...parts: readonly SaidPart[]) {
  const mock = createMockProvider({
    source: alwaysReply(replyOf(parts)),
    pacer: immediatePacer,
    observer: silentObserver,
    nowMs: () => 0,
  });
  const response = await mock.fetch(`http://mock.invalid${path}`, {
    method: "POST",
    headers: { authorization: "Bearer any", "x-api-key": "any", "anthropic-version": "2023-06-01" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (body["stream"] !== true) return [JSON.parse(text) as Event];
  return text
    .split("\n")
    .filter((line) => line.startsWith("data: {"))
    .map((line) => JSON.parse(line.slice(6)) as Event);
}

const user = (content: Json): JsonObject => ({ role: "user", content });
const patch = '+first "é"\n+second\n';
const parameters = { type: "object", properties: {} };
const look = { type: "function", name: "look", parameters };
const pages = [{ url: "https://a.example", title: "A", text: "of A" }];
const found = [searches("oslo", ...pages), says("It rains.", { cites: pages })];

const respond = (stream: boolean, tools: readonly JsonObject[], ...parts: readonly SaidPart[]) =>
  ask("/v1/responses", { model: "m", input: "hi", tools: [...tools], stream }, ...parts);
const chat = (stream: boolean, tools: readonly JsonObject[], ...parts: readonly SaidPart[]) => {
  const offered = tools.length === 0 ? {} : { tools: [...tools] };
  return ask(
    "/v1/chat/completions",
    { model: "m", messages: [user("hi")], ...offered, stream },
    ...parts,
  );
};
const message = (stream: boolean, ...parts: readonly SaidPart[]) => {
  const asked = { model: "claude-x", max_tokens: 9, messages: [user("hi")], stream };
  return ask("/v1/messages", asked, ...parts);
};

describe("on Responses", () => {
  const tools = [
    { type: "custom", name: "patch" },
    { type: "namespace", name: "team", description: "", tools: [look, { ...look, name: "spawn" }] },
    look,
  ];
  const calls = [uses("patch", patch), uses("spawn", { a: 1 }), uses("look", {})];

  test("a custom tool gets text, and a tool in a namespace is called with it", async () => {
    const [whole] = await respond(false, tools, ...calls);
    const events = await respond(true, tools, ...calls);
    for (const response of [whole, events.at(-1)!["response"]]) {
      const [custom, spawn, plain] = response.output;
      expect(custom).toMatchObject({ type: "custom_tool_call", name: "patch", input: patch });
      expect(custom.arguments).toBeUndefined();
      expect(spawn).toMatchObject({ type: "function_call", name: "spawn", namespace: "team" });
      expect(plain).toMatchObject({ type: "function_call", name: "look", arguments: "{}" });
      expect(plain.namespace).toBeUndefined();
    }
    const deltas = events.filter(({ type }) => type === "response.custom_tool_call_input.delta");
    expect(deltas.map(({ delta }) => delta).join("")).toBe(patch);
  });

  test("tools that only an item of the conversation brings are offered, too: so Codex 0.171 asks", async () => {
    const exec = { type: "custom", name: "exec", description: "Runs a program." };
    const functions = { type: "namespace", name: "functions", description: "", tools: [exec] };
    const input = [
      { type: "additional_tools", id: "at_1", role: "developer", tools: [functions] },
      { type: "message", ...user([{ type: "input_text", text: "Mend the greeting." }]) },
    ];
    const events = await ask(
      "/v1/responses",
      { model: "gpt-6-sol", input, stream: true, tool_choice: "auto", parallel_tool_calls: true },
      uses("exec", patch),
    );
    const [call] = events.at(-1)!["response"].output;
    expect(call).toMatchObject({ type: "custom_tool_call", name: "exec", input: patch });
    expect(call.namespace).toBe("functions");
  });

  test("a search and what it cites are items, events and annotations", async () => {
    const events = await respond(true, [], ...found);
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        "response.web_search_call.searching",
        "response.web_search_call.completed",
        "response.output_text.annotation.added",
      ]),
    );
    const [search, said] = events.at(-1)!["response"].output;
    expect(search).toMatchObject({ type: "web_search_call", action: { query: "oslo" } });
    expect(said.content[0].annotations).toEqual([
      { type: "url_citation", start_index: 0, end_index: 9, url: pages[0]!.url, title: "A" },
    ]);
  });

  test("an item of any kind comes as it is written, and another API's block does not", async () => {
    const [response] = await respond(
      false,
      [],
      anthropicBlock({ type: "container_upload", file_id: "f" }),
      responsesItem({ type: "image_generation_call", result: "iVBO" }),
      says("Drawn.", { phase: "final_answer" }),
    );
    expect(response!["output"]).toEqual([
      expect.objectContaining({ type: "image_generation_call", result: "iVBO" }),
      expect.objectContaining({ type: "message", phase: "final_answer" }),
    ]);
  });
});

describe("on Chat Completions", () => {
  const tools = [
    { type: "custom", custom: { name: "patch" } },
    { type: "function", function: { name: "look", parameters } },
  ];

  test("a custom tool gets text, and a function beside it stays one", async () => {
    const parts = [uses("patch", { input: patch }), uses("look", {})];
    const [whole] = await chat(false, tools, ...parts);
    const [custom, plain] = whole!["choices"][0].message.tool_calls;
    expect(custom).toMatchObject({ type: "custom", custom: { name: "patch", input: patch } });
    expect(plain).toMatchObject({ type: "function", function: { name: "look" } });
    const events = await chat(true, tools, ...parts);
    const pieces = events.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
    expect(pieces.map((piece) => piece.custom?.input ?? "").join("")).toBe(patch);
  });

  test("what a text cites is told with the message", async () => {
    const [whole] = await chat(false, [], ...found);
    const events = await chat(true, [], ...found);
    const shown = events.flatMap(({ choices }) => choices[0]?.delta.annotations ?? []);
    expect(whole!["choices"][0].message.annotations).toEqual(shown);
    expect(shown).toEqual([
      {
        type: "url_citation",
        url_citation: { start_index: 0, end_index: 9, url: pages[0]!.url, title: "A" },
      },
    ]);
  });
});

test("on Messages a search is asked for and answered, and a text cites what it found", async () => {
  const [whole] = await message(false, ...found);
  const [asked, answered, said] = whole!["content"];
  expect(asked).toMatchObject({
    type: "server_tool_use",
    name: "web_search",
    input: { query: "oslo" },
  });
  expect(answered).toMatchObject({ type: "web_search_tool_result", tool_use_id: asked.id });
  expect(said.citations).toMatchObject([{ url: pages[0]!.url, cited_text: "of A" }]);
  const events = await message(true, ...found, responsesItem({ type: "mcp_call" }));
  const opened = events.flatMap(({ content_block: block }) =>
    block === undefined ? [] : [block.type],
  );
  expect(opened).toEqual(["server_tool_use", "web_search_tool_result", "text"]);
  expect(events.filter(({ delta }) => delta?.type === "citations_delta")).toHaveLength(1);
});

test.each([
  ["POST", "/v1/embeddings", {}, "openai"],
  ["GET", "/v1/responses/resp_1", {}, "openai"],
  ["GET", "/v1/chat/completions/c/messages", {}, "openai"],
  ["POST", "/v1/messages/batches", {}, "anthropic"],
  ["GET", "/v1/files", { "anthropic-version": "2023-06-01" }, "anthropic"],
])("what is not served is refused as its API does: %s %s", async (method, path, headers, api) => {
  const mock = createMockProvider({
    source: alwaysReply(replyOf([says("x")])),
    pacer: immediatePacer,
    observer: silentObserver,
    nowMs: () => 0,
  });
  const response = await mock.fetch(`http://mock.invalid${path}`, { method, headers });
  expect(response.status).toBe(404);
  const body = (await response.json()) as Event;
  expect(body["type"]).toBe(api === "openai" ? undefined : "error");
  if (api === "openai")
    expect(Object.keys(body["error"])).toEqual(["type", "message", "param", "code"]);
});
