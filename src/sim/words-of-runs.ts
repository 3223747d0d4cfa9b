import { wordsOfCall } from "./drawn-fault.ts";
import type { RunOfTrial } from "./laws/evidence.ts";

/** `killed at event 7 and resumed`, `killed at events 7, then 9, and resumed each time`. */
export const wordsOfKills = (atEvents: readonly number[]): string =>
  atEvents.length === 1
    ? `killed at event ${atEvents[0]} and resumed`
    : `killed at events ${atEvents.join(", then ")}, and resumed each time`;

/** `the run that was killed at event 12`. */
export function wordsOfRun(
  run: RunOfTrial,
  {
    killAtEvents,
    hurtCall,
  }: { readonly killAtEvents: readonly number[]; readonly hurtCall: string | null },
): string {
  switch (run) {
    case "itself":
      return "the run itself";
    case "killed":
      return `the run that was ${wordsOfKills(killAtEvents)}`;
    case "hurt":
      return `the run whose call ${wordsOfCall(hurtCall!)} was cut`;
  }
}
