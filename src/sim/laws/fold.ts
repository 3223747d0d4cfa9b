import type { RunRecord } from "../record.ts";
import { judgeBy, type Verdict } from "./verdict.ts";

/** Law 2. The log folded from nothing equals the live state. */
export function checkFold(record: RunRecord): Verdict {
  return judgeBy(({ exercise, breach }) => {
    for (let count = 0; count < record.foldComparisons; count++) exercise();
    for (const difference of record.foldDifferences) breach(difference);
    for (const { log } of record.lives) {
      const gap = log.findIndex((event, index) => event.seq !== index + 1);
      if (gap >= 0) breach(`event ${gap + 1} of the log has the number ${log[gap]!.seq}`);
    }
  });
}
