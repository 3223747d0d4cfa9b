import type { WorkerTool } from "../../core/tools/worker-tool.ts";
import { workerTools } from "../../core/tools/worker-tools.ts";
import { didYouMean } from "../../core/words/nearest-name.ts";

/** Every tool that a worker is offered. */
export const toolNames: readonly string[] = workerTools.map(({ name }) => name);

/** Scenario files are not type-checked when they run, so a wrong name is refused here too. */
export function requireTool(name: string, caller: string, remedy: string): WorkerTool {
  const tool = workerTools.find((one) => one.name === name);
  if (tool !== undefined) return tool;
  throw new Error(
    `${caller}: workers have no tool "${name}". ${didYouMean(name, toolNames)} ${remedy}`.trim(),
  );
}
