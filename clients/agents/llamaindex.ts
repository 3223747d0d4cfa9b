import { Anthropic, AnthropicSession } from "@llamaindex/anthropic";
import { agent as workflowOf } from "@llamaindex/workflow";
import { tool } from "llamaindex";
import { z } from "zod";
import type { Ask } from "./three-forecasts.ts";

export const ask: Ask = async ({ fetch, words, weather }) => {
  const options = { apiKey: "any", baseURL: "http://model.invalid", fetch };
  const session = new AnthropicSession(options);
  const llm = new Anthropic({ model: "claude-sonnet-4-0", session });
  const forecaster = workflowOf({
    llm,
    tools: [
      tool({
        name: "weather",
        description: "The weather of a city",
        parameters: z.object({ city: z.string() }),
        execute: ({ city }) => weather(city),
      }),
    ],
  });
  const { data } = await forecaster.run(words);
  return String(data.result);
};
