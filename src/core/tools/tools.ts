import type { JsonObject } from "../json.ts";
import type { ToolScope, WorkerTool } from "./worker-tool.ts";
import { workerTools } from "./worker-tools.ts";

const toolNamed = (name: string): WorkerTool | undefined =>
  workerTools.find((tool) => tool.name === name);

/** Calls that change nothing can be made again after a crash without asking. */
export const changesNothing = (name: string): boolean => toolNamed(name)?.changes === "nothing";

/** The path of a call that changes its worktree there and nowhere else; `null` for every other call. */
export const writtenPath = (name: string, input: JsonObject): string | null =>
  toolNamed(name)?.changes === "worktree" ? pathOf(name, input) : null;

/** The file that a call is about, or the folder that it searches; `null` where it names none. */
export function pathOf(name: string, input: JsonObject): string | null {
  const scope = scopeOf(name);
  return scope === null || scope.type === "command" ? null : textIn(input, scope.member);
}

/** Whether the tool's input is a command line. */
export const takesCommand = (name: string): boolean => scopeOf(name)?.type === "command";

/** Whether a call may come across paths that it does not name. */
export const isSearch = (name: string): boolean => scopeOf(name)?.type === "search";

/** What a call is about in one line: a path, a pattern, a command; `null` where it does not say. */
export function callSubject(name: string, input: JsonObject): string | null {
  const tool = toolNamed(name);
  return tool === undefined ? null : textIn(input, tool.subject);
}

/** The members that say what a call is about, for tools that are not ours: most telling ones first. */
export const subjectMembers: readonly string[] = ["path", "command", "search", undefined].flatMap(
  (type) => workerTools.filter(({ scope }) => scope?.type === type).map(({ subject }) => subject),
);

const scopeOf = (name: string): ToolScope => toolNamed(name)?.scope ?? null;

function textIn(input: JsonObject, member: string): string | null {
  const value = input[member];
  return typeof value === "string" ? value : null;
}
