import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import Anthropic from "@anthropic-ai/sdk";
import { playedOut, serve, type Served } from "./serve.ts";

setDefaultTimeout(60_000);

let served: Served;
let client: Anthropic;
beforeAll(async () => {
  served = await serve("anthropic-sdk");
  client = new Anthropic({ apiKey: "any", baseURL: served.origin });
});
afterAll(async () => expect(await served.stop()).toEqual(playedOut));

const model = "claude-opus-5";
const max_tokens = 200;
const user = (content: string) => ({ role: "user" as const, content });
const weather = {
  name: "weather",
  description: "The weather in a city.",
  input_schema: { type: "object" as const, properties: { city: { type: "string" } } },
};

test("a message, and what it cost", async () => {
  const message = await client.messages.create({ model, max_tokens, messages: [user("Hello?")] });
  expect(message).toMatchObject({
    role: "assistant",
    model,
    stop_reason: "end_turn",
    content: [{ type: "text", text: "Hello." }],
  });
  expect(message.usage.input_tokens).toBeGreaterThan(0);
  expect(message._request_id).toStartWith("req_");
});

test("a stream, event by event and as a whole", async () => {
  const stream = client.messages.stream({ model, max_tokens, messages: [user("Stream!")] });
  const texts: string[] = [];
  stream.on("text", (text) => texts.push(text));
  const { content } = await stream.finalMessage();
  expect(content.map(({ type }) => type)).toEqual(["thinking", "redacted_thinking", "text"]);
  expect(texts.join("")).toBe("Streamed words.");
});

test.each([false, true])("the SDK's own tool runner, streamed: %p", async (stream) => {
  const cities: string[] = [];
  const run = (input: unknown) => {
    cities.push((input as { city: string }).city);
    return "rain";
  };
  const tool = { type: "custom" as const, ...weather, run, parse: (input: unknown) => input };
  const messages = [user(stream ? "Run, and stream!" : "Run!")];
  const runner = client.beta.messages.toolRunner({
    model,
    max_tokens,
    stream,
    messages,
    tools: [tool],
  });
  const { content } = await runner.runUntilDone();
  expect(content).toMatchObject([{ type: "text", text: "It rains." }]);
  expect(cities).toEqual(["Oslo"]);
});

test("a tool, called and answered", async () => {
  const tools = [weather];
  const question = user("What is the weather?");
  const asked = await client.messages.create({ model, max_tokens, tools, messages: [question] });
  const [use] = asked.content;
  if (use?.type !== "tool_use") throw new Error("no tool was called");
  expect(use).toMatchObject({ name: "weather", input: { city: "Oslo" } });
  const answered = await client.messages.create({
    model,
    max_tokens,
    tools,
    messages: [
      question,
      { role: "assistant", content: asked.content },
      { role: "user", content: [{ type: "tool_result", tool_use_id: use.id, content: "rain" }] },
    ],
  });
  expect(answered.content).toMatchObject([{ type: "text", text: "It rains in Oslo." }]);
});

test("its own retries after 429 and 529 reach the same reply", async () => {
  const messages = [user("Are you busy?")];
  const message = await client.messages.create({ model, max_tokens, messages });
  expect(message.content).toMatchObject([{ type: "text", text: "At last." }]);
});

test("errors as its own classes", async () => {
  const ask = (body: object) =>
    client.messages
      .create({ model, max_tokens, messages: [user("x")], ...body })
      .catch((error: unknown) => error);
  expect(await ask({ messages: [user("forbidden")] })).toBeInstanceOf(
    Anthropic.PermissionDeniedError,
  );
});

test("what the API would refuse as its own classes, and each is told at the end", async () => {
  const strict = await serve("refusals");
  const own = new Anthropic({ apiKey: "any", baseURL: strict.origin });
  const ask = (body: object) =>
    own.messages
      .create({ model, max_tokens, messages: [user("x")], ...body })
      .catch((error: unknown) => error);
  expect(await ask({ messages: [] })).toBeInstanceOf(Anthropic.BadRequestError);
  expect(await ask({ model: "gpt-9" })).toBeInstanceOf(Anthropic.NotFoundError);
  const nobody = new Anthropic({ apiKey: " ", baseURL: strict.origin });
  const refused = nobody.messages.create({ model, max_tokens, messages: [user("x")] });
  expect(await refused.catch((error: unknown) => error)).toBeInstanceOf(
    Anthropic.AuthenticationError,
  );
  await ask({});
  const { exitCode, problems } = await strict.stop();
  expect(exitCode).toBe(1);
  expect(problems.map((problem) => /refused with \d+/.exec(problem)?.[0])).toEqual([
    "refused with 400",
    "refused with 404",
    "refused with 401",
  ]);
});

test("a count of tokens is what the message then reports, read from the cache or not", async () => {
  const system = [
    {
      type: "text" as const,
      text: "rules ".repeat(2_000),
      cache_control: { type: "ephemeral" as const },
    },
  ];
  const messages = [user("By the rules?")];
  const { input_tokens: counted } = await client.messages.countTokens({ model, system, messages });
  const first = await client.messages.create({ model, max_tokens, system, messages });
  const second = await client.messages.create({ model, max_tokens, system, messages });
  const { input_tokens, cache_creation_input_tokens: written } = first.usage;
  expect(input_tokens + (written ?? 0)).toBe(counted);
  expect(first.usage.cache_creation).toEqual({
    ephemeral_5m_input_tokens: written ?? 0,
    ephemeral_1h_input_tokens: 0,
  });
  expect(second.usage.cache_read_input_tokens).toBe(written);
});

test("the models that there are", async () => {
  const { data } = await client.models.list();
  expect(data.map(({ id }) => id)).toContain(model);
});

test("a web search that the provider runs, and what a text cites of it", async () => {
  const message = await client.messages
    .stream({
      model,
      max_tokens,
      messages: [user("Search!")],
      tools: [{ type: "web_search_20250305", name: "web_search" }],
    })
    .finalMessage();
  expect(message.content.map(({ type }) => type)).toEqual([
    "server_tool_use",
    "web_search_tool_result",
    "text",
  ]);
  expect(message.content[2]).toMatchObject({
    text: "Rain, they say.",
    citations: [{ type: "web_search_result_location", url: "https://weather.example/oslo" }],
  });
});
