import type { ToolDefinition } from "../message.ts";
import type { Tier } from "../ids.ts";

/**
 * The tools with which a worker changes its tree. Names and schemas of the file tools are those of the Anthropic
 * SDK's agent toolset, which implements them (a test compares them); `bash` is ours.
 */
export const workspaceTools: readonly ToolDefinition[] = [
  {
    name: "bash",
    description:
      "Run a command line in a fresh bash in the worktree's root. Nothing but files persists between " +
      "calls; standard input is closed; what is still running when the shell ends is killed.",
    inputSchema: {
      type: "object",
      properties: { command: { type: "string", description: "The command to run" } },
      required: ["command"],
    },
  },
  {
    name: "read",
    description: "Read a UTF-8 text file relative to the workdir.",
    inputSchema: {
      type: "object",
      properties: {
        file_path: { type: "string" },
        view_range: {
          type: "array",
          items: { type: "integer" },
          description: "[start_line, end_line] 1-indexed inclusive",
        },
      },
      required: ["file_path"],
    },
  },
  {
    name: "write",
    description:
      "Write a UTF-8 text file relative to the workdir, creating parent directories as needed.",
    inputSchema: {
      type: "object",
      properties: { file_path: { type: "string" }, content: { type: "string" } },
      required: ["file_path", "content"],
    },
  },
  {
    name: "edit",
    description:
      "Replace old_string with new_string in a file. old_string must be unique unless replace_all.",
    inputSchema: {
      type: "object",
      properties: {
        file_path: { type: "string" },
        old_string: { type: "string" },
        new_string: { type: "string" },
        replace_all: { type: "boolean" },
      },
      required: ["file_path", "old_string", "new_string"],
    },
  },
  {
    name: "glob",
    description:
      "Match files under the workdir against a glob pattern. Results are mtime-sorted, newest first.",
    inputSchema: {
      type: "object",
      properties: {
        pattern: { type: "string" },
        path: { type: "string", description: "Directory to search in. Defaults to the workdir." },
      },
      required: ["pattern"],
    },
  },
  {
    name: "grep",
    description:
      "Search file contents for a regex. Uses ripgrep if available, otherwise a built-in walker.",
    inputSchema: {
      type: "object",
      properties: { pattern: { type: "string" }, path: { type: "string" } },
      required: ["pattern"],
    },
  },
];

const ask: ToolDefinition = {
  name: "ask",
  description: "Ask the person a question and wait for the answer.",
  inputSchema: {
    type: "object",
    properties: { question: { type: "string" } },
    required: ["question"],
  },
};

const workerTools: readonly ToolDefinition[] = [...workspaceTools, ask];

export function toolsOf(tier: Tier): readonly ToolDefinition[] {
  return tier === "tier3" ? workerTools : [];
}

const readOnly: ReadonlySet<string> = new Set(["read", "glob", "grep"]);

/** Calls that change nothing can be made again after a crash without asking. */
export const changesNothing = (name: string): boolean => readOnly.has(name);
