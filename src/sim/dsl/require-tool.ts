import { workerTools } from "../../core/tools/worker-tools.ts";
import { didYouMean } from "../../core/words/nearest-name.ts";

/** Every tool that a worker is offered. */
export const toolNames: readonly string[] = workerTools.map(({ name }) => name);

/** Scenario files are not type-checked when they run, so a wrong name is refused here too. */
export function requireTool(name: string, caller: string, remedy: string): void {
  if (toolNames.includes(name)) return;
  throw new Error(
    `${caller}: workers have no tool "${name}". ${didYouMean(name, toolNames)} ${remedy}`.trim(),
  );
}
