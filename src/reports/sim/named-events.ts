import { wordsBesideCause } from "./event-words.ts";
import { causeOf, type DifferenceRow, rowsOf } from "./run-difference.ts";
import type { FailureReport } from "./scenario-report.ts";

/** An event that a failure's message names, or one that such an event came of. */
export interface NamedEvent extends DifferenceRow {
  readonly isNamed: boolean;
}

/** So many are named at the most, the first ones. */
const namedMax = 3;
/** How far back it is looked for what an event came of. */
const causesMax = 2;

/** The events that the messages name by number, each behind what it came of, in the order of the log. */
export function namedEvents({
  messages,
  log,
}: Pick<FailureReport, "messages" | "log">): readonly NamedEvent[] {
  const numbers = messages.flatMap((message) =>
    [...message.matchAll(/\bevent (\d+)\b/g)].map(([, digits]) => Number(digits)),
  );
  const named = [...new Set(numbers)].filter((seq) => log[seq - 1]?.seq === seq).slice(0, namedMax);
  const shown = new Set<number>();
  for (const seq of named) {
    let next: number | null = seq;
    for (let left = causesMax; next !== null && left >= 0; left--) {
      shown.add(next);
      next = causeOf(log, log[next - 1]!);
    }
  }
  return [...shown]
    .toSorted((one, other) => one - other)
    .flatMap((seq) => rowsOf(log, seq - 1, seq))
    .map((row) => ({
      ...row,
      words: wordsBesideCause(row),
      isNamed: named.includes(row.seq),
    }));
}
