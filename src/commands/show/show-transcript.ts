import { transcriptMarkdown } from "../../reports/transcript/transcript-markdown.ts";
import { transcriptText } from "../../reports/transcript/transcript-text.ts";
import { runHeading } from "../../reports/run/run-heading.ts";
import { print, printJson } from "../output.ts";
import { storedOutcome } from "../stored-outcome.ts";
import { paperOn } from "../terminal-paper.ts";
import { ofSession, storyOf } from "./story-of.ts";
import { storedLog } from "./stored-log.ts";

/** What is asked of `show --transcript`. */
export interface TranscriptQuestion {
  readonly run: string;
  readonly directory: string;
  /** `null`: all of them. */
  readonly session: string | null;
  readonly format: "text" | "md" | "json";
  /** Whether long texts are shown to their end. */
  readonly isFull: boolean;
}

/** More rows of one output than somebody who looks for a place in the story reads. */
const rowsMax = 30;

/** Prints what happened in a run, turn by turn. */
export async function showTranscript(question: TranscriptQuestion): Promise<void> {
  const { root, runId, log, isLive } = await storedLog(question.run, question.directory);
  const story = await storyOf(root, log);
  const { session, format } = question;
  const passages = session === null ? story : ofSession(story, log, session);
  const [start] = log;
  const epic = start?.type === "run.started" ? start.epic : "";
  const outcome = storedOutcome(log, isLive);
  switch (format) {
    case "json":
      return printJson({ runId, epic, outcome, passages });
    case "md":
      return print(transcriptMarkdown(`${epic} (run ${runId}, ${outcome})`, passages));
    case "text": {
      const paper = paperOn(process.stdout);
      const heading = runHeading({ runId, epic, outcome }, paper).join("\n");
      const text = transcriptText(passages, paper, question.isFull ? Infinity : rowsMax);
      return print(`${heading}\n\n${text}`);
    }
  }
}
