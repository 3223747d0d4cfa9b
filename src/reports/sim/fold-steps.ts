import type { StepReport } from "./scenario-report.ts";

/** A line of a table of steps: one step, or a number of steps in the default order that are not shown. */
export type StepLine =
  | { readonly type: "step"; readonly step: StepReport; readonly deviates: boolean }
  | { readonly type: "folded"; readonly count: number };

/** Fewer steps in a row are shown, because a line that says "2 steps" saves nothing. */
const foldedMin = 3;
/** The last steps are always shown: there it failed. */
const lastShown = 3;
/** So few steps are shown whole: they are all that happened. */
export const fewSteps = 8;

/**
 * Folds a list of steps: those out of the default order, those around them and the last ones are shown, the others
 * counted.
 */
export function foldSteps(steps: readonly StepReport[]): readonly StepLine[] {
  const deviates = (index: number) => (steps[index]?.place ?? 0) !== 0;
  const isShown = (index: number) =>
    steps.length <= fewSteps ||
    deviates(index - 1) ||
    deviates(index) ||
    deviates(index + 1) ||
    index >= steps.length - lastShown;
  const lines: StepLine[] = [];
  let hidden: StepLine[] = [];
  const closeFold = () => {
    if (hidden.length >= foldedMin) lines.push({ type: "folded", count: hidden.length });
    else lines.push(...hidden);
    hidden = [];
  };
  for (const [index, step] of steps.entries()) {
    const line: StepLine = { type: "step", step, deviates: deviates(index) };
    if (!isShown(index)) {
      hidden.push(line);
      continue;
    }
    closeFold();
    lines.push(line);
  }
  closeFold();
  return lines;
}

/** Which of the steps that could have come did come: `3 of 8`; nothing where there was no choice. */
export function choiceText(step: StepReport): string {
  return step.candidates < 2 ? "" : `${step.place + 1} of ${step.candidates}`;
}

/** What a folded line says. */
export function foldedText(count: number): string {
  return `… ${count.toLocaleString("en-US")} steps in the default order`;
}
