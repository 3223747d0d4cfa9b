import { assertNever } from "../../core/assert-never.ts";
import { isWithoutRoom } from "../go-on.ts";
import type { RunRecord } from "../record.ts";
import { checkPauses } from "./pauses.ts";
import { unfinishedIn } from "./unfinished.ts";
import { judgeBy, type Verdict } from "./verdict.ts";
import { checkWaits } from "./waits.ts";

/**
 * Law 7. Within a bounded number of steps the run ends, or waits only for popups that were shown or for trouble that it
 * names, and what waits for neither goes on until then; and what pauses for such trouble does not count as failed.
 */
export function checkLiveness(record: RunRecord): Verdict {
  return judgeBy(({ exercise, breach }) => {
    exercise();
    const { end } = record;
    checkPauses(record.log, { exercise, breach });
    checkWaits(record.log, { exercise, breach });
    const last = record.lives.at(-1)!;
    switch (end.type) {
      case "over":
        break;
      case "deadlock":
        breach(`deadlock: nothing can come any more. ${whoWaits(record)}`);
        return;
      case "livelock":
        breach(
          `livelock: still going after ${record.steps.length} steps; next: ${end.waiting.join(", ")}`,
        );
        return;
      case "unsettled":
        breach(`an operation did not end: ${end.operations.join(", ")}`);
        return;
      default:
        assertNever(end);
    }
    if (last.finished === null) {
      if (record.problems.some(({ type }) => type === "crashed"))
        breach(`the conductor itself failed${unfinished(record)}`);
      return;
    }
    if (last.finished.outcome !== "waiting") return;
    const shown = new Set<string>(
      record.shown.filter(({ life }) => life === last.number).map(({ popupId }) => popupId),
    );
    const endMs = record.log.at(-1)!.atMs;
    // What cannot be remembered is not shown either: with a full disk the run waits for room, and says so.
    for (const [popupId, expiresAtMs] of openPopups(record)) {
      exercise();
      if (!shown.has(popupId) && !isWithoutRoom(last))
        breach(`the run waits on ${popupId}, which was never shown`);
      if (expiresAtMs !== null && expiresAtMs <= endMs) {
        breach(`the run waits on ${popupId}, whose time is up`);
      }
    }
  });
}

/** The open popups by id, with the time at which each expires. */
function openPopups(record: RunRecord): ReadonlyMap<string, number | null> {
  const open = new Map<string, number | null>();
  for (const event of record.log) {
    if (event.type === "popup.opened") open.set(event.popup.id, event.popup.expiresAtMs);
    if (event.type === "popup.decided" || event.type === "popup.expired")
      open.delete(event.popupId);
  }
  return open;
}

/** The effects and popups that have not ended, in words. */
function whoWaits(record: RunRecord): string {
  const effects = new Map<number, string>();
  for (const event of record.log) {
    if (
      event.type.endsWith(".started") &&
      event.type !== "run.started" &&
      event.type !== "attempt.started"
    ) {
      const whose =
        "ticketId" in event
          ? ` of ${event.ticketId}`
          : "sessionId" in event
            ? ` of ${event.sessionId}`
            : "";
      effects.set(event.seq, `${event.type}${whose} (event ${event.seq})`);
    }
    if ("effectId" in event && event.effectId !== null && event.type !== "stream.deltas") {
      effects.delete(event.effectId);
    }
  }
  const popups = [...openPopups(record).keys()].map((id) => `popup ${id}`);
  return `Unsettled: ${[...effects.values(), ...popups].join(", ") || "nothing"}${unfinished(record)}.`;
}

function unfinished({ log }: RunRecord): string {
  const names = unfinishedIn(log);
  return names === "" ? "" : `; unfinished: ${names}`;
}
