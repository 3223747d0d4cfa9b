import type { Config } from "../config/define-config.ts";
import { loadConfig } from "../config/load-config.ts";
import { inspectRepository } from "../workspaces/repository.ts";
import { note } from "./output.ts";
import { refusal } from "./refusal.ts";

/** The repository that a command works on. */
export interface Project {
  /** Absolute. */
  readonly root: string;
  readonly headCommit: string;
  readonly dirty: boolean;
  readonly config: Config;
}

/** Refuses where no run could start: no repository, a bare one, one without commits, no git. */
export async function openProject(directory: string): Promise<Project> {
  const { root, headCommit, dirty } = await findRepository(directory);
  return { root, headCommit, dirty, config: await loadConfig(root) };
}

/** For commands that only look: the configuration is not read. */
export async function findRepository(directory: string) {
  const repository = await inspectRepository(directory);
  if (!repository.ok) throw refusal(repository.message);
  return repository;
}

export function noteDirtyTree({ dirty, headCommit }: Project): void {
  if (!dirty) return;
  note(
    `Note: there are uncommitted changes. They stay as they are; the run starts from the last commit, ${headCommit.slice(0, 8)}.`,
  );
}
