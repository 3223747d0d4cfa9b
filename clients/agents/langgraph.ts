import { ChatAnthropic } from "@langchain/anthropic";
import { tool } from "@langchain/core/tools";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { z } from "zod";
import type { Ask } from "./three-forecasts.ts";

export const ask: Ask = async ({ fetch, words, weather }) => {
  const llm = new ChatAnthropic({
    model: "claude-sonnet-5",
    apiKey: "any",
    clientOptions: { fetch, baseURL: "http://model.invalid" },
    streaming: true,
  });
  const graph = createReactAgent({
    llm,
    tools: [
      tool(({ city }: { city: string }) => weather(city), {
        name: "weather",
        description: "The weather of a city",
        schema: z.object({ city: z.string() }),
      }),
    ],
  });
  const { messages } = await graph.invoke({ messages: [{ role: "user", content: words }] });
  return messages.at(-1)!.text;
};
