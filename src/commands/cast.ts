import type { Event } from "../core/event.ts";
import type { Approver, Provider, Workspace } from "../ports.ts";

/** Who plays in a run: real models and a person, or those of a scenario. */
export interface Cast {
  readonly provider: Provider;
  /** `null`: whoever sits at the terminal decides. */
  readonly approver: Approver | null;
  /** What a later command must say to have them again, such as ` --scenario FILE`. */
  readonly flags: string;
  /** The workspace as this cast sees it. */
  onStage(workspace: Workspace): Workspace;
  /** Takes in what an earlier process of the run has played. */
  recall(log: readonly Event[]): void;
  /** What went otherwise than it was written, in words; empty where all is well. */
  judge(played: Played): Promise<readonly string[]>;
  /** Everybody goes home: nothing that was still to be said is waited for. */
  dismiss(): void;
}

/** A run that has ended. */
export interface Played {
  readonly log: readonly Event[];
  /** The text files of the run's branch. */
  readonly files: () => Promise<Readonly<Record<string, string>>>;
}
