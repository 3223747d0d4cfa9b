import { countText } from "../../core/words/count-text.ts";
import { choiceText, fewSteps, foldSteps, lineText, type StepLine } from "./fold-steps.ts";
import type { Paper } from "../../core/words/paper.ts";
import type { StepReport } from "./scenario-report.ts";
import { type Column, tableRows } from "../table.ts";

/** What is said of a failure that needs no other order. */
export function defaultOrderText(steps: readonly StepReport[]): string {
  const deaths = steps.flatMap(({ step, storedAtDeath }) =>
    storedAtDeath === undefined ? [] : [`; the process dies in step ${step}`],
  );
  return `It fails in the default order, in ${countText(steps.length, "step")}${deaths.join("")}`;
}

/** The steps of a failure as a table, where `▸` marks those out of the default order; of many without such only their number. */
export function stepTable(steps: readonly StepReport[], paper: Paper): readonly string[] {
  if (steps.length === 0) return [];
  const isDefault = steps.every(({ place }) => place === 0);
  const heading = defaultOrderText(steps);
  if (isDefault && steps.length > fewSteps) return [paper.ink("dim", `${heading}.`)];
  const of = (text: (step: StepReport) => string) => (line: StepLine) =>
    line.type === "step" ? text(line.step) : "";
  const columns: readonly Column<StepLine>[] = [
    {
      title: " ",
      align: "left",
      cell: (line) => (line.type === "step" && line.deviates ? paper.ink("yellow", "▸") : " "),
    },
    { title: "Step", align: "right", cell: of((step) => String(step.step)) },
    { title: "At", align: "right", cell: of((step) => paper.duration(step.atMs)) },
    { title: "Chosen", align: "left", cell: of(choiceText) },
    {
      title: "What was released",
      align: "left",
      cell: (line) =>
        line.type === "step"
          ? paper.ink(line.deviates ? "bold" : "dim", paper.cleanLine(line.step.label))
          : paper.ink(line.type === "death" ? "red" : "dim", paper.cleanLine(lineText(line))),
    },
    {
      title: "Before",
      align: "left",
      cell: of(({ overtook }) => (overtook === null ? "" : paper.cleanLine(overtook))),
    },
  ];
  const rows = tableRows(columns, foldSteps(steps), paper);
  return isDefault ? [paper.ink("dim", `${heading}:`), ...rows] : rows;
}
