import { ChatAnthropic } from "@langchain/anthropic";
import { AIMessageChunk } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { z } from "zod";
import type { Ask } from "./conversation.ts";

export const ask: Ask = async ({ fetch, words, weather, retries, hears }) => {
  const llm = new ChatAnthropic({
    model: "claude-sonnet-5",
    apiKey: "any",
    clientOptions: { fetch, baseURL: "http://model.invalid" },
    maxRetries: retries,
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
  let last = "";
  const messages = [{ role: "user", content: words }];
  for await (const [mode, part] of await graph.stream(
    { messages },
    { streamMode: ["messages", "values"] },
  )) {
    if (mode === "values") last = part.messages.at(-1)!.text;
    else if (part[0] instanceof AIMessageChunk && part[0].text !== "") hears(part[0].text);
  }
  return last;
};
