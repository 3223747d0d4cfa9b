import { relative } from "node:path";
import type { LoadProblem } from "../sim/dsl/load-problem.ts";
import { type LoadedScenario, loadScenarios } from "../sim/load-scenario.ts";
import { refusal } from "./refusal.ts";

/** The one scenario of a file; what is wrong with it is a refusal that says where. */
export async function loadScenarioFile(file: string): Promise<LoadedScenario> {
  const { loaded, problems } = await loadScenarios([file]);
  if (problems.length > 0) throw refusal(problems.map(problemText).join("\n"));
  const [first, ...others] = loaded;
  if (first === undefined || others.length > 0)
    throw refusal(
      `${file} holds ${loaded.length} scenarios, and a run plays one. Name a file whose default export is a single scenario({ … }).`,
    );
  return first;
}

export function problemText({ file, line, column, message, suggestion }: LoadProblem): string {
  const near = relative(process.cwd(), file);
  const path = near === "" || near.startsWith("..") ? file : near;
  const place = [path, line, column].filter((part) => part !== null).join(":");
  return `${place}: ${message}\n  ${suggestion}`;
}
