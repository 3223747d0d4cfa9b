import type { Tier } from "../ids.ts";
import type { ToolDefinition } from "../message.ts";
import { definitionOf } from "./worker-tool.ts";
import { workerTools } from "./worker-tools.ts";

const workerDefinitions: readonly ToolDefinition[] = workerTools.map(definitionOf);

/** What the model of a tier is offered. */
export function toolsOf(tier: Tier): readonly ToolDefinition[] {
  return tier === "tier3" ? workerDefinitions : [];
}
