import { countText } from "../../core/words/count-text.ts";
import { neverIn } from "../../reports/sim/coverage-totals.ts";
import type { FailureReport, ScenarioReport } from "../../reports/sim/scenario-report.ts";
import { quoted } from "../../core/words/quoted.ts";

/** With `--require-sometimes`: a scenario of which no schedule met a mark fails. */
export const withRequiredMarks = (
  reports: readonly ScenarioReport[],
  required: true | undefined,
): readonly ScenarioReport[] => (required === true ? reports.map(withUnmet) : reports);

function withUnmet(report: ScenarioReport): ScenarioReport {
  const unmet = neverIn(report.coverage?.marks ?? {});
  if (unmet.length === 0) return report;
  const failures = unmet.map((mark) => failureOf(mark, report));
  return { ...report, passed: false, failures: [...report.failures, ...failures] };
}

/** It is of all schedules together, so that there is nothing to replay. */
function failureOf(mark: string, { file, seeds }: ScenarioReport): FailureReport {
  return {
    seed: null,
    count: seeds,
    kind: `never: ${mark}`,
    messages: [
      `None of ${countText(seeds, "schedule")} met the mark "${mark}". Run more, let faults be drawn, or take away what forbids it.`,
    ],
    deterministic: true,
    command: `rehearsal sim ${quoted(file)} --seeds ${10 * seeds} --require-sometimes`,
    code: "",
    deviations: 0,
    faults: [],
    explanation: null,
    isKnown: false,
    seenIn: "the run itself",
    steps: [],
    log: [],
  };
}

/** What a part of the schedules did not meet another part may have met. */
export const isOfOnePart = ({ code }: Pick<FailureReport, "code">): boolean => code === "";
