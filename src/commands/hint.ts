import { existsSync } from "node:fs";
import { delimiter, isAbsolute, join, relative, sep } from "node:path";
import { mainFile } from "./own-command.ts";
import { quoted } from "../core/words/quoted.ts";

/** How a person calls this program, as words of their shell: what a hint begins with. */
function programName(): string {
  return nameOf({
    main: mainFile(),
    executable: process.execPath,
    path: process.env["PATH"] ?? "",
    folder: process.cwd(),
    bunVersion: Bun.version,
    isFile: existsSync,
  });
}

/** A command that works as it is pasted in this folder, about the repository at `root` (`null`: about none). */
export function hint(command: string, root: string | null = null): string {
  return `${programName()} ${command}${root === null ? "" : repositoryFlag(root)}`;
}

/**
 * A command for whoever reads a report, on another machine: from a checkout and from one file the program is just
 * `rehearsal` there, but a project's dependency is called as it was here.
 */
export function hintElsewhere(command: string): string {
  const here = programName();
  return `${/^(?:npx|bunx) rehearsal$/.test(here) ? here : "rehearsal"} ${command}`;
}

/** The commands that are about the runs of a repository, as they are named in a message. */
const aboutRuns =
  /^(run|resume|retry|runs|rules|show|popups|answer|tell|stop|clean|context|doctor)\b/;

/**
 * A message whose commands, which stand in back quotes, work as they are pasted in this folder. `args`: those of the
 * command that the message is about; the repository that they name is meant by the next commands, too.
 */
export function pasted(message: string, args: readonly string[] = process.argv.slice(2)): string {
  const at = args.findIndex((word) => word === "--repo" || word.startsWith("--repo="));
  const named = args[at]?.startsWith("--repo=") ? args[at].slice("--repo=".length) : args[at + 1];
  const flag = at === -1 || named === undefined ? "" : ` --repo ${quoted(named)}`;
  return message.replace(/`rehearsal ([a-z][^`]*)`/g, (_, command: string) => {
    const isAbout = aboutRuns.test(command) && !command.includes("--repo");
    return `\`${hint(command)}${isAbout ? flag : ""}\``;
  });
}

/** How a later command names the repository; empty where the current folder is within it. */
export function repositoryFlag(root: string): string {
  return nearFile(process.cwd(), root) === null ? ` --repo ${quoted(root)}` : "";
}

/** Git, as it works in this folder for the repository at `root`. */
export const gitFor = (root: string): string =>
  repositoryFlag(root) === "" ? "git" : `git -C ${quoted(root)}`;

/** What is known of how the program was called. */
export interface Called {
  /** The file that Bun runs; `null` where the program is compiled into one executable. */
  readonly main: string | null;
  readonly executable: string;
  readonly path: string;
  readonly folder: string;
  readonly bunVersion: string;
  readonly isFile: (path: string) => boolean;
}

/**
 * The name on the PATH where there is one; otherwise what a project has installed, or the file, run by the Bun that the shell knows, or by the one that
 * npx brings. Folders that a runner (npx, a package's script) put on the PATH are not on that of the shell.
 */
export function nameOf(called: Called): string {
  const folders = foldersOfShell(called.path.split(delimiter));
  const has = (name: string) => folders.some((folder) => called.isFile(join(folder, name)));
  if (has("rehearsal")) return "rehearsal";
  if (called.main === null) return quoted(called.executable);
  const [project, ...within] = called.main.split(`${sep}node_modules${sep}`);
  if (within.length > 0) {
    const command = join(project!, "node_modules", ".bin", "rehearsal");
    // Elsewhere npx would look for the name in the registry, and run what anybody has published under it.
    if (nearFile(called.folder, project!) === null && called.isFile(command))
      return quoted(command);
    return has("bunx") && !has("npx") ? "bunx rehearsal" : "npx rehearsal";
  }
  const file = quoted(nearFile(called.main, called.folder) ?? called.main);
  return has("bun") ? `bun ${file}` : `npx -y bun@${called.bunVersion} ${file}`;
}

/** A path as it is from a folder; `null` where it is outside of it. */
function nearFile(path: string, folder: string): string | null {
  const near = relative(folder, path);
  return near === ".." || near.startsWith(`..${sep}`) || isAbsolute(near) ? null : near;
}

/** npm puts what it adds before what the shell had, its own folder last. */
const foldersOfShell = (folders: readonly string[]): readonly string[] =>
  folders
    .slice(1 + folders.findLastIndex((folder) => folder.endsWith("node-gyp-bin")))
    .filter((folder) => folder !== "" && !isRunners(folder));

const isRunners = (folder: string): boolean =>
  folder.split(sep).includes("node_modules") ||
  folder.split(sep).includes("_npx") ||
  /[\\/]bun-node-[^\\/]*$/.test(folder);
