import type { ContextSummary } from "../../core/window/context-summary.ts";
import type { ContextView } from "../../core/window/context-view.ts";
import type { Projection } from "../../core/projection.ts";
import type { ExactCount } from "./exact-count.ts";

/** What `rehearsal context RUN --json` prints; docs/context-json.md says what its members mean. */
export interface ContextJson extends Pick<Projection, "runId" | "epic" | "outcome"> {
  readonly version: 1;
  /** The number of the last event that this includes. */
  readonly seq: number;
  /** The moment of this report; `remainingMs` counts from it. */
  readonly atMs: number;
  readonly sessions: readonly ContextSummary[];
  readonly session: ContextView | null;
  /** `null` where no count was asked for. */
  readonly exact: ExactCount | null;
}

export function contextJson(content: Omit<ContextJson, "version">): ContextJson {
  return { version: 1, ...content };
}
