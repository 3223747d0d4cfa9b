import type { CommandName, InMemoryFs, ScriptNode } from "just-bash";
import { cappedText } from "../shell/capped-text.ts";
import { memoryRoot, put, type MemoryTree } from "./memory-tree.ts";
import { missingProgram, untriedCheckError } from "../shell/missing-program.ts";
import { checkOutcome, type ShellResult } from "../shell/shell.ts";
import type { Checked } from "../../ports.ts";
import { errorMessage } from "../../core/words/error-message.ts";

/** The fixed time of a simulated shell, in seconds since 1970. */
const pinnedSeconds = 946_684_800;
const pinnedValues = { RANDOM: 4, SRANDOM: 4, SECONDS: 0, EPOCHSECONDS: pinnedSeconds } as const;

/** Commands that need a thread or much code, and that agents in scenarios do not use. */
const leftOut: ReadonlySet<string> = new Set(["sqlite3", "html-to-markdown", "xan", "yq", "rg"]);

/**
 * Runs a command line on a tree in memory, with no real file, process, time or chance in reach: `sleep`
 * returns at once, and what the shell would read from a clock or draw is pinned.
 */
export async function runMemoryShell(
  tree: MemoryTree,
  command: string,
  signal: AbortSignal,
): Promise<ShellResult> {
  signal.throwIfAborted();
  const { Bash, InMemoryFs: FileSystem, getCommandNames } = await import("just-bash");
  const disk = new FileSystem(initialFiles(tree));
  for (const folder of [".", ...tree.folders])
    disk.mkdirSync(absolute(folder), { recursive: true });
  pinTimes(disk);
  const bash = new Bash({
    fs: disk,
    cwd: memoryRoot,
    env: { HOME: "/home/worker", USER: "worker", LANG: "C.UTF-8", ...pinnedEnvironment() },
    commands: getCommandNames().filter((name) => !leftOut.has(name)) as CommandName[],
    defenseInDepth: false,
    sleep: async () => undefined,
    executionLimits: { maxLoopIterations: 10_000, maxCommandCount: 10_000 },
  });
  bash.registerTransformPlugin({
    name: "pin",
    transform: ({ ast }) => ({ ast: pinned(ast) as ScriptNode }),
  });
  const output = cappedText();
  let exitCode: number | null;
  try {
    // Standard output and standard error as one text, in the order of writing.
    const result = await bash.exec(`exec 2>&1\n${command}`, { signal });
    output.add(result.stdout + result.stderr);
    exitCode = result.exitCode;
  } catch (error) {
    if (!signal.aborted) output.add(`bash: ${errorMessage(error)}\n`);
    exitCode = signal.aborted ? null : 1;
  }
  await takeOver(tree, disk);
  return { exitCode, output: output.text(), stopped: signal.aborted };
}

/** Runs a check; rejects where it could not be tried. */
export async function runMemoryCheck(
  tree: MemoryTree,
  command: string,
  signal: AbortSignal,
): Promise<Checked> {
  const result = await runMemoryShell(tree, command, signal);
  const finds = async (name: string) => {
    const look = await runMemoryShell(tree, `command -v '${name}'`, signal);
    return look.exitCode === 0;
  };
  const missing = await missingProgram({ command, root: memoryRoot }, result, finds);
  if (missing !== null) throw untriedCheckError(command, missing);
  return checkOutcome(result);
}

/** Commands that were loaded in this process: what is loaded stays loaded. */
const loaded = new Set<string>();

/**
 * Loads what the shell loads lazily, so that later commands settle without real I/O: the commands that are named among
 * these words. To load all of them takes longer than many a rehearsal.
 */
export async function warmUpMemoryShell(words: ReadonlySet<string> | "all"): Promise<void> {
  const { getCommandNames } = await import("just-bash");
  const tree: MemoryTree = { files: new Map(), folders: new Set() };
  const names = getCommandNames().filter(
    (name) => !leftOut.has(name) && !loaded.has(name) && (words === "all" || words.has(name)),
  );
  const commands = names.map((name) => `${name} --help </dev/null >/dev/null`);
  await runMemoryShell(tree, ["true", ...commands].join("\n"), new AbortController().signal);
  for (const name of names) loaded.add(name);
}

function initialFiles(tree: MemoryTree) {
  const files = tree.files.entries().map(([path, content]) => {
    const mode = content.startsWith("#!") ? 0o755 : 0o644;
    return [absolute(path), { content, mode }] as const;
  });
  return Object.fromEntries(files);
}

function absolute(path: string): string {
  return `${memoryRoot}/${path}`;
}

function pinTimes(disk: InMemoryFs): void {
  const mtime = new Date(pinnedSeconds * 1_000);
  const { stat, lstat } = disk;
  disk.stat = async (path) => ({ ...(await stat.call(disk, path)), mtime });
  disk.lstat = async (path) => ({ ...(await lstat.call(disk, path)), mtime });
}

async function takeOver(tree: MemoryTree, disk: InMemoryFs): Promise<void> {
  const left = new Set(tree.files.keys());
  tree.folders.clear();
  const prefix = absolute("");
  for (const place of disk
    .getAllPaths()
    .filter((path) => path.startsWith(prefix))
    .toSorted()) {
    const path = place.slice(prefix.length);
    const entry = await disk.lstat(place);
    if (entry.isDirectory) tree.folders.add(path);
    if (!entry.isFile) continue;
    const text = await disk.readFile(place);
    left.delete(path);
    if (tree.files.get(path) !== text) put(tree, path, text);
  }
  for (const path of left) tree.files.delete(path);
}

const pinnedPrefix = "PINNED_";

function pinnedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(pinnedValues).map(([name, value]) => [pinnedPrefix + name, String(value)]),
  );
}

/**
 * The script with its sources of time and chance replaced: variables that the shell would compute are renamed and
 * have fixed values, and `date` shows the fixed time. It works on the syntax tree, because printing the script anew
 * could change its meaning.
 */
function pinned(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(pinned);
  if (node === null || typeof node !== "object") return node;
  const copy = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      isVariable(node, key, value) ? pinnedPrefix + value : pinned(value),
    ]),
  );
  return isBareDate(node)
    ? { ...copy, args: [...dateArguments, ...(copy["args"] as unknown[])] }
    : copy;
}

function isVariable(node: object, key: string, value: unknown): boolean {
  const named =
    "type" in node &&
    ((node.type === "ParameterExpansion" && key === "parameter") ||
      (node.type === "Assignment" && key === "name") ||
      (node.type === "ArithVariable" && key === "name"));
  return named && typeof value === "string" && Object.hasOwn(pinnedValues, value);
}

const word = (value: string) => ({ type: "Word", parts: [{ type: "Literal", value }] });
const dateArguments = [word("-d"), word(`@${pinnedSeconds}`)];

function isBareDate(node: object): boolean {
  if (!("type" in node && node.type === "SimpleCommand" && "name" in node && "args" in node))
    return false;
  const [name, ...words] = [node.name, ...(node.args as unknown[])].map(
    (item) => JSON.stringify(item) ?? "",
  );
  return (
    name?.includes('{"type":"Literal","value":"date"}') === true &&
    !words.some((text) => /"value":"(?:-[a-zA-Z]*d|--date|-[a-zA-Z]*r|--reference)/.test(text))
  );
}
