import packageFile from "../../../package.json" with { type: "json" };
import { wrapAnsi } from "../../terminal/columns.ts";
import { commandList } from "../command-list.ts";
import { pagesText } from "./topics.ts";

/*
 * The program's own help and version. Nothing here loads the library that reads command lines: it costs more than all
 * the rest (`bench start`).
 */

export const description =
  "A conductor of coding agents, and a deterministic simulation to rehearse it.";
export const version = packageFile.version;

/** `--version` and its short form, as the help lists them. */
export const versionFlags = "-V, --version";

const options = [
  [versionFlags, "output the version number"],
  ["-h, --help", "display help for command"],
] as const;

const examples = `Examples:
  $ rehearsal demo                                  watch a whole run; needs no key
  $ rehearsal run "Add a --json flag to the CLI"    run an epic with real models
  $ rehearsal show latest                           what became of it

Each command has --help with examples.`;

/** The program's own help, for a terminal of so many columns; `null`: nothing is wrapped. */
export function programHelp(columns: number | null): string {
  const commands = commandList.map(({ usage, summary }) => [usage, summary] as const);
  const indent = Math.max(...commands.map(([usage]) => usage.length)) + 4;
  const room = columns === null ? null : Math.max(40, columns - indent);
  const rows = (listed: readonly (readonly [term: string, means: string])[]) =>
    listed
      .map(([term, means]) => {
        const wrapped = room === null ? means : wrapAnsi(means, room);
        const [first = "", ...others] = wrapped.split("\n");
        const lines = [`  ${term}`.padEnd(indent) + first];
        return [...lines, ...others.map((line) => " ".repeat(indent) + line)].join("\n");
      })
      .join("\n");
  return [
    "Usage: rehearsal [options] [command]",
    description,
    `Options:\n${rows(options)}`,
    `Commands:\n${rows(commands)}`,
    examples,
    pagesText(),
  ].join("\n\n");
}

/**
 * The columns of the terminal that stdout is; `null`: it is none. Node's own ways to learn it (`node:tty`, the stream) take
 * twice as long as Bun's start, so they are left alone where stdout is a file, a pipe or the null device.
 */
async function stdoutColumns(): Promise<number | null> {
  try {
    const [out, nothing] = await Promise.all([Bun.stdout.stat(), Bun.file("/dev/null").stat()]);
    const isTerminal = out.isCharacterDevice() && out.rdev !== nothing.rdev;
    return isTerminal ? (process.stdout.columns ?? null) : null;
  } catch {
    return null;
  }
}

/** What can be answered before anything else is loaded; `null` where a command line says more. */
export async function answerAtOnce(words: readonly string[]): Promise<string | null> {
  if (words.length !== 1) return null;
  switch (words[0]) {
    case "-h":
    case "--help":
      return programHelp(await stdoutColumns());
    case "-V":
    case "--version":
      return `${version}\n`;
    default:
      return null;
  }
}
