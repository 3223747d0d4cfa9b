import { createAnthropic } from "@ai-sdk/anthropic";
import { stepCountIs, streamText, tool } from "ai";
import { z } from "zod";
import type { Ask } from "./three-forecasts.ts";

export const ask: Ask = async ({ fetch, words, weather }) => {
  const anthropic = createAnthropic({ apiKey: "any", baseURL: "http://model.invalid/v1", fetch });
  const { steps } = streamText({
    model: anthropic("claude-sonnet-5"),
    prompt: words,
    tools: {
      weather: tool({
        description: "The weather of a city",
        inputSchema: z.object({ city: z.string() }),
        execute: ({ city }) => weather(city),
      }),
    },
    stopWhen: stepCountIs(4),
  });
  return (await steps).at(-1)!.text;
};
