import { countText } from "../../core/words/count-text.ts";
import { runDifference } from "./run-difference.ts";
import type { FailureReport } from "./scenario-report.ts";

/** Why a failure comes about, in plain lines: who raced with whom, where a run that passes goes another way, what it takes. */
export function explanationLines(failure: FailureReport): readonly string[] {
  return [...raceLines(failure), ...differenceLines(failure), ...needLines(failure)];
}

export const raceLines = ({ explanation }: FailureReport): readonly string[] =>
  (explanation?.races ?? []).map(
    ({ step, first, second }) =>
      `race: ${first} came before ${second} at step ${step}; the other way round it does not fail`,
  );

function differenceLines(failure: FailureReport): readonly string[] {
  const difference = runDifference(failure);
  if (difference === null) return [];
  const { how, common, failing, passing } = difference;
  return [
    `It passes ${how}. ${countText(common, "event")} are the same in both, then comes`,
    `  where it fails:  ${failing[0]?.words ?? "nothing more"}`,
    `  where it passes: ${passing[0]?.words ?? "nothing more"}`,
  ];
}

/** In how many other orders it fails, and how many without each of what is left. */
export function needLines({ explanation }: FailureReport): readonly string[] {
  if (explanation === null) return [];
  const { continuations, failing, needs } = explanation;
  if (needs.length === 0) return [`In ${continuations} other orders it fails ${failing} times.`];
  return [
    `In ${continuations} other orders of what comes after it fails ${failing} times; of as many`,
    ...needs.map((need) => `  without ${need.what}: ${need.failing}`),
  ];
}
