import { z } from "zod";
import { type WorkerTool, workerTool } from "./worker-tool.ts";

/**
 * The tools with which a worker changes its tree. Names and schemas of the file tools are those of the Anthropic
 * SDK's agent toolset, which implements them (a test compares them); `bash` is ours.
 */
export const workspaceTools = [
  workerTool({
    name: "bash",
    description:
      "Run a command line in a fresh bash in the worktree's root. Nothing but files persists between " +
      "calls; standard input is closed; what is still running when the shell ends is killed.",
    schema: z.object({ command: z.string().describe("The command to run") }),
    changes: "anything",
    scope: { type: "command", member: "command" },
    subject: "command",
  }),
  workerTool({
    name: "read",
    description: "Read a UTF-8 text file relative to the workdir.",
    schema: z.object({
      file_path: z.string(),
      view_range: z
        .array(z.int())
        .readonly()
        .describe("[start_line, end_line] 1-indexed inclusive")
        .exactOptional(),
    }),
    changes: "nothing",
    scope: { type: "paths", members: ["file_path"] },
    subject: "file_path",
  }),
  workerTool({
    name: "write",
    description:
      "Write a UTF-8 text file relative to the workdir, creating parent directories as needed.",
    schema: z.object({ file_path: z.string(), content: z.string() }),
    changes: "worktree",
    scope: { type: "paths", members: ["file_path"] },
    subject: "file_path",
  }),
  workerTool({
    name: "edit",
    description:
      "Replace old_string with new_string in a file. old_string must be unique unless replace_all.",
    schema: z.object({
      file_path: z.string(),
      old_string: z.string(),
      new_string: z.string(),
      replace_all: z.boolean().exactOptional(),
    }),
    changes: "worktree",
    scope: { type: "paths", members: ["file_path"] },
    subject: "file_path",
  }),
  workerTool({
    name: "glob",
    description:
      "Match files under the workdir against a glob pattern. Results are mtime-sorted, newest first.",
    schema: z.object({
      pattern: z.string(),
      path: z.string().describe("Directory to search in. Defaults to the workdir.").exactOptional(),
    }),
    changes: "nothing",
    scope: { type: "search", member: "path" },
    subject: "pattern",
  }),
  workerTool({
    name: "grep",
    description:
      "Search file contents for a regex. Uses ripgrep if available, otherwise a built-in walker.",
    schema: z.object({ pattern: z.string(), path: z.string().exactOptional() }),
    changes: "nothing",
    scope: { type: "search", member: "path" },
    subject: "pattern",
  }),
] as const;

/** It never reaches a workspace: a person answers it. */
const askTool = workerTool({
  name: "ask",
  description: "Ask the person a question and wait for the answer.",
  schema: z.object({ question: z.string() }),
  changes: "nothing",
  scope: null,
  subject: "question",
});

/** All that a worker can call. */
export const workerTools: readonly WorkerTool[] = [...workspaceTools, askTool];

type WorkspaceTool = (typeof workspaceTools)[number];

/** What each tool takes, by its name. */
export type ToolInputs = {
  readonly [Tool in WorkspaceTool as Tool["name"]]: Readonly<z.infer<Tool["schema"]>>;
};

export type ToolName = keyof ToolInputs;

/** The tools that take a command line. */
export type CommandToolName = Extract<
  WorkspaceTool,
  { readonly scope: { readonly type: "command" } }
>["name"];
