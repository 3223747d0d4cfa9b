import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { generateText, stepCountIs, streamText, tool } from "ai-6";
import { type AnthropicProvider, createAnthropic } from "anthropic-6";
import { z } from "zod";
import { playedOut, serve, type Served } from "./serve.ts";

// The version before the last: it checks the shape of what comes, and is what npm installs on Node 20.
setDefaultTimeout(60_000);

let served: Served;
let anthropic: AnthropicProvider;
beforeAll(async () => {
  served = await serve("ai-sdk-6");
  // Its own variable, ANTHROPIC_BASE_URL, is read with and without the version.
  anthropic = createAnthropic({ apiKey: "any", baseURL: served.origin });
});
afterAll(async () => expect(await served.stop()).toEqual(playedOut));

const model = () => anthropic("claude-opus-5");

test("text in one piece", async () => {
  const { text, finishReason } = await generateText({ model: model(), prompt: "Hello?" });
  expect(text).toBe("Plain text.");
  expect(finishReason).toBe("stop");
});

test("a stream", async () => {
  const { textStream } = streamText({ model: model(), prompt: "Stream!" });
  const parts = await Array.fromAsync(textStream);
  expect(parts.length).toBeGreaterThan(3);
  expect(parts.join("")).toBe("Words that come one by one.");
});

test("a loop of tool calls, with the version in its base", async () => {
  const cities: string[] = [];
  const weather = tool({
    description: "The weather in a city.",
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => {
      cities.push(city);
      return "rain";
    },
  });
  const { text } = await generateText({
    model: createAnthropic({ apiKey: "any", baseURL: `${served.origin}/v1` })("claude-opus-5"),
    prompt: "What is the weather?",
    tools: { weather },
    stopWhen: stepCountIs(5),
  });
  expect(cities).toEqual(["Oslo"]);
  expect(text).toBe("It rains in Oslo.");
});

test("its own retry after 529", async () => {
  const { text } = await generateText({ model: model(), prompt: "overloaded" });
  expect(text).toBe("After an overload.");
});
