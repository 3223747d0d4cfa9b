import type { Config } from "../config/define-config.ts";
import { readKeptRules } from "../config/kept-rules.ts";
import { inspectRepository } from "../workspaces/repository.ts";
import { note } from "./output.ts";
import { readConfig } from "./read-config.ts";
import { usageError } from "./usage-error.ts";

/** The repository that a command works on. */
export interface Project {
  /** Absolute. */
  readonly root: string;
  readonly headCommit: string;
  readonly dirty: boolean;
  readonly config: Config;
}

/** Opens a repository for a run. Refuses one that is bare or has no commits, and a folder that is none. */
export async function openProject(directory: string): Promise<Project> {
  const repository = await inspectRepository(directory);
  if (!repository.ok) throw usageError(repository.message);
  const { root, headCommit, dirty } = repository;
  const config = await readConfig(root);
  const rules = [...(config.rules ?? []), ...readKeptRules(root)];
  return { root, headCommit, dirty, config: { ...config, rules } };
}

export function noteDirtyTree({ dirty, headCommit }: Project): void {
  if (!dirty) return;
  note(
    `Note: there are uncommitted changes. They stay as they are; the run starts from the last commit, ${headCommit.slice(0, 8)}.`,
  );
}

/** The project; a flag silences the bell that its decisions ring at the terminal. */
export const withBell = (
  project: Project,
  { quietBell }: { readonly quietBell?: true },
): Project =>
  quietBell === true ? { ...project, config: { ...project.config, notify: false } } : project;
