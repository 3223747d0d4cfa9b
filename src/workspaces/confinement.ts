import { existsSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { Environment } from "./child-environment.ts";
import { forwarding } from "./sandbox/forward.ts";

/** What stands between a worker's command and the rest of the machine. */
export type Confinement =
  /** Nothing: a command may read the environment of processes of the same user, such as a provider's key. */
  | { readonly type: "none" }
  /** A command sees other processes, but not their environment and memory. `prefix` starts it so. */
  | { readonly type: "environment"; readonly prefix: readonly string[] }
  /** A command writes in its worktree only, sees few of the user's files and no other process. */
  | { readonly type: "sandbox"; readonly network: SandboxNetwork };

/** What a sandbox reaches: nothing, all, or what a proxy lets through (see `sandbox/host-proxy.ts`). */
export type SandboxNetwork =
  | { readonly type: "none" }
  | { readonly type: "all" }
  | { readonly type: "hosts"; readonly folder: string; readonly socket: string };

export const unconfined: Confinement = { type: "none" };

/** Where the system's own programs are: what else PATH finds need not be what it is called. */
const systemFolders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/run/current-system/sw/bin"];

const systemProgram = (name: string): string =>
  systemFolders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? name;

/** Looks at the environment of a process and of those above it; how it ends says whether any could be read. */
const spying =
  'p=$1; while [ "$p" -gt 1 ] 2>/dev/null; do head -c 1 "/proc/$p/environ" 2>/dev/null | grep -q . && exit 0; ' +
  'p=$(sed "s/.*) . //; s/ .*//" "/proc/$p/stat" 2>/dev/null); done; exit 40';
const nothingRead = 40;

/**
 * Ways to start a command so that it can't read the environment of other processes, the first that works is taken. The
 * kernel allows a process to read another one of the same user only if both are in one user namespace and the reader has
 * all capabilities of the other. So the command either gives up some capabilities, none of which a build needs (`setpriv`
 * needs root), or gets a user namespace of its own (`unshare`).
 */
const ways: readonly (readonly string[])[] = [
  [systemProgram("setpriv"), "--bounding-set=-sys_ptrace,-audit_write,-mknod", "--"],
  [systemProgram("unshare"), "--user", "--map-current-user", "--"],
];

/**
 * Tries those ways by having a command read our own environment, and returns the first by which it could not. Where
 * there is no `/proc`, there is nothing to hide.
 */
export async function hideEnvironment(): Promise<Confinement> {
  if (!existsSync("/proc/self/environ")) return { type: "environment", prefix: [] };
  for (const prefix of ways) if (await hides(prefix)) return { type: "environment", prefix };
  return unconfined;
}

/** Whether a program can be started in a sandbox here. */
export async function hasSandbox(): Promise<boolean> {
  return (await exitCodeOf([...bubblewrap, ...systemArgs, "--", "true"])) === 0;
}

async function hides(prefix: readonly string[]): Promise<boolean> {
  const spy = [...prefix, "bash", "-c", spying, "spying", `${process.pid}`];
  return (await exitCodeOf(spy)) === nothingRead;
}

async function exitCodeOf(command: readonly string[]): Promise<number | null> {
  try {
    const child = Bun.spawn([...command], {
      env: { PATH: systemFolders.join(delimiter) },
      stdin: "ignore",
      stdout: "ignore",
      stderr: "ignore",
    });
    return await child.exited;
  } catch {
    // The program is not installed.
    return null;
  }
}

const bubblewrap = [
  systemProgram("bwrap"),
  ...["--unshare-all", "--die-with-parent", "--new-session"],
];
/** Sockets in `/run` would lead out: those of Docker, of agents that hold keys, of the desktop. */
const systemArgs =
  "--ro-bind / / --dev /dev --proc /proc --tmpfs /tmp --tmpfs /run --setenv TMPDIR /tmp".split(" ");
/** Where `/etc/resolv.conf` leads to on many systems. */
const resolver = "/run/systemd/resolve";

/** Folders of the user's home that hold programs and packages, and no secrets by the habits of their makers. */
const toolFolders = (
  ".bun .cargo .rustup .nvm .fnm .volta .deno .pyenv .rbenv .asdf .sdkman .gem .npm-global .local/bin .local/lib " +
  ".local/share/mise .local/share/pnpm .local/share/uv .local/share/fnm .local/pipx go miniconda3 anaconda3"
).split(" ");

/** Where a command runs and what it needs of what a sandbox would hide. */
export interface CommandPlace {
  /** Absolute, and all that can be written. */
  readonly directory: string;
  /** What can be read besides, such as the repository's objects. */
  readonly readable: readonly string[];
  readonly environment: Environment;
}

/** What a command line begins with, so that it runs in its confinement. */
export function confined(confinement: Confinement, place: CommandPlace): readonly string[] {
  switch (confinement.type) {
    case "none":
      return [];
    case "environment":
      return confinement.prefix;
    case "sandbox":
      return [
        ...bubblewrap,
        ...systemArgs,
        ...networkArgs(confinement.network),
        ...hiddenHome(place.environment),
        ...(confinement.network.type === "hosts" ? ["--ro-bind", runtime, runtime] : []),
        ...place.readable.flatMap((path) => ["--ro-bind-try", path, path]),
        "--bind",
        place.directory,
        place.directory,
        "--chdir",
        place.directory,
        "--",
        ...(confinement.network.type === "hosts"
          ? forwarding(runtime, confinement.network.socket)
          : []),
      ];
  }
}

/** Bun, which this program runs on; one that is compiled into the program is Bun where it is asked to be. */
const runtime = process.execPath;

function networkArgs(network: SandboxNetwork): readonly string[] {
  switch (network.type) {
    case "none":
      return [];
    case "all":
      return ["--share-net", "--ro-bind-try", resolver, resolver];
    case "hosts":
      return [...["--ro-bind", network.folder, network.folder], ...["--setenv", "BUN_BE_BUN", "1"]];
  }
}

/** An empty home, in which only tools are. */
function hiddenHome(environment: Environment): readonly string[] {
  const home = environment["HOME"] ?? homedir();
  if (!existsSync(home) || realpathSync(home) === "/") return [];
  const onPath = (environment["PATH"] ?? "").split(delimiter);
  const kept = [...toolFolders.map((folder) => join(home, folder)), ...onPath].filter(
    (path) => path.startsWith(`${home}/`) && existsSync(path),
  );
  return ["--tmpfs", home, ...kept.flatMap((path) => ["--ro-bind", path, path])];
}
