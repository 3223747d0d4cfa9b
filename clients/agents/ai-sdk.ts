import { createAnthropic } from "@ai-sdk/anthropic";
import { stepCountIs, streamText, tool } from "ai";
import { z } from "zod";
import type { Ask } from "./conversation.ts";

export const ask: Ask = async ({ fetch, words, weather, retries, hears }) => {
  const anthropic = createAnthropic({ apiKey: "any", baseURL: "http://model.invalid/v1", fetch });
  const { textStream, steps } = streamText({
    model: anthropic("claude-sonnet-5"),
    prompt: words,
    maxRetries: retries,
    tools: {
      weather: tool({
        description: "The weather of a city",
        inputSchema: z.object({ city: z.string() }),
        execute: ({ city }) => weather(city),
      }),
    },
    stopWhen: stepCountIs(4),
    onError: () => {},
  });
  for await (const piece of textStream) hears(piece);
  return (await steps).at(-1)!.text;
};
