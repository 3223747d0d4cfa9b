import { realClock } from "../../clock/real-clock.ts";
import type { Event } from "../../core/event.ts";
import type { Approver, Subscriber } from "../../ports.ts";
import { ending, type RunResult } from "../../reports/run/run-ending.ts";
import { absentApprover } from "../../terminal/popups/absent-approver.ts";
import { terminalApprover } from "../../terminal/popups/terminal-approver.ts";
import { clackPrompts } from "../../terminal/popups/clack-prompts.ts";
import { createContextMeter } from "../../terminal/view/context-line.ts";
import { jsonLines } from "../../terminal/json-lines.ts";
import { liveView } from "../../terminal/view/live-view.ts";
import { plainView } from "../../terminal/view/plain-view.ts";
import { type Screen, screenOn } from "../../terminal/screen.ts";
import { note, type OutputFormat } from "../output.ts";
import { paperOn } from "../terminal-paper.ts";

/** No key decides a popup that has not been on the screen for this long: it was meant for what stood there before. */
const readableAfterMs = 700;

/** What shows a run as it goes on, and who is asked for decisions. */
export interface RunView {
  readonly subscribers: readonly Subscriber[];
  readonly approver: Approver;
}

/** `before` holds the events that a resumed run had already; they are not shown again. */
export function openRunView(options: {
  readonly format: OutputFormat;
  readonly branch: string;
  /** Flags that a later command about this run needs besides its id. */
  readonly flags: RunResult["flags"];
  readonly before: readonly Event[];
  /** Answers instead of the person at the terminal; `null`: the person does. */
  readonly approver: Approver | null;
  readonly interrupt: () => void;
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
      ending({ ...facts, branch, flags: options.flags }, paperOn(output)),
  };
  const viewer =
    format === "json"
      ? jsonLines(process.stdout)
      : output.isTTY
        ? liveView({ ...view, paper: paperOn(output) })
        : plainView(view);
  const subscribers = [after(before.at(-1)?.seq ?? 0, viewer)];
  if (options.approver !== null) return { subscribers, approver: options.approver };
  if (!process.stdin.isTTY || !output.isTTY) {
    return { subscribers, approver: absentApprover((line) => note(line)) };
  }
  const asking = askAt(screen, output, interrupt);
  return { subscribers: [...subscribers, asking], approver: asking };
}

function askAt(
  screen: Screen,
  output: NodeJS.WriteStream,
  interrupt: () => void,
): Approver & Subscriber {
  const { VISUAL, EDITOR } = process.env;
  return terminalApprover({
    prompts: clackPrompts({
      input: process.stdin,
      output,
      editor: VISUAL || EDITOR || null,
      readable: (signal) => realClock.until(realClock.nowMs() + readableAfterMs, signal),
    }),
    screen,
    paper: paperOn(output),
    interrupt,
  });
}

/** The subscriber, receiving only events after `seq`. */
function after(seq: number, subscriber: Subscriber): Subscriber {
  return {
    ...subscriber,
    receive: (events) => subscriber.receive(events.filter((event) => event.seq > seq)),
  };
}
