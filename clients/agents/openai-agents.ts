import { Agent, OpenAIProvider, Runner, setTracingDisabled, tool } from "@openai/agents";
import OpenAI from "openai";
import { z } from "zod";
import type { Ask } from "./conversation.ts";

setTracingDisabled(true);

export const ask: Ask = async ({ fetch, words, weather, retries, hears }) => {
  const client = new OpenAI({
    apiKey: "any",
    baseURL: "http://model.invalid/v1",
    fetch,
    maxRetries: retries,
  });
  const runner = new Runner({
    modelProvider: new OpenAIProvider({ openAIClient: client as never }),
  });
  const forecaster = new Agent({
    name: "Forecaster",
    instructions: "Be brief.",
    model: "gpt-5.4",
    tools: [
      tool({
        name: "weather",
        description: "The weather of a city",
        parameters: z.object({ city: z.string() }),
        execute: ({ city }) => weather(city),
      }),
    ],
  });
  const run = await runner.run(forecaster, words, { stream: true });
  for await (const piece of run.toTextStream()) hears(piece);
  await run.completed;
  return run.finalOutput ?? "";
};
