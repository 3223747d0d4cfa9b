import type { Event } from "../../../core/event.ts";
import type { EffectId, TicketId } from "../../../core/ids.ts";
import { canonicalJson } from "../../../core/json.ts";
import type { Executed, Execution, RunRecord } from "../../record.ts";
import type { Findings } from "../verdict.ts";

/**
 * The log's result of a call, a check or other work in a tree is the one that the workspace returned. Work that reached its
 * time limit has none.
 */
export function checkOutcomes(
  { log, lives, executions }: RunRecord,
  { exercise, breach }: Findings,
): void {
  // A record without observations of the workspace, such as a hand-made one of a test.
  if (executions.length === 0) return;
  const outcomes = Map.groupBy(executions, nameOf);
  checkBrought(log, executions, { exercise, breach });
  const [first] = log;
  const limitMs = first?.type === "run.started" ? first.settings.toolTimeoutMs : 0;
  const begunAtMs = new Map<EffectId, number>();
  for (const event of log) {
    if (event.type === "tool.started" || event.type === "check.started")
      begunAtMs.set(event.seq, event.atMs);
    if (event.type !== "tool.ended" && event.type !== "check.ended") continue;
    const life = lives.findLast(({ inherited }) => inherited < event.seq)?.number;
    const beganAtEvent = event.effectId;
    const beganAtMs = begunAtMs.get(beganAtEvent ?? 0);
    if (beganAtEvent === null || beganAtMs === undefined) continue;
    exercise();
    const { text, failed } = toldBy(event);
    // What came before it began is the result of another call, though it may have the same id.
    const came = (outcomes.get(nameOfEvent(event)) ?? []).filter(
      ({ atEvent = beganAtEvent, ...one }) =>
        one.life === life && beganAtEvent <= atEvent && atEvent < event.seq,
    );
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
    // What came of it in the very moment of its limit, or while it was stopped, may be told with that.
    const isWithin = ({ atMs = Infinity, ...one }: Executed): boolean =>
      atMs - beganAtMs >= limitMs && text.includes(wordsOf(one));
    const isLate =
      failed &&
      event.atMs - beganAtMs >= limitMs &&
      text.includes("Stopped: it took longer than") &&
      came.every(isWithin);
    if (!isLate && !came.some(isSame))
      breach(
        `event ${event.seq}: ${nameOfEvent(event)} is told as ${failed ? "a failure" : "a success"}, with words that it did not end with`,
      );
  }
}

/** Nothing of what a survey, a preparation, a commit, a comparison or a merge brought is lost or changed on its way. */
function checkBrought(
  log: readonly Event[],
  executions: readonly Execution[],
  { exercise, breach }: Findings,
): void {
  const name = (work: string, ticketId: TicketId | null, outcome: object): string =>
    `${work} of ${ticketId}: ${canonicalJson(outcome)}`;
  const brought = new Set(
    executions.flatMap((one) =>
      one.type === "brought" ? [name(one.work, one.ticketId, one.outcome)] : [],
    ),
  );
  for (const event of log) {
    const said = saidOf(event);
    if (said === null) continue;
    exercise();
    const ticketId = "ticketId" in event ? event.ticketId : null;
    if (!brought.has(name(said.work, ticketId, said.outcome)))
      breach(`event ${event.seq}: ${event.type} tells of something else than what came of it`);
  }
}

function saidOf(
  event: Event,
): Pick<Extract<Execution, { type: "brought" }>, "work" | "outcome"> | null {
  switch (event.type) {
    case "survey.ended": {
      const { files, documents } = event;
      return { work: "survey", outcome: { files, documents } };
    }
    case "preparation.ended": {
      const { documents, skeletons } = event;
      return { work: "prepare", outcome: { documents, skeletons } };
    }
    case "commit.ended": {
      const { commit, leftovers = [] } = event;
      return { work: "commit", outcome: { commit, leftovers } };
    }
    case "comparison.ended": {
      const { conflicts, moved } = event;
      return { work: "compare", outcome: { conflicts, moved } };
    }
    case "merge.ended":
      return { work: "merge", outcome: { head: event.head } };
    default:
      return null;
  }
}

const wordsOf = (one: Execution): string =>
  one.type === "outcome" ? one.text : one.type === "verdict" ? one.output : "";

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
