import type { Event } from "../../core/event.ts";
import { fold } from "../../core/reduce/reduce.ts";
import type { Passage } from "../../reports/transcript/passage.ts";
import { mergedCommits, transcriptOf } from "../../reports/transcript/transcript.ts";
import { decisionText } from "../../terminal/popups/decision-text.ts";
import { popupLine } from "../../terminal/popups/popup-text.ts";
import { commitDiffs } from "../commit-diff.ts";
import { findSession } from "../find-session.ts";

/** The story of a run, with the diffs of what it merged. */
export async function storyOf(root: string, log: readonly Event[]): Promise<readonly Passage[]> {
  const diffs = await commitDiffs(root, mergedCommits(log));
  return transcriptOf(log, { asked: popupLine, decided: decisionText, diffs });
}

/**
 * What a session said and heard, and what became of its ticket meanwhile. A ticket's id means all of its attempts and
 * its QA.
 */
export function ofSession(
  passages: readonly Passage[],
  log: readonly Event[],
  wanted: string,
): readonly Passage[] {
  const state = fold(log)!;
  const sessionId = findSession(state, wanted);
  const { ticketId, attempt } = state.sessions.get(sessionId)!.seat;
  if (ticketId === null) return passages.filter((passage) => passage.sessionId === sessionId);
  if (wanted === ticketId) return passages.filter((passage) => passage.ticketId === ticketId);
  const attempts = log.filter(
    (event) => event.type === "attempt.started" && event.ticketId === ticketId,
  );
  const from = attempts[attempt - 1]?.seq ?? 0;
  const to = attempts[attempt]?.seq ?? Infinity;
  return passages.filter(
    (passage) =>
      passage.sessionId === sessionId ||
      (passage.sessionId === null &&
        passage.ticketId === ticketId &&
        passage.seq >= from &&
        passage.seq < to),
  );
}
