import type { Clock } from "../../ports.ts";
import { confined, type Confinement } from "../confinement.ts";
import type { Environment } from "../child-environment.ts";
import { globalConfigOf } from "../worker-repository.ts";
import type { ProcessGroups } from "./process-groups.ts";
import { runShell, shellOutcome, type ShellResult } from "./shell.ts";

/** Runs commands in the trees of a run's tickets, each in its confinement. */
export interface TreeShell {
  run(command: string, directory: string, signal: AbortSignal): Promise<ShellResult>;
  /** Runs the setup command: with the network, to install dependencies. Rejects where it fails. */
  setUp(
    command: string,
    tree: { readonly directory: string; readonly repositoryRoot: string },
    signal: AbortSignal,
  ): Promise<void>;
  /** Whether a name means something to the shell there: a program, or one of its own commands. */
  finds(name: string, directory: string, signal: AbortSignal): Promise<boolean>;
}

export function openTreeShell(options: {
  readonly confinement: Confinement;
  /** The user's, by which a sandbox finds the home; `variables` is what commands get. */
  readonly environment: Environment;
  readonly variables: Readonly<Record<string, string>>;
  /** Where the repository's objects are, which a sandbox would hide. */
  readonly objectFolders: readonly string[];
  readonly clock: Clock;
  readonly groups: ProcessGroups;
}): TreeShell {
  const { confinement, environment, objectFolders: readable, clock, groups } = options;
  const runIn = (
    confinement: Confinement,
    command: string,
    directory: string,
    given: { readonly variables: Readonly<Record<string, string>>; readonly signal: AbortSignal },
  ) => {
    const prefix = confined(confinement, { directory, readable, environment });
    const own = {
      GIT_CONFIG_GLOBAL: globalConfigOf(directory),
      ...options.variables,
      ...given.variables,
    };
    const { signal } = given;
    return runShell({ command, directory, environment: own, prefix, clock, groups, signal });
  };
  const withNetwork: Confinement =
    confinement.type === "sandbox" ? { ...confinement, network: { type: "all" } } : confinement;
  const run: TreeShell["run"] = (command, directory, signal) =>
    runIn(confinement, command, directory, { variables: {}, signal });
  return {
    run,
    async setUp(command, { directory, repositoryRoot }, signal) {
      const given = { variables: { REHEARSAL_ROOT: repositoryRoot }, signal };
      const result = await runIn(withNetwork, command, directory, given);
      signal.throwIfAborted();
      if (result.exitCode !== 0)
        throw new Error(
          `The setup command failed in ${directory}: ${command}\n${shellOutcome(result).text}\n` +
            "Mend it, or change `setup` in the configuration, then resume the run.",
        );
    },
    finds: async (name, directory, signal) => {
      const look = `command -v -- '${name.replaceAll("'", "'\\''")}'`;
      return (await run(look, directory, signal)).exitCode === 0;
    },
  };
}
