import { toolsOf } from "../../core/tools/tools.ts";
import { didYouMean } from "./nearest.ts";

/**
 * What each gated tool takes, under the names of the SDK's agent toolset. Type aliases, not interfaces, so
 * that each is also a JSON object.
 */
export type ToolInputs = {
  readonly read: { readonly file_path: string; readonly view_range?: readonly [number, number] };
  readonly write: { readonly file_path: string; readonly content: string };
  readonly edit: {
    readonly file_path: string;
    readonly old_string: string;
    readonly new_string: string;
    readonly replace_all?: boolean;
  };
  readonly glob: { readonly pattern: string; readonly path?: string };
  readonly grep: { readonly pattern: string; readonly path?: string };
  readonly bash: { readonly command: string };
};

export type ToolName = keyof ToolInputs;

/** Every tool that a worker is offered. */
export const toolNames: readonly string[] = toolsOf("tier3").map((tool) => tool.name);

/** Scenario files are not type-checked when they run, so a wrong name is refused here too. */
export function requireTool(name: string, caller: string, remedy: string): void {
  if (toolNames.includes(name)) return;
  throw new Error(
    `${caller}: workers have no tool "${name}". ${didYouMean(name, toolNames)} ${remedy}`.trim(),
  );
}
