import { durationText } from "../../core/words/duration-text.ts";
import { beginningOf, visibleText } from "../visible-text.ts";
import { explanationLines } from "./explanation-rows.ts";
import { choiceText, fewSteps, foldSteps, lineText } from "./fold-steps.ts";
import { defaultOrderText } from "./step-table.ts";
import type { FailureReport } from "./scenario-report.ts";

const messageCharactersMax = 8_000;

/**
 * A failure in full as plain text, for reports of other tools: messages, faults, steps, and the command that
 * replays it.
 */
export function failureReportText(failure: FailureReport): string {
  const messages = failure.messages.map((message) =>
    beginningOf(visibleText(message), messageCharactersMax),
  );
  const sections = [
    messages,
    failure.deterministic ? [] : [notDeterministic],
    failure.faults.map((fault) => `fault: ${visibleText(fault)}`),
    explanationLines(failure).map(visibleText),
    [...seenElsewhere(failure), ...stepLines(failure)],
    [`replay: ${visibleText(failure.command)}`],
  ];
  return sections
    .filter((section) => section.length > 0)
    .map((section) => section.join("\n"))
    .join("\n\n");
}

/** The table of steps as plain lines. */
function stepLines(failure: FailureReport): readonly string[] {
  const { steps } = failure;
  // Then the last ones say nothing of where it went wrong.
  if (steps.length > fewSteps && steps.every(({ place }) => place === 0))
    return [`${defaultOrderText(steps)}.`];
  return foldSteps(steps).map((line) => {
    if (line.type !== "step") return `  ${visibleText(lineText(line))}`;
    const { step, atMs, label } = line.step;
    const choice = choiceText(line.step);
    const mark = line.deviates ? ">" : " ";
    return `${mark} ${step} at ${durationText(atMs)}: ${visibleText(label)}${choice === "" ? "" : ` (${choice})`}`;
  });
}

/** The remark on a failure that did not repeat when it was run again. */
export const notDeterministic =
  "The same trial came out otherwise when it was run again: something here is not deterministic, such as chance or the time of day in the scenario's file or in a check.";

/** Says which run is shown where that is not the plain one: one that was killed and resumed, or had a call cut. */
export const seenElsewhere = ({ seenIn }: FailureReport): readonly string[] =>
  seenIn === itself ? [] : [`Seen in ${seenIn}:`];

/** What `seenIn` says of the plain run of a trial. */
export const itself = "the run itself";
