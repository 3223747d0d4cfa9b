import { Anthropic, AnthropicSession } from "@llamaindex/anthropic";
import { agent as workflowOf, agentStreamEvent, stopAgentEvent } from "@llamaindex/workflow";
import { tool } from "llamaindex";
import { z } from "zod";
import type { Ask } from "./conversation.ts";

export const ask: Ask = async ({ fetch, words, weather, retries, hears }) => {
  const options = { apiKey: "any", baseURL: "http://model.invalid", fetch, maxRetries: retries };
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
  let last = "";
  for await (const event of forecaster.runStream(words)) {
    if (agentStreamEvent.include(event) && event.data.delta !== "") hears(event.data.delta);
    if (stopAgentEvent.include(event)) last = String(event.data.result);
  }
  return last;
};
