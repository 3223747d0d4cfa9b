import type { Projection } from "../../core/projection.ts";
import { outcomeText } from "./outcome-text.ts";
import type { Paper } from "../../core/words/paper.ts";

/** Names the run that a report is about: `latest` is not always the one that was meant. */
export function runHeading(
  { runId, epic, outcome }: Pick<Projection, "runId" | "epic" | "outcome">,
  paper: Paper,
): readonly string[] {
  const { ink, cleanLine, fit, wrap } = paper;
  const about = `${ink("dim", `run ${cleanLine(runId)}`)}  ${outcomeText(outcome, paper)}`;
  return [ink("bold", fit(cleanLine(epic), paper.columns())), ...wrap(about, paper.columns())];
}
