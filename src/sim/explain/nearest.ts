import type { Event } from "../../core/event.ts";
import { canonicalJson, type Json } from "../../core/json.ts";
import type { ExplanationReport } from "../../reports/sim/explanation-report.ts";
import type { Variant } from "./variant.ts";

/** Of the runs that pass, the one that goes the same way longest. */
export function nearestPassing(
  failing: readonly Event[],
  passing: readonly Variant[],
): ExplanationReport["nearest"] {
  const measured = passing.map(({ how, log }) => ({ how, log, common: commonOf(failing, log) }));
  return measured.toSorted((one, other) => other.common - one.common)[0] ?? null;
}

/** How many events from the beginning are the same, whenever they came. */
function commonOf(one: readonly Event[], other: readonly Event[]): number {
  const first = one.findIndex(
    (event, index) => other[index] === undefined || keyOf(event) !== keyOf(other[index]),
  );
  return first === -1 ? one.length : first;
}

const keyOf = ({ atMs: _, ...event }: Event): string => canonicalJson(event as unknown as Json);
