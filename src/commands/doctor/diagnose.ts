import { isColourless } from "../../terminal/ink.ts";
import { access, constants, mkdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../../config/define-config.ts";
import { hasState } from "../../store/state-place.ts";
import { openStateReader } from "../../store/state-reader.ts";
import { hasSandbox, hideEnvironment } from "../../workspaces/confinement.ts";
import { runGit, stdoutText } from "../../workspaces/git.ts";
import { inspectRepository } from "../../workspaces/repository.ts";
import { isNoExec } from "../../workspaces/shell/missing-program.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import {
  addressOf,
  keyVariable,
  missingKeyOf,
  openaiKeyVariable,
  tokenVariable,
} from "../conduct/servers.ts";
import { exposedText, noSandboxText } from "../conduct/find-confinement.ts";
import { examineServers } from "./examine-server.ts";
import { readConfig } from "../read-config.ts";
import { print, printJson, type OutputFormat } from "../output.ts";
import { paperOn } from "../terminal-paper.ts";
import { worktreesRoot } from "../worktrees-root.ts";
import { errorMessage } from "../../core/words/error-message.ts";
import { countText } from "../../core/words/count-text.ts";

/** What one examination found. `note`: nothing is broken, but the person should know. */
interface Finding {
  readonly name: string;
  readonly status: "ok" | "note" | "problem";
  readonly message: string;
}

type Verdict = Omit<Finding, "name">;

const bunNeeded = "1.4.5";
/** The first version of git with `merge-tree --write-tree`. */
const gitNeeded = "2.38.0";

/** Examines everything that a run needs. Changes nothing in the repository. */
export async function diagnose(directory: string, format: OutputFormat): Promise<ExitCode> {
  const repository = await inspectRepository(directory);
  // What is wrong with the configuration is said further down.
  const config = repository.ok ? await readConfig(repository.root).catch(() => ({})) : {};
  const everywhere = [
    await find("bun", () => atLeast("Bun", Bun.version, bunNeeded)),
    await find("git", examineGit),
    await find("key", () => examineKey(config)),
    await find("terminal", examineTerminal),
    await find("commands", examineCommands),
    await find("sandbox", examineSandbox),
  ];
  const here = repository.ok
    ? [
        await find("repository", () => ok(`${repository.root}, ${branchText(repository.branch)}`)),
        await find("state", () => examineState(repository.root)),
        await find("config", () => examineConfig(repository.root)),
        await find("worktrees", () => examineWorktrees(repository.root)),
      ]
    : [await find("repository", () => problem(repository.message))];
  const servers = (await examineServers(config)).map((found) => ({ name: "server", ...found }));
  const findings = [...everywhere, ...here, ...servers];
  const isWell = findings.every(({ status }) => status !== "problem");
  if (format === "json") printJson({ ok: isWell, findings });
  else print(findingsText(findings));
  return isWell ? exitCodes.done : exitCodes.failed;
}

const ok = (message: string): Verdict => ({ status: "ok", message });
const problem = (message: string): Verdict => ({ status: "problem", message });

/** Runs one examination; an error that it throws is a problem. */
async function find(name: string, look: () => Verdict | Promise<Verdict>): Promise<Finding> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    return { name, ...problem(errorMessage(error)) };
  }
}

function atLeast(program: string, version: string, needed: string): Verdict {
  return Bun.semver.order(version, needed) >= 0
    ? ok(version)
    : problem(`${program} ${version} is too old: install ${needed} or newer.`);
}

async function examineGit(): Promise<Verdict> {
  const result = await runGit(["--version"], {
    directory: process.cwd(),
    environment: process.env,
  }).catch(() => null);
  const version = /\d+\.\d+\.\d+|\d+\.\d+/.exec(result === null ? "" : stdoutText(result))?.[0];
  if (version === undefined)
    return problem("git is not on PATH. Install git 2.38 or newer, then try again.");
  return atLeast("git", version.split(".").length === 2 ? `${version}.0` : version, gitNeeded);
}

