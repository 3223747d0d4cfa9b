import { createAnthropic } from "@ai-sdk/anthropic";
import { ChatAnthropic } from "@langchain/anthropic";
import { tool as langchainTool } from "@langchain/core/tools";
import { Command, interrupt, MemorySaver } from "@langchain/langgraph";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import {
  Agent,
  OpenAIProvider,
  Runner,
  setTracingDisabled,
  tool as openaiTool,
} from "@openai/agents";
import { generateText, type ModelMessage, stepCountIs, tool, type ToolContent } from "ai";
import OpenAI from "openai";
import { z } from "zod";

setTracingDisabled(true);

/** An agent that removes files, each only where a person allows it; says which it removed, and what it said at last. */
export type Tidy = (given: {
  readonly fetch: typeof fetch;
  readonly person: (question: string) => Promise<unknown>;
}) => Promise<{ readonly removed: readonly string[]; readonly text: string }>;

const inputSchema = z.object({ path: z.string() });
const description = "Removes a file";
const question = (path: unknown) => `May I remove ${String(path)}?`;

/** AI SDK: the requests for approval of a step are asked of the person, and go back as responses. */
export const tidyByAiSdk: Tidy = async ({ fetch, person }) => {
  const anthropic = createAnthropic({ apiKey: "any", baseURL: "http://model.invalid/v1", fetch });
  const removed: string[] = [];
  const remove = tool({
    description,
    inputSchema,
    needsApproval: true,
    execute: ({ path }) => `removed ${removed.push(path)}`,
  });
  const messages: ModelMessage[] = [{ role: "user", content: "Tidy up." }];
  for (;;) {
    const { content, text, response } = await generateText({
      model: anthropic("claude-sonnet-5"),
      messages,
      tools: { remove },
      stopWhen: stepCountIs(4),
    });
    messages.push(...response.messages);
    const asked = content.filter((part) => part.type === "tool-approval-request");
    if (asked.length === 0) return { removed, text };
    const answers: ToolContent = [];
    for (const { approvalId, toolCall } of asked) {
      const { path } = toolCall.input as { path: string };
      const approved = (await person(question(path))) === "yes";
      answers.push({ type: "tool-approval-response", approvalId, approved });
    }
    messages.push({ role: "tool", content: answers });
  }
};

/** LangGraph: what interrupts the graph is asked of the person, and its answer resumes it. */
export const tidyByLangGraph: Tidy = async ({ fetch, person }) => {
  const removed: string[] = [];
  const remove = langchainTool(
    ({ path }: { path: string }) => {
      if (interrupt(question(path)) !== "yes") return "The person says no.";
      removed.push(path);
      return "removed";
    },
    { name: "remove", description, schema: inputSchema },
  );
  const llm = new ChatAnthropic({
    model: "claude-sonnet-5",
    apiKey: "any",
    clientOptions: { fetch, baseURL: "http://model.invalid" },
  });
  const graph = createReactAgent({ llm, tools: [remove], checkpointer: new MemorySaver() });
  const config = { configurable: { thread_id: "1" } };
  let state = await graph.invoke({ messages: [{ role: "user", content: "Tidy up." }] }, config);
  for (;;) {
    const { __interrupt__: asked = [] } = state as {
      __interrupt__?: { id: string; value: string }[];
    };
    if (asked.length === 0) return { removed, text: state.messages.at(-1)!.text };
    const answers: Record<string, unknown> = {};
    for (const { id, value } of asked) answers[id] = await person(value);
    state = await graph.invoke(new Command({ resume: answers }), config);
  }
};

/** OpenAI Agents: interruptions are approved or rejected as the person says, and the run goes on from its state. */
export const tidyByOpenAiAgents: Tidy = async ({ fetch, person }) => {
  const removed: string[] = [];
  const client = new OpenAI({ apiKey: "any", baseURL: "http://model.invalid/v1", fetch });
  const runner = new Runner({
    modelProvider: new OpenAIProvider({ openAIClient: client as never }),
  });
  const tidier = new Agent({
    name: "Tidier",
    instructions: "Be brief.",
    model: "gpt-5.4",
    tools: [
      openaiTool({
        name: "remove",
        description,
        parameters: inputSchema,
        needsApproval: true,
        execute: ({ path }) => `removed ${removed.push(path)}`,
      }),
    ],
  });
  let run = await runner.run(tidier, "Tidy up.");
  while (run.interruptions.length > 0) {
    for (const one of run.interruptions) {
      const { path } = JSON.parse(one.arguments ?? "{}") as { path: string };
      if ((await person(question(path))) === "yes") run.state.approve(one);
      else run.state.reject(one);
    }
    run = await runner.run(tidier, run.state);
  }
  return { removed, text: run.finalOutput ?? "" };
};
