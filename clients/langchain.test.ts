import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { ChatAnthropic } from "@langchain/anthropic";
import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { z } from "zod";
import { playedOut, serve, type Served } from "./serve.ts";

setDefaultTimeout(60_000);

let served: Served;
let chat: ChatAnthropic;
beforeAll(async () => {
  served = await serve("langchain");
  chat = new ChatAnthropic({
    model: "claude-opus-5",
    apiKey: "any",
    anthropicApiUrl: served.origin,
    maxTokens: 200,
    maxRetries: 2,
  });
});
afterAll(async () => expect(await served.stop()).toEqual(playedOut));

test("text, and what it cost", async () => {
  const message = await chat.invoke("Hello?");
  expect(message.content).toBe("Plain text.");
  expect(message.usage_metadata).toMatchObject({ output_tokens: 3 });
});

test("a stream", async () => {
  const parts = await Array.fromAsync(await chat.stream("Stream!"), (chunk) => chunk.text);
  expect(parts.join("")).toBe("Words that come one by one.");
});

test("a tool, called and answered", async () => {
  const weather = tool(async () => "rain", {
    name: "weather",
    description: "The weather in a city.",
    schema: z.object({ city: z.string() }),
  });
  const withTool = chat.bindTools([weather]);
  const question = new HumanMessage("What is the weather?");
  const asked = await withTool.invoke([question]);
  const [call] = asked.tool_calls ?? [];
  expect(call).toMatchObject({ name: "weather", args: { city: "Oslo" } });
  const result = new ToolMessage({ content: "rain", tool_call_id: call?.id ?? "" });
  const answered = await withTool.invoke([question, asked, result]);
  expect(answered.content).toBe("It rains in Oslo.");
});

test("its own retry after 429", async () => {
  expect((await chat.invoke("limited")).content).toBe("After a limit.");
});
