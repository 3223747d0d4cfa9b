import { countText, timesText } from "../../core/words/count-text.ts";
import { namedEvents } from "./named-events.ts";
import { isSameLog, runDifference } from "./run-difference.ts";
import type { FailureReport } from "./scenario-report.ts";

/** Why a failure comes about, in plain lines: who raced with whom, where a run that passes goes another way, what it takes. */
export function explanationLines(failure: FailureReport): readonly string[] {
  return [
    ...eventLines(failure),
    ...raceLines(failure),
    ...differenceLines(failure),
    ...needLines(failure),
  ];
}

/** What stands in the log where the messages name an event by its number. */
function eventLines(failure: FailureReport): readonly string[] {
  const rows = namedEvents(failure);
  const width = String(rows.at(-1)?.seq ?? 0).length;
  return rows.map(({ seq, words, cause, isNamed }) => {
    const of = cause === null ? "" : `  ← ${cause}`;
    return `${isNamed ? "▸" : " "} event ${String(seq).padStart(width)}  ${words}${of}`;
  });
}

export const raceLines = ({ explanation }: FailureReport): readonly string[] =>
  (explanation?.races ?? []).map(({ step, first, second, besides = 0 }) => {
    const more = besides === 0 ? "" : `, and with ${countText(besides, "other step")} out of turn,`;
    return `race: ${first} came before ${second} at step ${step}; the other way round${more} it does not fail`;
  });

function differenceLines(failure: FailureReport): readonly string[] {
  const difference = runDifference(failure);
  if (difference === null) return [];
  const { how, common, failing, passing } = difference;
  if (isSameLog(difference)) return [`It passes ${how}, ${sameLogWords}.`];
  return [
    `It passes ${how}. ${countText(common, "event")} are the same in both, then comes`,
    `  where it fails:  ${failing[0]?.words ?? "nothing more"}`,
    `  where it passes: ${passing[0]?.words ?? "nothing more"}`,
  ];
}

/** Of the run that passes, where its log is that of the one which fails. */
export const sameLogWords =
  "with the same log: the two differ in what was done and when, not in what stands in the log";

/** In how many other orders it fails, and how many without each of what is left. */
export function needLines({ explanation }: FailureReport): readonly string[] {
  if (explanation === null) return [];
  const { continuations, failing, needs } = explanation;
  if (needs.length === 0)
    return [`In ${continuations} other orders it fails ${timesText(failing)}.`];
  return [
    `In ${continuations} other orders of what comes after it fails ${timesText(failing)}; of as many`,
    ...together(needs).map(
      ({ what, failing: count, more }) =>
        `  without ${what}: ${count}${more === 0 ? "" : `; the same of ${countText(more, "order")} before it`}`,
    ),
  ];
}

type Need = NonNullable<FailureReport["explanation"]>["needs"][number];

/** Steps out of order that count alike are one line, that of the last of them. */
function together(needs: readonly Need[]): readonly (Need & { readonly more: number })[] {
  const groups = Map.groupBy(needs, ({ what, failing }) =>
    what.startsWith("the order of step") ? `order ${failing}` : what,
  );
  return [...groups.values()].map((group) => ({ ...group.at(-1)!, more: group.length - 1 }));
}
