import { toolsOf } from "../../core/tools/tools.ts";
import { didYouMean } from "../../core/words/nearest-name.ts";

/** Every tool that a worker is offered. */
export const toolNames: readonly string[] = toolsOf("tier3").map((tool) => tool.name);

/** Scenario files are not type-checked when they run, so a wrong name is refused here too. */
export function requireTool(name: string, caller: string, remedy: string): void {
  if (toolNames.includes(name)) return;
  throw new Error(
    `${caller}: workers have no tool "${name}". ${didYouMean(name, toolNames)} ${remedy}`.trim(),
  );
}