function examineKey(config: Config): Verdict {
  const { provider = "anthropic", baseUrl } = config;
  if (config.provider !== undefined || baseUrl !== undefined) {
    const server = { provider, ...(baseUrl !== undefined && { baseUrl }) };
    const missing = missingKeyOf(server, config);
    return missing === null ? ok(`${addressOf(server)} has what it wants`) : problem(missing);
  }
  const isSet = (variable: string) => (process.env[variable] ?? "").trim() !== "";
  if (isSet(keyVariable)) return ok(`${keyVariable} is set`);
  if (isSet(tokenVariable)) return ok(`${tokenVariable} is set`);
  if (isSet(openaiKeyVariable)) return ok(`${openaiKeyVariable} is set: add --provider openai`);
  return {
    status: "note",
    message: `${keyVariable} is not set: only demo, sim, and run with --provider mock work, or with --provider openai and a server on this machine.`,
  };
}

function examineTerminal(): Verdict {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY)
    return { status: "note", message: "no terminal here: decisions would wait for a resume." };
  const colour = isColourless(process.env)
    ? "no colour (NO_COLOR, FORCE_COLOR=0 or TERM=dumb)"
    : "colour";
  return ok(`${stdout.columns} columns, ${colour}`);
}

async function examineCommands(): Promise<Verdict> {
  const { type } = await hideEnvironment();
  return type === "none"
    ? { status: "note", message: exposedText }
    : ok("commands of workers can't read the environment of other processes");
}

async function examineSandbox(): Promise<Verdict> {
  return (await hasSandbox())
    ? ok("--sandbox and --allow-host can be had (bubblewrap)")
    : { status: "note", message: noSandboxText };
}

const branchText = (branch: string | null): string =>
  branch === null ? "HEAD is detached" : `branch ${branch}`;

/** Does not create the state: where there is none, the folder must be writable. */
async function examineState(root: string): Promise<Verdict> {
  if (hasState(root)) {
    const state = openStateReader(root);
    const count = state.listRuns().length;
    state.close();
    return ok(`${root}/.rehearsal holds ${countText(count, "run")}`);
  }
  return (await isWritable(root))
    ? ok(`${root}/.rehearsal will be made by the first run`)
    : problem(`${root} cannot be written, and runs are recorded in it. Make it writable for you.`);
}

async function examineConfig(root: string): Promise<Verdict> {
  const members = Object.keys(await readConfig(root));
  return ok(
    members.length === 0
      ? "no rehearsal.config.ts, or an empty one: all has its default"
      : `rehearsal.config.ts sets ${members.join(", ")}`,
  );
}

async function examineWorktrees(root: string): Promise<Verdict> {
  const folder = worktreesRoot(root, process.env);
  const remedy = `Make it writable, or set XDG_CACHE_HOME to a folder that is.`;
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const reason = errorMessage(error);
    return problem(`${folder} cannot be made: ${reason}. ${remedy}`);
  }
  try {
    if (!(await isWritable(folder))) return problem(`${folder} cannot be written. ${remedy}`);
    if (!(await isNoExec(join(folder, "%probe")))) return ok(folder);
    const message = `${folder} is on a disk mounted with noexec: a check that starts a file of the project has to wait there.`;
    return { status: "note", message };
  } finally {
    // Where there are trees it is not empty, and stays.
    await rmdir(folder).catch(() => undefined);
  }
}

const isWritable = (path: string): Promise<boolean> =>
  access(path, constants.W_OK).then(
    () => true,
    () => false,
  );

const marks = { ok: ["green", "✓"], note: ["yellow", "▲"], problem: ["red", "✗"] } as const;

function findingsText(findings: readonly Finding[]): string {
  const { ink, clean } = paperOn(process.stdout);
  const rows = findings.map(({ name, status, message }) => {
    const [style, mark] = marks[status];
    const text = clean(message)
      .trimEnd()
      .replaceAll("\n", `\n${" ".repeat(14)}`);
    return `${ink(style, mark)} ${ink("bold", name.padEnd(11))} ${text}\n`;
  });
  return rows.join("");
}
