import type { EventOf } from "../../core/event.ts";
import type { CoreDecision } from "./core-decisions.ts";
import type { DecisionNotes } from "./decision-notes.ts";

/** Why a run is resumed: how it had ended, if it had. */
export function decisionOfResume({ ended }: Pick<DecisionNotes, "ended">): CoreDecision {
  switch (ended?.outcome) {
    case undefined:
      return "decide: resume after a crash";
    case "waiting":
      return "decide: resume what waited";
    case "interrupted":
      return "decide: resume what was interrupted";
    case "done":
    case "failed":
      return "decide: resume to try what failed again";
  }
}

export function decisionOfEnd(
  { outcome, failure }: EventOf<"run.ended">,
  { inFlight, planFailed }: Pick<DecisionNotes, "inFlight" | "planFailed">,
): CoreDecision {
  switch (outcome) {
    case "done":
      return "run: end as done";
    case "failed":
      return planFailed ? "run: end as failed, by its plan" : "run: end as failed, by tickets";
    case "waiting":
      if (failure?.code === "store-failed") return "decide: end, as nothing can be stored";
      return failure === null
        ? "run: end as waiting, for a person"
        : "run: end as waiting, for trouble to be mended";
    case "interrupted": {
      const held = [...inFlight.values()].some(({ type }) => type !== "timer.started");
      return held ? "decide: give up on what does not let go" : "run: end as interrupted";
    }
  }
}
