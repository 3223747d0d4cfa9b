import { ask as aiSdk } from "./ai-sdk.ts";
import type { Ask } from "./conversation.ts";
import { ask as langGraph } from "./langgraph.ts";
import { ask as llamaIndex } from "./llamaindex.ts";
import { ask as mastra } from "./mastra.ts";
import { ask as openaiAgents } from "./openai-agents.ts";

export const frameworks: Readonly<Record<string, Ask>> = {
  "the AI SDK": aiSdk,
  LangGraph: langGraph,
  "OpenAI Agents": openaiAgents,
  Mastra: mastra,
  LlamaIndex: llamaIndex,
};
