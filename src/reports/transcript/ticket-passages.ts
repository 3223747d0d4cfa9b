import type { Event } from "../../core/event.ts";
import { leftoverLine } from "../../core/leftover.ts";
import { countText } from "../../core/words/count-text.ts";
import { itemsBlock, outputBlock, wordsBlock } from "./passage.ts";
import { failureWords, messageWords } from "./passage-words.ts";
import { said, type PassageBody, type Telling } from "./telling.ts";
/** What is told of a ticket: its attempts, checks, commits and merges. */
export type TicketEvent = Extract<
  Event,
  {
    readonly type:
      | "attempt.started"
      | "preparation.ended"
      | "attempt.failed"
      | "check.ended"
      | "commit.ended"
      | "leftovers.returned"
      | "comparison.ended"
      | "merge.ended"
      | "ticket.done"
      | "ticket.failed"
      | "ticket.blocked"
      | "ticket.retried";
  }
>;

export function ticketPassage(
  event: TicketEvent,
  { memory, knowledge, speakers }: Telling,
): PassageBody | null {
  const { worker } = speakers;
  switch (event.type) {
    case "attempt.started":
      return said(
        worker(event.ticketId),
        "plain",
        event.attempt === 1 ? "starts" : `starts attempt ${event.attempt}`,
      );
    case "preparation.ended":
      if (event.documents.length + event.skeletons.length === 0) return null;
      return said(
        worker(event.ticketId),
        "plain",
        `is given ${countText(event.documents.length, "file")} in full and ${countText(event.skeletons.length, "skeleton")}`,
      );
    case "attempt.failed":
      return said(
        worker(event.ticketId),
        "bad",
        `attempt ${event.attempt} failed: ${failureWords(event.failure)}`,
        wordsBlock(event.note),
      );
    case "check.ended": {
      const start = memory.intents.get(event.effectId);
      const command = start?.type === "check.started" ? ` ${start.command}` : "";
      const merged =
        start?.type === "check.started" && start.merging !== undefined
          ? ", as it stands merged"
          : "";
      return said(
        worker(event.ticketId),
        event.passed ? "good" : "bad",
        `check${command} ${event.passed ? "passed" : "failed"}${merged}`,
        outputBlock("output", event.output),
      );
    }
    case "commit.ended":
      return said(
        worker(event.ticketId),
        "plain",
        event.commit === null ? "changed nothing" : `committed ${event.commit.slice(0, 12)}`,
        itemsBlock((event.leftovers ?? []).map(leftoverLine)),
      );
    case "leftovers.returned":
      return said(
        worker(event.ticketId),
        "asked",
        "hears what its commit leaves open",
        wordsBlock(messageWords(event.message)),
      );
    case "comparison.ended":
      if (event.conflicts.length === 0) return null;
      return said(
        worker(event.ticketId),
        "bad",
        "is in conflict with the run's branch",
        itemsBlock(event.conflicts),
      );
    case "merge.ended": {
      const start = memory.intents.get(event.effectId);
      const commit = start?.type === "merge.started" ? start.commit : null;
      const diff = commit === null ? undefined : knowledge.diffs.get(commit);
      return said(
        worker(event.ticketId),
        "good",
        `merged onto the run's branch as ${event.head.slice(0, 12)}`,
        diff === undefined || diff.trim() === "" ? [] : [{ type: "diff", text: diff.trimEnd() }],
      );
    }
    case "ticket.done":
      return said(worker(event.ticketId), "good", "is done");
    case "ticket.failed":
      return said(worker(event.ticketId), "bad", `failed: ${failureWords(event.failure)}`);
    case "ticket.blocked":
      return said(worker(event.ticketId), "wait", `is blocked by ${event.by}`);
    case "ticket.retried":
      return said(
        worker(event.ticketId),
        "asked",
        `a person grants attempt ${event.attempt}`,
        wordsBlock(event.note),
      );
  }
}
