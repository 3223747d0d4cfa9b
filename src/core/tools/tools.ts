import type { JsonObject } from "../json.ts";
import type { ToolScope, WorkerTool } from "./worker-tool.ts";
import { workerTools } from "./worker-tools.ts";

const toolNamed = (name: string): WorkerTool | undefined =>
  workerTools.find((tool) => tool.name === name);

/** Calls that change nothing can be made again after a crash without asking. */
export const changesNothing = (name: string): boolean => toolNamed(name)?.changes === "nothing";

/** The paths at which a call changes its worktree, if it does so there and nowhere else. */
export const pathsChangedBy = (name: string, input: JsonObject): readonly string[] =>
  toolNamed(name)?.changes === "worktree" ? pathsOf(name, input) : [];

/** The files that a call is about, or the folder that it searches; none where it does not name any. */
export function pathsOf(name: string, input: JsonObject): readonly string[] {
  const scope = scopeOf(name);
  if (scope === null || scope.type === "command") return [];
  const members = scope.type === "paths" ? scope.members : [scope.member];
  return members.flatMap((member) => textIn(input, member) ?? []);
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
export const subjectMembers: readonly string[] = ["paths", "command", "search", undefined].flatMap(
  (type) => workerTools.filter(({ scope }) => scope?.type === type).map(({ subject }) => subject),
);

const scopeOf = (name: string): ToolScope => toolNamed(name)?.scope ?? null;

function textIn(input: JsonObject, member: string): string | null {
  const value = input[member];
  return typeof value === "string" ? value : null;
}
