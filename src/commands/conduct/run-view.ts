import { realClock } from "../../clock/real-clock.ts";
import type { Event } from "../../core/event.ts";
import type { Popup } from "../../core/gates/popup.ts";
import type { Paper } from "../../core/words/paper.ts";
import type { Approver, Subscriber } from "../../ports.ts";
import { ending, type RunResult } from "../../reports/run/run-ending.ts";
import { absentApprover } from "../../terminal/popups/absent-approver.ts";
import { terminalApprover } from "../../terminal/popups/terminal-approver.ts";
import { clackPrompts } from "../../terminal/popups/clack-prompts.ts";
import { createContextMeter } from "../../terminal/view/context-line.ts";
import { jsonLines } from "../../terminal/json-lines.ts";
import { liveView } from "../../terminal/view/live-view.ts";
import { plainView } from "../../terminal/view/plain-view.ts";
import { linePrompts } from "../../terminal/popups/line-prompts.ts";
import { type PersonsEditor, personsEditor } from "../../terminal/popups/editor.ts";
import { lendTerminal } from "../../terminal/popups/lend-terminal.ts";
import type { TerminalPrompts } from "../../terminal/popups/prompts.ts";
import { createActivity } from "../../terminal/view/activity.ts";
import { behindText } from "../../terminal/view/activity-text.ts";
import { heartbeat } from "../../terminal/view/heartbeat.ts";
import { writeOwn } from "../../terminal/own-stdout.ts";
import { screenOn } from "../../terminal/screen.ts";
import { note, type OutputFormat } from "../output.ts";
import { paperOn } from "../terminal-paper.ts";

/** No key decides a popup that has not been on the screen for this long: it was meant for what stood there before. */
const readableAfterMs = 700;
/** A key whose bytes come further apart than this is two keys; slow connections send an arrow in pieces. */
const apartMs = 100;
/** An editor that was asked to end is killed after this long. */
const editorPatienceMs = 2_000;
/** A popup that nobody has touched for this long rings. */
const unnoticedAfterMs = 3_000;

/** What shows a run as it goes on, and who is asked for decisions. */
export interface RunView {
  readonly subscribers: readonly Subscriber[];
  readonly approver: Approver;
  /** Stops what shows that the run is alive, and what has the terminal. */
  close(): Promise<void>;
}

/** `before` holds the events that a resumed run had already; they are not shown again. */
export function openRunView(options: {
  readonly format: OutputFormat;
  readonly branch: string;
  /** What is typed next, about this run. */
  readonly commands: () => RunResult["commands"];
  readonly before: readonly Event[];
  /** Answers instead of the person at the terminal; `null`: the person does. */
  readonly approver: Approver | null;
  /** What else there is to see of what a popup asks about. */
  readonly details: (popup: Popup, paper: Paper) => Promise<readonly string[]>;
  readonly interrupt: () => void;
  /** Whether a decision that waits makes itself heard. */
  readonly rings: boolean;
}): RunView {
  const { format, branch, before, interrupt } = options;
  // A program reads stdout as JSON: prompts must go elsewhere.
  const output = format === "json" ? process.stderr : process.stdout;
  const screen = screenOn(output);
  const view = {
    screen,
    meter: createContextMeter,
    before,
    ending: (facts: Parameters<Parameters<typeof liveView>[0]["ending"]>[0]) =>
      ending({ ...facts, branch, commands: options.commands() }, paperOn(output)),
  };
  const viewer =
    format === "json"
      ? jsonLines(process.stdout, writeOwn)
      : output.isTTY
        ? liveView({ ...view, paper: paperOn(output) })
        : plainView(view);
  const resumeHint = () => options.commands().resume;
  const isAfter = (subscriber: Subscriber) => after(before.at(-1)?.seq ?? 0, subscriber);
  const viewing = [isAfter(viewer)];
  if (!output.isTTY) {
    return {
      subscribers: viewing,
      approver: options.approver ?? absentApprover((line) => note(line), resumeHint),
      close: async () => {},
    };
  }
  const activity = createActivity();
  for (const event of before) activity.take(event);
  const editor = editorOf(process.env, output);
  const prompts = promptsOn(output, editor, options.rings);
  // A terminal that knows no escapes has no row that changes.
  const beating = heartbeat({
    activity,
    screen: isDumb() ? { ...screen, status: () => {} } : screen,
    paper: paperOn(output),
    clock: realClock,
    beat: prompts.refresh,
  });
  const subscribers = [...viewing, isAfter(beating)];
  const close = async () => {
    beating.close();
    await editor?.close();
  };
  if (options.approver !== null) return { subscribers, approver: options.approver, close };
  if (!process.stdin.isTTY)
    return { subscribers, approver: absentApprover((line) => note(line), resumeHint), close };
  const asking = terminalApprover({
    prompts,
    screen,
    paper: paperOn(output),
    rows: () => output.rows || 24,
    interrupt,
    beside: (popup) => behindText(activity, popup.id, screen.heldLines(), realClock.nowMs()),
    details: (popup) => options.details(popup, paperOn(output)),
    resumeHint,
  });
  return { subscribers: [...subscribers, asking], approver: asking, close };
}

const isDumb = (): boolean => process.env["TERM"] === "dumb";

function editorOf(
  { VISUAL = "", EDITOR = "" }: NodeJS.ProcessEnv,
  output: NodeJS.WriteStream,
): PersonsEditor | null {
  const command = VISUAL.trim() || EDITOR.trim();
  if (command === "") return null;
  const escapes = isDumb() ? { write() {} } : output;
  return personsEditor(command, {
    lend: () => lendTerminal(escapes),
    patience: waiting(editorPatienceMs),
  });
}

function promptsOn(
  output: NodeJS.WriteStream,
  editor: PersonsEditor | null,
  rings: boolean,
): TerminalPrompts {
  const terminal = {
    input: process.stdin,
    output,
    editor,
    readable: waiting(readableAfterMs),
    apart: waiting(apartMs),
  };
  if (isDumb()) return linePrompts(terminal);
  return clackPrompts({
    ...terminal,
    ink: paperOn(output).ink,
    unnoticed: rings ? waiting(unnoticedAfterMs) : null,
    // The whole group, as the terminal itself would: a runner in front of this program is stopped with it.
    suspend: () => void process.kill(0, "SIGTSTP"),
    onContinue(callback) {
      process.on("SIGCONT", callback);
      return () => process.off("SIGCONT", callback);
    },
  });
}

const waiting =
  (ms: number) =>
  (signal: AbortSignal): Promise<void> =>
    realClock.until(realClock.nowMs() + ms, signal);

/** The subscriber, receiving only events after `seq`. */
function after(seq: number, subscriber: Subscriber): Subscriber {
  return {
    ...subscriber,
    receive: (events) => subscriber.receive(events.filter((event) => event.seq > seq)),
  };
}
