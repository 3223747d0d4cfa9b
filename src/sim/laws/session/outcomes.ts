import type { Event } from "../../../core/event.ts";
import type { EffectId, TicketId } from "../../../core/ids.ts";
import type { Execution, RunRecord } from "../../record.ts";
import type { Findings } from "../verdict.ts";

/** What the log says of a call and of a check is what came of it; what was stopped for its time came to nothing. */
export function checkOutcomes(
  { log, executions }: RunRecord,
  { exercise, breach }: Findings,
): void {
  // A log without what the edges saw, such as one of a test.
  if (executions.length === 0) return;
  const outcomes = Map.groupBy(executions, nameOf);
  const begun = new Set<EffectId>();
  for (const event of log) {
    if (event.type === "tool.started" || event.type === "check.started") begun.add(event.seq);
    if (event.type !== "tool.ended" && event.type !== "check.ended") continue;
    if (event.effectId === null || !begun.has(event.effectId)) continue;
    exercise();
    const { text, failed } = toldBy(event);
    if (text.includes(late)) continue;
    const came = outcomes.get(nameOfEvent(event)) ?? [];
    const isSame = (one: Execution): boolean => {
      switch (one.type) {
        case "outcome":
          return one.isError === failed && text.includes(one.text);
        case "verdict":
          return one.passed !== failed && text.includes(one.output);
        default:
          return false;
      }
    };
    if (!came.some(isSame))
      breach(
        `event ${event.seq}: ${nameOfEvent(event)} is told as ${failed ? "a failure" : "a success"}, with words that it did not end with`,
      );
  }
}

const late = "Stopped: it took longer than";

type Ended = Extract<Event, { type: "tool.ended" | "check.ended" }>;

const toldBy = (event: Ended): { text: string; failed: boolean } =>
  event.type === "tool.ended"
    ? { text: event.text, failed: event.isError }
    : { text: event.output, failed: !event.passed };

const nameOfEvent = (event: Ended): string =>
  event.type === "tool.ended"
    ? `the call ${event.callId} of ${event.sessionId.split(":")[1] as TicketId}`
    : `the check of ${event.ticketId}`;

function nameOf(execution: Execution): string {
  if (execution.type === "outcome") return `the call ${execution.callId} of ${execution.ticketId}`;
  return execution.type === "verdict" ? `the check of ${execution.ticketId}` : "";
}
