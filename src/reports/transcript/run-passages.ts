import type { Event } from "../../core/event.ts";
import { countText } from "../../core/words/count-text.ts";
import { canonicalJson } from "../../core/json.ts";
import type { Ticket, Track } from "../../core/planning/ticket.ts";
import { itemsBlock, type PassageBlock, wordsBlock } from "./passage.ts";
import { failureWords, ticketLine, trackLine } from "./passage-words.ts";
import { said, type PassageBody, type Telling } from "./telling.ts";
/** What is told of the run itself and of its plan. */
export type RunEvent = Extract<
  Event,
  {
    readonly type:
      | "run.started"
      | "run.resumed"
      | "run.interrupted"
      | "run.ended"
      | "survey.ended"
      | "tracks.proposed"
      | "tracks.accepted"
      | "tickets.proposed"
      | "tickets.accepted"
      | "plan.refused"
      | "plan.failed"
      | "effect.failed";
  }
>;

export function runPassage(event: RunEvent, { memory, speakers }: Telling): PassageBody | null {
  const { run, lead } = speakers;
  switch (event.type) {
    case "run.started":
      return said(run, "plain", `run ${event.runId} starts`, wordsBlock(event.epic));
    case "run.resumed":
      return said(run, "wait", "goes on from where it stopped");
    case "run.interrupted":
      return said(run, "wait", "interrupted");
    case "run.ended":
      return said(
        run,
        event.outcome === "done" ? "good" : event.outcome === "failed" ? "bad" : "wait",
        `the run is ${event.outcome}`,
        event.failure === null ? [] : wordsBlock(failureWords(event.failure)),
      );
    case "survey.ended":
      return said(
        run,
        "plain",
        `reads the project: ${countText(event.files.length, "file")}, ${countText(event.documents.length, "document")}`,
      );
    case "tracks.proposed":
      return said(
        lead(null),
        "plain",
        `proposes ${countText(event.tracks.length, "track")}`,
        itemsBlock(event.tracks.map(trackLine)),
      );
    case "tracks.accepted":
      return said(
        run,
        "good",
        "the tracks stand",
        changedItems(memory.planOf(null), event.tracks, trackLine),
      );
    case "tickets.proposed":
      return said(
        lead(event.trackId),
        "plain",
        `proposes ${countText(event.tickets.length, "ticket")}`,
        itemsBlock(event.tickets.map(ticketLine)),
      );
    case "tickets.accepted":
      return said(
        run,
        "good",
        `the tickets of ${event.trackId} stand`,
        changedItems(memory.planOf(event.trackId), event.tickets, ticketLine),
      );
    case "plan.refused":
      return said(
        lead(event.trackId),
        "bad",
        "the plan does not fit, and is asked for again",
        itemsBlock(event.problems),
      );
    case "plan.failed":
      return said(
        lead(event.trackId),
        "bad",
        `planning is given up: ${failureWords(event.failure)}`,
      );
    case "effect.failed":
      return said(run, "wait", `could not be done: ${failureWords(event.failure)}`);
  }
}

/** The parts of a plan, where they are others than were proposed. */
const changedItems = <Part extends Track | Ticket>(
  proposed: readonly (Track | Ticket)[],
  accepted: readonly Part[],
  lineOf: (part: Part) => string,
): readonly PassageBlock[] =>
  canonicalJson(proposed) === canonicalJson(accepted) ? [] : itemsBlock(accepted.map(lineOf));
