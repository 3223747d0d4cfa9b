import { relative, sep } from "node:path";
import type { BetaRunnableTool } from "@anthropic-ai/sdk/lib/tools/BetaRunnableTool";
import { isOfTheMachine } from "../core/trouble.ts";
import { pathsChangedBy, pathsOf } from "../core/tools/tools.ts";
import type { ToolOutcome } from "../ports.ts";
import { isReserved, reservedRefusal } from "./reserved.ts";
import { type EditInput, type FileToolInput, withLineEndsOf } from "./tool-input.ts";
import { errorMessage } from "../core/words/error-message.ts";

/** Whether a path leads into `.git`, in any letter case. */
export function touchesGit(path: string): boolean {
  return path.split(/[\\/]/).some((part) => part.toLowerCase() === ".git");
}

export const gitRefusal = (tool: string, path: string) =>
  `${tool}: ${path} belongs to git and is out of bounds; work on the project's own files`;

/**
 * Runs a file tool, confined to `root` (a canonical path) even through symbolic links. A failure is an outcome with a
 * message for the model, unless it is the machine's: that rejects.
 */
export async function runFileTool(
  root: string,
  input: FileToolInput,
  signal: AbortSignal,
): Promise<ToolOutcome> {
  const sdk = await import("@anthropic-ai/sdk/tools/agent-toolset/node");
  const context = { workdir: root };
  try {
    const { tool, ...members } = input;
    const changes = pathsChangedBy(tool, members).length > 0;
    for (const path of pathsOf(tool, members)) {
      const inside = relative(root, await sdk.resolvePath(context, path));
      if (touchesGit(inside)) return { text: gitRefusal(tool, path), isError: true };
      if (changes && isReserved(inside))
        return { text: reservedRefusal(tool, path), isError: true };
    }
    switch (input.tool) {
      case "read":
        return success(await run(sdk.betaReadTool(context), members, signal));
      case "write":
        return success(await run(sdk.betaWriteTool(context), members, signal));
      case "edit": {
        const edit = await withLineEnds(root, input);
        return success(await run(sdk.betaEditTool(context), edit, signal));
      }
      case "glob":
        return success(relativeLines(root, await run(sdk.betaGlobTool(context), members, signal)));
      case "grep":
        return success(relativeLines(root, await run(sdk.betaGrepTool(context), members, signal)));
    }
  } catch (error) {
    if (isOfTheMachine(error)) throw error;
    return { text: errorMessage(error), isError: true };
  }
}

const success = (text: string): ToolOutcome => ({ text, isError: false });

/** Runs one of the SDK's tools. */
async function run(tool: BetaRunnableTool, members: object, signal: AbortSignal): Promise<string> {
  const result = await tool.run(members, { signal } as Parameters<typeof tool.run>[1]);
  return typeof result === "string" ? result : JSON.stringify(result);
}

/** The members of an edit, with the line ends of the file that it changes. */
async function withLineEnds(root: string, input: EditInput): Promise<object> {
  const text = await readInside(root, input.file_path);
  const { tool: _, ...members } = text === null ? input : withLineEndsOf(text, input);
  return members;
}

/**
 * Makes the absolute paths that the SDK's searches print relative: where the worktree is does not concern a model.
 */
function relativeLines(root: string, text: string): string {
  const prefix = root + sep;
  const lines = text
    .split("\n")
    .map((line) => (line.startsWith(prefix) ? line.slice(prefix.length) : line))
    // A glob can name the worktree's own link to git.
    .filter((line) => line !== ".git");
  return lines.length === 0 ? "no matches" : lines.join("\n");
}

/** Where a path of a tool leads, from `root` (a canonical path), links followed. Rejects where it leads out. */
export async function pathInside(root: string, path: string): Promise<string> {
  const sdk = await import("@anthropic-ai/sdk/tools/agent-toolset/node");
  return relative(root, await sdk.resolvePath({ workdir: root }, path));
}

/** The most that is read of a file: prompts cut it shorter than that anyway. */
const readBytesMax = 4 * 1024 * 1024;

/**
 * Reads the beginning of a file inside `root` as text; `null` where it does not exist, is outside, belongs to git or is not text.
 */
export async function readInside(root: string, path: string): Promise<string | null> {
  const sdk = await import("@anthropic-ai/sdk/tools/agent-toolset/node");
  try {
    const target = await sdk.resolvePath({ workdir: root }, path);
    const file = Bun.file(target);
    // `stat` before any open: a pipe would block.
    if (touchesGit(relative(root, target)) || !(await file.stat()).isFile()) return null;
    const text = await file.slice(0, readBytesMax).text();
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}
