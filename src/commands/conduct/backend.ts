import type { Event } from "../../core/event.ts";
import type { Approver, Provider, Workspace } from "../../ports.ts";

/** What stands behind a run: real models and a person at the terminal, or both scripted by a scenario. */
export interface Backend {
  readonly provider: Provider;
  /** Answers the popups; `null`: the person at the terminal does. */
  readonly approver: Approver | null;
  /** The run's workspace, with what the backend replaces of it: a scenario can script what a check says. */
  wrapWorkspace(workspace: Workspace): Workspace;
  /** Marks as used the replies and answers that an earlier process of the run has used, by its log. */
  restore(log: readonly Event[]): void;
  /** How an ended run differs from its scenario, one sentence each; empty where it does not. */
  deviations(run: EndedRun): Promise<readonly string[]>;
  /** Stops waiting for replies and answers that are still to come. */
  close(): void;
}

/** A run that has ended. */
export interface EndedRun {
  readonly log: readonly Event[];
  /** The text files of the run's branch. */
  readonly files: () => Promise<Readonly<Record<string, string>>>;
}
