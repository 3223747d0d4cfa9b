import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import OpenAI from "openai";
import { playedOut, serve, type Served } from "./serve.ts";

setDefaultTimeout(60_000);

let served: Served;
let client: OpenAI;
beforeAll(async () => {
  served = await serve("openai-sdk");
  client = new OpenAI({ apiKey: "any", baseURL: `${served.origin}/v1` });
});
afterAll(async () => expect(await served.stop()).toEqual(playedOut));

const model = "gpt-5";
const parameters = { type: "object", properties: { city: { type: "string" } } };

describe("chat completions", () => {
  const ask = (content: string) =>
    client.chat.completions.create({ model, messages: [{ role: "user", content }] });

  test("text, and what it cost", async () => {
    const { choices, usage } = await ask("a plain chat");
    expect(choices[0]).toMatchObject({
      finish_reason: "stop",
      message: { content: "Plain text." },
    });
    expect(usage?.prompt_tokens).toBeGreaterThan(0);
  });

  test("a stream", async () => {
    const messages = [{ role: "user" as const, content: "a streamed chat" }];
    const stream = await client.chat.completions.create({ model, messages, stream: true });
    const parts = await Array.fromAsync(stream, ({ choices }) => choices[0]?.delta.content ?? "");
    expect(parts.join("")).toBe("Words that come one by one.");
  });

  test("a tool, called and answered", async () => {
    const tools = [{ type: "function" as const, function: { name: "weather", parameters } }];
    const question = { role: "user" as const, content: "the weather in chat" };
    const asked = await client.chat.completions.create({ model, tools, messages: [question] });
    const message = asked.choices[0]!.message;
    const use = message.tool_calls?.[0];
    if (use?.type !== "function") throw new Error("no tool was called");
    expect(JSON.parse(use.function.arguments)).toEqual({ city: "Oslo" });
    const answered = await client.chat.completions.create({
      model,
      tools,
      messages: [question, message, { role: "tool", tool_call_id: use.id, content: "rain" }],
    });
    expect(answered.choices[0]?.message.content).toBe("It rains in Oslo.");
  });

  test("its own retry after 429", async () => {
    expect((await ask("limited")).choices[0]?.message.content).toBe("After a limit.");
  });
});

describe("responses", () => {
  test("text", async () => {
    const { output_text } = await client.responses.create({ model, input: "a plain response" });
    expect(output_text).toBe("Plain answer.");
  });

  test("a stream", async () => {
    const stream = await client.responses.create({
      model,
      input: "a streamed response",
      stream: true,
    });
    const parts = await Array.fromAsync(stream, (event) =>
      event.type === "response.output_text.delta" ? event.delta : "",
    );
    expect(parts.join("")).toBe("An answer that comes bit by bit.");
  });

  test("a tool, called and answered", async () => {
    const tools = [{ type: "function" as const, name: "weather", parameters, strict: false }];
    const question = { role: "user" as const, content: "the weather in responses" };
    const asked = await client.responses.create({ model, tools, input: [question] });
    const use = asked.output.find((item) => item.type === "function_call");
    if (use === undefined) throw new Error("no tool was called");
    expect(JSON.parse(use.arguments)).toEqual({ city: "Bergen" });
    const answered = await client.responses.create({
      model,
      tools,
      input: [
        question,
        use,
        { type: "function_call_output", call_id: use.call_id, output: "rain" },
      ],
    });
    expect(answered.output_text).toBe("It rains in Bergen.");
  });
});

const patch = '+first\n+"second"\n';

test("a custom tool gets text, in chat and in responses", async () => {
  const question = { role: "user" as const, content: "mend in chat" };
  const tools = [{ type: "custom" as const, custom: { name: "patch" } }];
  const stream = client.chat.completions.stream({ model, tools, messages: [question] });
  const { message } = (await stream.finalChatCompletion()).choices[0]!;
  const [use] = message.tool_calls ?? [];
  expect(use).toMatchObject({ type: "custom", custom: { name: "patch", input: patch } });
  const result = { role: "tool" as const, tool_call_id: use!.id, content: "done" };
  const messages = [question, message, result];
  const mended = await client.chat.completions.create({ model, tools, messages });
  expect(mended.choices[0]?.message.content).toBe("Mended in chat.");

  const asked = await client.responses
    .stream({ model, tools: [{ type: "custom", name: "patch" }], input: "mend in responses" })
    .finalResponse();
  const call = asked.output.find(({ type }) => type === "custom_tool_call");
  if (call?.type !== "custom_tool_call") throw new Error("no tool was called");
  expect(call.input).toBe(patch);
  const answered = await client.responses.create({
    model,
    previous_response_id: asked.id,
    input: [{ type: "custom_tool_call_output", call_id: call.call_id, output: "done" }],
  });
  expect(answered.output_text).toBe("Mended.");
  expect(answered.output[0]).toMatchObject({ phase: "final_answer" });
});

test("a web search that the provider runs, and what it cites", async () => {
  const { output, output_text: text } = await client.responses.create({
    model,
    tools: [{ type: "web_search" }],
    input: "search",
  });
  expect(output.map(({ type }) => type)).toEqual(["web_search_call", "message"]);
  expect(text).toBe("Rain, they say.");
});

test("what agents ask besides replies", async () => {
  const counted = await client.responses.inputTokens.count({ model, input: "Count this." });
  expect(counted.input_tokens).toBeGreaterThan(0);
  const compacted = await client.responses.compact({ model, input: "Keep this." });
  expect(compacted.output.map(({ type }) => type)).toEqual(["message", "compaction"]);
});
