import type { JsonObject } from "../core/json.ts";
import { problemOfInput } from "../core/tools/input-problem.ts";
import { type ToolInputs, type ToolName, workspaceTools } from "../core/tools/worker-tools.ts";

/** A tool's input as its schema allows it. */
export type ToolInput = {
  readonly [Name in ToolName]: { readonly tool: Name } & ToolInputs[Name];
}[ToolName];

export type FileToolInput = Exclude<ToolInput, { readonly tool: "bash" }>;

export type EditInput = Extract<ToolInput, { readonly tool: "edit" }>;

/**
 * An edit as it is meant for this text: models write line feeds alone, also where each line of the file ends in CR LF, so
 * that two lines would never be found there.
 */
export function withLineEndsOf(text: string, edit: EditInput): EditInput {
  if (!text.includes("\r\n") || /(?<!\r)\n/.test(text)) return edit;
  const ended = (part: string) => part.replace(/\r?\n/g, "\r\n");
  return { ...edit, old_string: ended(edit.old_string), new_string: ended(edit.new_string) };
}

/** What a model sent, judged by the tool's schema; a problem says what is expected instead. */
export function readToolInput(
  name: string,
  input: JsonObject,
):
  | { readonly ok: true; readonly input: ToolInput }
  | { readonly ok: false; readonly problem: string } {
  const tool = workspaceTools.find((candidate) => candidate.name === name);
  if (tool === undefined) {
    const names = workspaceTools.map((candidate) => candidate.name).join(", ");
    return { ok: false, problem: `There is no tool ${JSON.stringify(name)}. There are: ${names}.` };
  }
  const problem = problemOfInput(tool, input);
  if (problem !== null) return { ok: false, problem };
  // The schema has just been held against every member.
  return { ok: true, input: { ...input, tool: name } as unknown as ToolInput };
}
