import { project } from "../core/project.ts";
import { evaluate } from "./expectation.ts";
import type { Evidence } from "./laws/evidence.ts";
import { runsOf } from "./laws/laws.ts";
import type { Scenario } from "./scenario.ts";

/** The names of a scenario's `sometimes` expectations, each of which some schedule must meet. */
export const marksOf = ({ expect }: Pick<Scenario, "expect">): readonly string[] =>
  expect.flatMap((one) => (one.type === "sometimes" ? [one.mark] : []));

/** Which marks the runs of a trial met. Companion runs count, since only they show what a crash brings about. */
export function marksMet(
  { expect }: Pick<Scenario, "expect">,
  evidence: Evidence,
): readonly string[] {
  const marks = expect.filter((one) => one.type === "sometimes");
  if (marks.length === 0) return [];
  const runs = runsOf(evidence).map(([, { log, files }]) => ({ ...project(log), log, files }));
  return marks.flatMap(({ mark, of }) =>
    runs.some((run) => evaluate([of], run).every(({ passed }) => passed)) ? [mark] : [],
  );
}
