import type { Event } from "../../core/event.ts";
import type { PopupId } from "../../core/ids.ts";
import type { Answer, Popup } from "../../core/gates/popup.ts";
import type { Approver, Subscriber } from "../../ports.ts";
import { answerFrom, type Choice } from "./answer-from-choice.ts";
import type { Paper } from "../../core/words/paper.ts";
import { detailFor, keptOver } from "./popup-detail.ts";
import type { TerminalPrompts } from "./prompts.ts";
import { guideColumns, keyOf, type PopupQuestion, questionFor } from "./question.ts";
import { problemRows } from "./problem-rows.ts";
import type { Screen } from "../screen.ts";
import { wrapText } from "../wrap.ts";
import { errorMessage } from "../../core/words/error-message.ts";

export interface TerminalApproverOptions {
  readonly prompts: TerminalPrompts;
  readonly screen: Screen;
  readonly paper: Paper;
  /** The height of the terminal. */
  readonly rows: () => number;
  /** Called on Ctrl-C in a prompt. Nothing is asked after it. */
  readonly interrupt: () => void;
  /** What else is to be known while a popup is open: what waits besides, what goes on behind it. */
  readonly beside: (popup: Popup) => string;
  /** What else there is to see of what a popup asks about, such as a diff. */
  readonly details: (popup: Popup) => Promise<readonly string[]>;
  /** What is typed to go on with the run once it has stopped. */
  readonly resumeHint: () => string;
}

/** A popup that is to be shown or has been shown. */
interface Asked {
  readonly popup: Popup;
  readonly submit: (answer: Answer) => void;
  readonly settleShown: (isShown: boolean) => void;
  readonly closing: AbortController;
  /** Why it is asked again, such as an edit that does not fit. */
  readonly problem: string | null;
  /** What was last given for a decision, so that a mistake in it does not cost what was typed. */
  written: Choice | null;
}

/**
 * Asks at the terminal, one popup at a time, in the order in which they opened. It is a subscriber too, because it
 * asks again where the core refuses an answer.
 */
export function terminalApprover(options: TerminalApproverOptions): Approver & Subscriber {
  const queue: Asked[] = [];
  // Answered popups that the core has not closed yet.
  const sent = new Map<PopupId, Asked>();
  let current: Asked | null = null;
  let isWorking = false;
  let isInterrupted = false;

  const interrupt = (last: Asked) => {
    isInterrupted = true;
    for (const asked of [last, ...queue.splice(0)]) asked.settleShown(true);
    options.interrupt();
  };

  const work = async () => {
    if (isWorking) return;
    isWorking = true;
    try {
      for (let asked = queue.shift(); asked !== undefined; asked = queue.shift()) {
        current = asked;
        const end = await askOrFail(asked, options);
        current = null;
        if (end.type === "interrupted") interrupt(asked);
        if (end.type !== "answer") continue;
        sent.set(asked.popup.id, asked);
        asked.submit(end.answer);
      }
    } finally {
      isWorking = false;
    }
  };

  const enqueue = (asked: Asked) => {
    queue.push(asked);
    void work();
  };

  return {
    name: "terminal approver",
    show: (popup, submit) =>
      new Promise((settleShown) => {
        if (isInterrupted) return settleShown(true);
        enqueue({
          popup,
          submit,
          settleShown,
          closing: new AbortController(),
          problem: null,
          written: null,
        });
      }),
    close(popupId) {
      sent.delete(popupId);
      if (current?.popup.id === popupId) current.closing.abort();
      const index = queue.findIndex((asked) => asked.popup.id === popupId);
      if (index !== -1) queue.splice(index, 1)[0]?.settleShown(true);
    },
    receive(events) {
      for (const event of events) {
        const again = refusalOf(event, sent);
        if (again === null) continue;
        sent.delete(again.popup.id);
        if (!isInterrupted) enqueue(again);
      }
    },
  };
}

