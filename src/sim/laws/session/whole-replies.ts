import { isFailure, type ReplyFault } from "../../../mock-provider/reply-fault.ts";
import type { RunRecord } from "../../record.ts";
import { nameOfAsked, nameOfUnit, rawUnitsOf, sentByUnit } from "../delivery.ts";
import type { Findings } from "../verdict.ts";

/** Ends of a try by which its reply did not come, or could not be read; by the last two we waited for it in vain. */
const brokenEnds: ReadonlySet<string> = new Set([
  "rate-limited",
  "overloaded",
  "server-error",
  "connection-failed",
  "stream-cut",
  "stream-error",
  "malformed-reply",
  "invalid-request",
  "stalled",
  "timeout",
]);
const vainWaits: ReadonlySet<string> = new Set(["stalled", "timeout"]);

/** What the mock did to a reply, and whether all of it was sent. */
interface Sent {
  readonly fault: ReplyFault | null;
  readonly isAll: boolean;
}

/** A reply without a fault spends no other try, and one in which the model refuses, or is stopped, is taken for that. */
export function checkWholeReplies(record: RunRecord, { exercise, breach }: Findings): void {
  const deltas = sentByUnit(record.observations);
  const raw = rawUnitsOf(record);
  const replies = new Map<string, Sent>();
  for (const one of record.observations) {
    const { address } = one;
    if (address === null || (one.type !== "ended" && one.type !== "aborted")) continue;
    const name = nameOfAsked(address);
    const isAll = one.type === "ended" || replies.get(name)?.isAll === true;
    if (one.fault !== undefined) replies.set(name, { fault: one.fault, isAll });
  }
  for (const event of record.log) {
    if (event.type !== "stream.completed" && event.type !== "stream.discarded") continue;
    const name = nameOfUnit(event.unit);
    const reply = replies.get(name);
    if (reply === undefined || raw.has(name)) continue;
    exercise();
    const { fault, isAll } = reply;
    const where = `event ${event.seq}: ${name}`;
    if (event.type === "stream.discarded") {
      const { code } = event.failure;
      const isBroken = brokenEnds.has(code) && (isAll || !vainWaits.has(code));
      if (isBroken && (fault === null || !isFailure(fault)))
        breach(`${where} is discarded for ${code}, and nothing was wrong with its reply`);
      continue;
    }
    const words = (deltas.get(name) ?? []).some(
      (delta) => delta.type === "text" && delta.text.trim() !== "",
    );
    if (fault?.type === "refusal" && words)
      breach(`${where} is taken for a reply, and the model refused`);
    if (fault?.type === "max-tokens" && isDone(event.stopReason))
      breach(`${where} is taken for a whole reply, and its limit broke it off`);
  }
}

const isDone = (stopReason: string): boolean =>
  stopReason === "end-turn" || stopReason === "tool-use";
