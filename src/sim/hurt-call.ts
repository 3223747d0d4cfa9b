import type { Address } from "../core/ids.ts";
import { type DrawnFault, nameOfAddress } from "./drawn-fault.ts";
import type { RunRecord } from "./record.ts";

/** A call whose first try met no drawn fault, so that a fault there makes a second try. */
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

/** The call of that name, which another run may not have made. */
export const callNamed = (record: RunRecord, name: string): Address | null =>
  firstTries(record).find((address) => nameOfAddress(address) === name) ?? null;

const firstTries = (record: RunRecord): readonly Address[] =>
  record.log.flatMap((event) =>
    event.type === "model.started" && event.address.try === 1 ? [event.address] : [],
  );
