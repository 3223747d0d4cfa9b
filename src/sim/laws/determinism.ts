import { digestOfRecord } from "./ending.ts";
import type { Evidence } from "./evidence.ts";
import { judgeBy, type Verdict } from "./verdict.ts";

/** Law 8. Same scenario and schedule, byte-identical log. */
export function checkDeterminism({ record: first, again: second }: Evidence): Verdict {
  if (second === null) return { type: "not-exercised" };
  return judgeBy(({ exercise, breach }) => {
    exercise();
    if (digestOfRecord(first) === digestOfRecord(second)) return;
    const at = first.log.findIndex(
      (event, index) => JSON.stringify(event) !== JSON.stringify(second.log[index]),
    );
    const show = (event: unknown): string => JSON.stringify(event ?? null).slice(0, 160);
    breach(
      at < 0
        ? `the second log goes on after event ${first.log.length}`
        : `event ${at + 1} is ${show(first.log[at])} and then ${show(second.log[at])}`,
    );
  });
}
