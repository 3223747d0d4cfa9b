import { createAnthropic } from "@ai-sdk/anthropic";
import { Agent } from "@mastra/core/agent";
import { createTool } from "@mastra/core/tools";
import { z } from "zod";
import type { Ask } from "./conversation.ts";

export const ask: Ask = async ({ fetch, words, weather, retries, hears }) => {
  const anthropic = createAnthropic({ apiKey: "any", baseURL: "http://model.invalid/v1", fetch });
  const forecaster = new Agent({
    id: "forecaster",
    name: "Forecaster",
    instructions: "Be brief.",
    model: anthropic("claude-sonnet-5") as never,
    // It tries nothing again by itself.
    maxRetries: retries,
    tools: {
      weather: createTool({
        id: "weather",
        description: "The weather of a city",
        inputSchema: z.object({ city: z.string() }),
        execute: ({ city }: { city: string }) => weather(city),
      }),
    },
  });
  const { textStream, steps } = await forecaster.stream(words, { maxSteps: 4 });
  for await (const piece of textStream) hears(piece);
  return (await steps).at(-1)!.text;
};
