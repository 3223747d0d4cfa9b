import type { RunRecord } from "../record.ts";
import { checkDelivery } from "./delivery.ts";
import { checkFold } from "./fold.ts";
import { checkGate } from "./gate.ts";
import { checkLiveness } from "./liveness.ts";
import { checkOrder } from "./order.ts";
import { checkTokens } from "./tokens.ts";
import type { Verdict } from "./verdict.ts";

/** The nine, by number. Laws 6, 8 and 9 are judged by pairs of records. */
export const lawNames = {
  1: "delivery",
  2: "fold",
  3: "gate",
  4: "order",
  5: "tokens",
  6: "isolation",
  7: "liveness",
  8: "determinism",
  9: "resume",
} as const;

export type LawNumber = keyof typeof lawNames;
export const lawNumbers: readonly LawNumber[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** What can be said of one record by itself. */
export function checkRecord(record: RunRecord): ReadonlyMap<LawNumber, Verdict> {
  return new Map<LawNumber, Verdict>([
    [1, checkDelivery(record)],
    [2, checkFold(record)],
    [3, checkGate(record)],
    [4, checkOrder(record)],
    [5, checkTokens(record)],
    [7, checkLiveness(record)],
  ]);
}
