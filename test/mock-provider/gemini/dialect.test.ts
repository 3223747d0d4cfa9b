import { describe, expect, test } from "bun:test";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { createMockProvider } from "../../../src/mock-provider/mock-provider.ts";
import { immediatePacer } from "../../../src/mock-provider/sending/pacer.ts";
import { readRequest } from "../../../src/mock-provider/read-request.ts";
import type { ReplyFault } from "../../../src/mock-provider/reply-fault.ts";
import type { SaidPart } from "../../../src/mock-provider/reply.ts";
import { says, thinks, uses } from "../../../src/sim/api.ts";
import { recording } from "../recording.ts";
import { alwaysReply, replyOf } from "../reply-of.ts";

type Answer = Record<string, ReturnType<typeof JSON.parse>>;

const user = (...parts: readonly JsonObject[]): JsonObject => ({ role: "user", parts: [...parts] });
const hi = { contents: [user({ text: "hi" })] };
const call = (name: string, id?: string) => ({
  functionCall: { name, args: { a: 1 }, ...(id !== undefined && { id }) },
});
const result = (name: string) => ({ functionResponse: { name, response: { output: "done" } } });

async function ask(
  action: string,
  body: JsonObject,
  parts: readonly SaidPart[] = [says("Hello there, all of you.")],
  fault: ReplyFault | null = null,
  key: string | null = "any",
) {
  const observer = recording();
  const source = alwaysReply(replyOf(parts), fault);
  const mock = createMockProvider({ source, pacer: immediatePacer, observer, nowMs: () => 0 });
  const response = await mock.fetch(`http://mock.invalid/v1beta/models/gemini-3:${action}`, {
    method: "POST",
    headers: key === null ? {} : { "x-goog-api-key": key },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const events = text.startsWith("data: ")
    ? text
        .trim()
        .split("\n\n")
        .map((event) => JSON.parse(event.slice(6)) as Answer)
    : [];
  const json = (events.length === 0 ? JSON.parse(text) : {}) as Answer;
  return { status: response.status, json, events, types: observer.types() };
}

const stream = "streamGenerateContent?alt=sse";

describe("a reply", () => {
  const parts = [thinks("Hm."), says("Let me see."), uses("look", { path: "a" })];

  test("whole: text, a call, a signature, and what it cost", async () => {
    const { json } = await ask("generateContent", hi, parts);
    const { content, finishReason } = json["candidates"][0];
    expect(content).toEqual({
      role: "model",
      parts: [
        { text: "Let me see.", thoughtSignature: expect.any(String) },
        { functionCall: { id: "call_1_2", name: "look", args: { path: "a" } } },
      ],
    });
    expect(finishReason).toBe("STOP");
    expect(json["usageMetadata"].promptTokenCount).toBeGreaterThan(0);
    expect(json["modelVersion"]).toBe("gemini-3");
  });

  test("streamed: in pieces, with the same in the end, and thoughts where they are asked for", async () => {
    const config = { generationConfig: { thinkingConfig: { includeThoughts: true } } };
    const { events } = await ask(stream, { ...hi, ...config }, parts);
    const pieces = events.flatMap(({ candidates }) => candidates[0].content.parts);
    const textOf = (isThought: boolean) =>
      pieces
        .filter(({ thought = false }) => thought === isThought)
        .map(({ text }) => text ?? "")
        .join("");
    expect([textOf(true), textOf(false)]).toEqual(["Hm.", "Let me see."]);
    const ends = events.map(({ candidates }) => candidates[0].finishReason);
    expect(ends.filter((end) => end !== undefined)).toEqual(["STOP"]);
    expect(ends.at(-1)).toBe("STOP");
  });

  test("without alt=sse a stream is a list", async () => {
    const { json } = await ask("streamGenerateContent", hi);
    expect(json).toHaveLength(1);
  });
});

describe("what goes wrong is told as the API does:", () => {
  test.each<[number, number, string]>([
    [529, 503, "UNAVAILABLE"],
    [500, 500, "INTERNAL"],
    [429, 429, "RESOURCE_EXHAUSTED"],
  ])("%d", async (status, code, name) => {
    const fault = { type: "status", status, retryAfterMs: 2_000, shouldRetry: null } as const;
    const answer = await ask(stream, hi, undefined, fault);
    expect(answer.status).toBe(code);
    expect(answer.json["error"]).toMatchObject({ code, status: name });
    expect(answer.json["error"].details[0].retryDelay).toBe("2s");
  });

  test("an error within a stream", async () => {
    const { events } = await ask(stream, hi, undefined, { type: "error-event", afterEvents: 1 });
    expect(events.at(-1)).toMatchObject({ error: { code: 503, status: "UNAVAILABLE" } });
  });

  test.each<[string, JsonObject, string]>([
    ["nothing asked", { contents: [] }, "contents is not specified"],
    ["an unknown member", { ...hi, foo: 1 }, 'Unknown name "foo"'],
    [
      "an unknown role",
      { contents: [{ role: "assistant", parts: [{ text: "x" }] }] },
      "valid role",
    ],
    ["a part that holds nothing", { contents: [user({})] }, "must have one initialized field"],
    [
      "a call without its result",
      {
        contents: [user({ text: "x" }), { role: "model", parts: [call("f")] }, user({ text: "y" })],
      },
      "number of function response parts",
    ],
    ["a result without its call", { contents: [user(result("f"))] }, "function call turn"],
    [
      "a name that is none",
      { ...hi, tools: [{ function_declarations: [{ name: "a b" }] }] },
      "Invalid function name",
    ],
  ])("%s", async (_what, body, words) => {
    const { status, json, types } = await ask("generateContent", body);
    expect(status).toBe(400);
    expect(json["error"]).toMatchObject({ code: 400, message: expect.stringContaining(words) });
    expect(types).toEqual(["refused"]);
  });

  test("no key", async () => {
    expect((await ask("generateContent", hi, undefined, null, null)).status).toBe(403);
  });
});

test("a count of tokens needs no reply", async () => {
  const { json } = await ask("countTokens", { generateContentRequest: hi });
  expect(json["totalTokens"]).toBeGreaterThan(0);
});

test("a conversation is read, in either spelling of its members, and results find their calls", () => {
  const read = (body: JsonObject) => readRequest({ wire: "gemini", body });
  const contents: Json = [
    user({ text: "go" }),
    {
      role: "model",
      parts: [{ text: "secret", thought: true }, call("f", "c1"), call("f"), call("g")],
    },
    user(result("f"), result("f"), result("g")),
  ];
  const reading = read({
    contents,
    system_instruction: { parts: [{ text: "Be brief." }] },
    tools: [{ functionDeclarations: [{ name: "f" }] }, { google_search: {} }],
    tool_config: { function_calling_config: { mode: "ANY", allowed_function_names: ["f"] } },
    model: "m",
  });
  expect(reading).toMatchObject({
    system: "Be brief.",
    firstUser: "go",
    lastWords: "done",
    tools: ["f", "web_search"],
    toolChoice: { type: "required", tools: ["f"] },
    model: "m",
  });
  const calls = reading.said.flatMap((one) => (one.type === "call" ? [one.id] : []));
  const results = reading.said.flatMap((one) => (one.type === "result" ? [one.id] : []));
  expect(new Set(calls).size).toBe(3);
  expect(results).toEqual(calls);
  expect(reading.text).not.toContain("secret");
});
