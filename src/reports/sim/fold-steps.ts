import { countText } from "../../core/words/count-text.ts";
import type { StepReport } from "./scenario-report.ts";

/** Steps that are not shown: in the default order, or in the midst of many that all came before the same one. */
interface FoldedSteps {
  readonly type: "folded";
  readonly count: number;
  /** Before which one all of them came; `null`: they came in the default order. */
  readonly before: string | null;
}

/** A line of a table of steps: one step, the end of a process, or a number of steps that are not shown. */
export type StepLine =
  | { readonly type: "step"; readonly step: StepReport; readonly deviates: boolean }
  | { readonly type: "death"; readonly stored: number }
  | FoldedSteps;

/** Fewer steps in a row are shown, because a line that says "2 steps" saves nothing. */
const foldedMin = 3;
/** The last steps are always shown: there it failed. */
const lastShown = 3;
/** So few steps are shown whole: they are all that happened. */
export const fewSteps = 8;

/**
 * Folds a list of steps: those out of the default order, those around them, those in which a process dies and the last
 * ones are shown, the others counted; and so are, but for the first and the last, those in a row that all came before the
 * same step.
 */
export function foldSteps(steps: readonly StepReport[]): readonly StepLine[] {
  const deviates = (index: number) => (steps[index]?.place ?? 0) !== 0;
  const before = (index: number) => (deviates(index) ? steps[index]!.overtook : null);
  const isAmid = (index: number) =>
    before(index) !== null &&
    before(index - 1) === before(index) &&
    before(index + 1) === before(index);
  const isShown = (index: number) =>
    steps.length <= fewSteps ||
    index >= steps.length - lastShown ||
    steps[index]!.storedAtDeath !== undefined ||
    (!isAmid(index) && (deviates(index - 1) || deviates(index) || deviates(index + 1)));
  const lines: StepLine[] = [];
  let hidden: (StepLine & { readonly type: "step" })[] = [];
  const closeFold = () => {
    const [first] = hidden;
    if (first !== undefined && hidden.length >= foldedMin)
      lines.push({
        type: "folded",
        count: hidden.length,
        before: first.deviates ? first.step.overtook : null,
      });
    else lines.push(...hidden);
    hidden = [];
  };
  for (const [index, step] of steps.entries()) {
    const line = { type: "step" as const, step, deviates: deviates(index) };
    if (!isShown(index)) {
      hidden.push(line);
      continue;
    }
    closeFold();
    lines.push(line);
    const { storedAtDeath } = step;
    if (storedAtDeath !== undefined) lines.push({ type: "death", stored: storedAtDeath });
  }
  closeFold();
  return lines;
}

/** Which of the steps that could have come did come: `3 of 8`; nothing where there was no choice. */
export function choiceText(step: StepReport): string {
  return step.candidates < 2 ? "" : `${step.place + 1} of ${step.candidates}`;
}

/** What a line says that is no step. */
export function lineText(line: Exclude<StepLine, { readonly type: "step" }>): string {
  if (line.type === "death")
    return `the process dies here, with ${countText(line.stored, "event")} on its disk`;
  const { count, before } = line;
  const number = count.toLocaleString("en-US");
  return before === null
    ? `… ${number} steps in the default order`
    : `… ${number} more before ${before}`;
}
