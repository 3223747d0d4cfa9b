import { pasted } from "../hint.ts";
import { sanitizeLine } from "../../terminal/sanitize.ts";
import type { Cleaned } from "./clean-run.ts";

/** What `rehearsal clean` did, for people. */
export function cleanedText(cleaned: readonly Cleaned[]): string {
  const changed = cleaned.filter(({ removed, stays }) => removed.length + stays.length > 0);
  if (changed.length === 0) return "There is nothing to clean.\n";
  const rows = changed.flatMap(({ runId, removed, stays }) => [
    `run ${runId}`,
    ...removed.map((what) => `  removed  ${sanitizeLine(what)}`),
    ...stays.map(
      ({ what, why }) => `  stays    ${sanitizeLine(what)}: ${sanitizeLine(pasted(why))}`,
    ),
  ]);
  const isForcible = changed.some(({ stays }) => stays.length > 0);
  const hint = isForcible ? ["", "--force discards what is not merged, for good."] : [];
  return `${[...rows, ...hint].join("\n")}\n`;
}
