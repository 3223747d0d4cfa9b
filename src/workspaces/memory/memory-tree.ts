import { posix } from "node:path";
import picomatch from "picomatch";
import { leavesWorktree } from "../../core/gates/rule.ts";
import { pathsOf } from "../../core/tools/tools.ts";
import type { ToolOutcome } from "../../ports.ts";
import { gitRefusal, touchesGit } from "../file-tools.ts";
import { foldersOf } from "../merge-files.ts";
import { type FileToolInput, withLineEndsOf } from "../tool-input.ts";
import { errorMessage } from "../../core/words/error-message.ts";

/** The working directory of the simulated shell. */
export const memoryRoot = "/workspace";

/** Files by path, oldest change first, and folders that were made and may be empty. */
export interface MemoryTree {
  readonly files: Map<string, string>;
  readonly folders: Set<string>;
}

/** What the SDK's file tools answer on a disk, wording included, for ordinary use of them. */
export function runMemoryTool(tree: MemoryTree, input: FileToolInput): ToolOutcome {
  for (const path of pathsOf(input.tool, input)) {
    if (leavesWorktree(fromRoot(path)))
      return failure(`path ${JSON.stringify(path)} is outside the session's working directory`);
    if (touchesGit(fromRoot(path))) return failure(gitRefusal(input.tool, path));
  }
  if ("file_path" in input && input.file_path === "")
    return failure(`${input.tool}: file_path is required`);
  switch (input.tool) {
    case "read":
      return read(tree, fromRoot(input.file_path), input);
    case "write":
      return write(tree, fromRoot(input.file_path), input);
    case "edit":
      return edit(tree, fromRoot(input.file_path), input);
    case "glob":
      return glob(tree, fromRoot(input.path ?? ""), input.pattern);
    case "grep":
      return grep(tree, fromRoot(input.path ?? ""), input.pattern);
  }
}

/** A path as a model wrote it, in its shortest form from the tree's root. */
const fromRoot = (path: string): string =>
  posix.relative(memoryRoot, posix.resolve(memoryRoot, path));

type Input<Tool extends FileToolInput["tool"]> = Extract<FileToolInput, { tool: Tool }>;

const bytesMax = 256 * 1024;

/** The text of a file, or the message why it can't be read. */
function load(
  tree: MemoryTree,
  path: string,
  tool: "read" | "edit",
  given: string,
): { readonly text: string } | { readonly problem: string } {
  const text = tree.files.get(path);
  if (text !== undefined) return { text };
  if (isFolder(tree, path)) return { problem: `${tool}: ${given} is not a regular file` };
  const why = foldersOf(path).some((folder) => tree.files.has(folder))
    ? "not a directory"
    : "no such file or directory";
  return { problem: `${tool}: ${given}: ${why}` };
}

function read(
  tree: MemoryTree,
  path: string,
  { file_path, view_range }: Input<"read">,
): ToolOutcome {
  const range = view_range ?? [];
  if (range.length !== 0 && range.length !== 2)
    return failure("read: view_range must be [start_line, end_line]");
  const file = load(tree, path, "read", file_path);
  if ("problem" in file) return failure(file.problem);
  const [first, last] = range;
  const size = Buffer.byteLength(file.text);
  if (first === undefined || last === undefined)
    return size <= bytesMax
      ? success(file.text)
      : failure(
          `read: ${file_path} is ${size} bytes, exceeds ${bytesMax}-byte limit. ` +
            "Use the view_range parameter to read specific line ranges, e.g. view_range: [1, 500].",
        );
  const lines = file.text.split("\n");
  return success(lines.slice(Math.max(0, first - 1), last > 0 ? last : lines.length).join("\n"));
}

function write(
  tree: MemoryTree,
  path: string,
  { file_path, content }: Input<"write">,
): ToolOutcome {
  if (isFolder(tree, path)) return failure(`write: ${file_path}: is a directory`);
  const above = foldersOf(path);
  const blocked = above.findIndex((folder) => tree.files.has(folder));
  if (blocked !== -1)
    return failure(
      `write: ${file_path}: ${blocked === above.length - 1 ? "i/o error (EEXIST)" : "not a directory"}`,
    );
  put(tree, path, content);
  return success(`wrote ${Buffer.byteLength(content)} bytes to ${file_path}`);
}

function edit(tree: MemoryTree, path: string, input: Input<"edit">): ToolOutcome {
  const { file_path, replace_all } = input;
  if (input.old_string === "") return failure("edit: old_string is required");
  const file = load(tree, path, "edit", file_path);
  if ("problem" in file) return failure(file.problem);
  const { old_string, new_string } = withLineEndsOf(file.text, input);
  const pieces = file.text.split(old_string);
  const count = pieces.length - 1;
  if (count === 0) return failure(`edit: old_string not found in ${file_path}`);
  if (count > 1 && replace_all !== true)
    return failure(`edit: old_string appears ${count} times in ${file_path} (must be unique)`);
  put(tree, path, pieces.join(new_string));
  return success(`edited ${file_path} (${count} replacement(s))`);
}

function glob(tree: MemoryTree, folder: string, pattern: string): ToolOutcome {
  if (pattern === "") return failure("glob: pattern is required");
  if (posix.isAbsolute(pattern))
    return failure(
      "glob: absolute pattern not permitted; pass a relative pattern (and optionally path)",
    );
  if (pattern.split(/[\\/{},]/).includes(".."))
    return failure('glob: ".." is not permitted in the pattern');
  const fits = picomatch(pattern);
  const found = [...tree.files.keys()]
    .filter((path) => isSearched(path, folder) && fits(posix.relative(folder, path)))
    .toReversed();
  return success(found.length === 0 ? "no matches" : found.slice(0, 200).join("\n"));
}

const grepCharactersMax = 100 * 1024;
const grepLineMax = 2_000;

function grep(tree: MemoryTree, folder: string, pattern: string): ToolOutcome {
  if (pattern === "") return failure("grep: pattern is required");
  let test: RegExp;
  try {
    test = new RegExp(pattern);
  } catch (error) {
    return failure(`grep: invalid regex: ${errorMessage(error)}`);
  }
  const found: string[] = [];
  let room = grepCharactersMax;
  for (const path of [...tree.files.keys()].toSorted()) {
    const text = tree.files.get(path) ?? "";
    if (!(path === folder || isSearched(path, folder)) || text.includes("\0")) continue;
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      if (line.length > grepLineMax || !test.test(line)) continue;
      // A newline at the end begins no further line.
      if (line === "" && text.split(/\r?\n/).length === index + 1) continue;
      const hit = `${path}:${index + 1}:${line}`;
      room -= hit.length + 1;
      if (room < 0)
        return success([...found, `[output truncated at ${grepCharactersMax} bytes]`].join("\n"));
      found.push(hit);
    }
  }
  return success(found.length === 0 ? "no matches" : found.join("\n"));
}

function isSearched(path: string, folder: string): boolean {
  if (folder !== "" && !path.startsWith(`${folder}/`)) return false;
  return !posix.relative(folder, path).split("/").includes("node_modules");
}

function isFolder(tree: MemoryTree, path: string): boolean {
  if (path === "" || tree.folders.has(path)) return true;
  return tree.files.keys().some((file) => file.startsWith(`${path}/`));
}

/** Writes a file and puts it last in the order, because searches list the newest first; `null` deletes it. */
export function put(tree: MemoryTree, path: string, text: string | null): void {
  tree.files.delete(path);
  if (text !== null) tree.files.set(path, text);
}

const success = (text: string): ToolOutcome => ({ text, isError: false });
const failure = (text: string): ToolOutcome => ({ text, isError: true });
