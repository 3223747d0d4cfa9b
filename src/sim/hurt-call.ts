import type { Address } from "../core/ids.ts";
import { type DrawnFault, nameOfAddress } from "./drawn-fault.ts";
import type { RunRecord } from "./record.ts";

/** Draws a call whose first try met no fault, so that a fault at its first try leads to exactly one more. */
export function drawCall(
  record: RunRecord,
  drawn: readonly DrawnFault[],
  draw: number,
): string | null {
  const struck = new Set(drawn.flatMap((fault) => (fault.type === "reply" ? [fault.at] : [])));
  const calls = firstTries(record).filter((address) => !struck.has(nameOfAddress(address)));
  const address = calls[Math.floor(draw * calls.length)];
  return address === undefined ? null : nameOfAddress(address);
}

/** The call with that name; `null` where this run did not make it. */
export const callNamed = (record: RunRecord, name: string): Address | null =>
  firstTries(record).find((address) => nameOfAddress(address) === name) ?? null;

const firstTries = (record: RunRecord): readonly Address[] =>
  record.log.flatMap((event) =>
    event.type === "model.started" && event.address.try === 1 ? [event.address] : [],
  );