function refusalOf(event: Event, sent: ReadonlyMap<PopupId, Asked>): Asked | null {
  if (event.type !== "answer.refused") return null;
  const asked = sent.get(event.answer.popupId);
  if (asked === undefined || event.why === "already-decided" || event.why === "unknown-popup")
    return null;
  return { ...asked, closing: new AbortController(), problem: event.message };
}

type End =
  | { readonly type: "answer"; readonly answer: Answer }
  | { readonly type: "interrupted" }
  | { readonly type: "closed" };

/** Once the terminal fails, nothing is asked any more; open popups wait for a resume. */
async function askOrFail(asked: Asked, options: TerminalApproverOptions): Promise<End> {
  try {
    return await options.screen.hold((say) => ask(asked, say, options));
  } catch (error) {
    const message = errorMessage(error);
    const problem = `The terminal could not ask: ${message}. The run stops; go on with: ${options.resumeHint()}`;
    options.screen.write(problemRows(problem, options.paper));
    return { type: "interrupted" };
  }
}

async function ask(
  asked: Asked,
  say: (text: string) => void,
  { prompts, paper, rows, beside, details }: TerminalApproverOptions,
): Promise<End> {
  const { popup } = asked;
  const { signal } = asked.closing;
  const more = await details(popup);
  const draw = () => {
    const question = questionFor(popup, paper, more, rows() - rowsAround);
    say(frame(question, paper));
    if (asked.problem !== null) say(problemRows(asked.problem, paper));
    return question;
  };
  let question = draw();
  asked.settleShown(true);
  while (true) {
    const chosen = await prompts.select(
      {
        message: question.prompt,
        beside: () => beside(popup),
        options: question.options.map(({ choice, label }) => {
          const key = keyOf[choice];
          return { value: choice, label, ...(key === undefined ? {} : { key }) };
        }),
      },
      signal,
    );
    if (chosen.type === "redraw") question = draw();
    // Escape at the first prompt: there is nothing to go back to.
    if (chosen.type === "redraw" || chosen.type === "back" || chosen.type === "failed") continue;
    if (chosen.type !== "value") return gone(chosen, say, paper);
    if (chosen.value === "show-all") {
      say(frame({ ...question, body: question.all ?? question.body }, paper));
      continue;
    }
    const asking = { ...asked, beside: () => beside(popup) };
    const detail = await detailFor(asking, chosen.value, keptOver(prompts, draw), signal);
    if (detail.type === "redraw") question = draw();
    if (detail.type === "failed") asked.written = { type: "edit", text: detail.text };
    if (detail.type === "back" || detail.type === "failed" || detail.type === "redraw") continue;
    if (detail.type !== "value") return gone(detail, say, paper);
    asked.written = detail.value;
    const answered = answerFrom(popup, detail.value);
    if (answered.ok) return { type: "answer", answer: answered.answer };
    // Back to the choice, with what was written kept: an editor that writes nonsense is not opened for ever.
    say(problemRows(answered.problem, paper));
  }
}

/** What stands around the body: title, rule, prompt, what waits besides, options. */
const rowsAround = 17;

function gone(
  end: { readonly type: "interrupted" | "closed" },
  say: (text: string) => void,
  paper: Paper,
): End {
  if (end.type === "closed") say(`${paper.ink("dim", "└  no longer asked")}\n`);
  return end;
}

function frame(question: PopupQuestion, paper: Paper): string {
  const { ink } = paper;
  const [title = "", ...rest] = wrapText(
    ink("bold", question.title),
    paper.columns() - guideColumns,
  );
  return `\n${ink("magenta", "◆")}  ${title}\n${guide([...rest, ...question.body], paper)}`;
}

function guide(rows: readonly string[], paper: Paper): string {
  return rows.map((row) => `${paper.ink("dim", "│")}  ${row}`.trimEnd() + "\n").join("");
}
