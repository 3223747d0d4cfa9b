import type { Decision } from "../../core/gates/decision.ts";
import type { Answer, Popup } from "../../core/gates/popup.ts";
import type { PopupId } from "../../core/ids.ts";
import { plainInk } from "../../terminal/ink.ts";
import { paperFor } from "../../terminal/paper.ts";
import { choiceKeys } from "../../terminal/popups/choice-keys.ts";
import { holdLineEnds, withLineEnds } from "../../terminal/popups/pasted-lines.ts";
import type { Prompted, TerminalPrompts } from "../../terminal/popups/prompts.ts";
import { keyOf } from "../../terminal/popups/question.ts";
import { terminalApprover } from "../../terminal/popups/terminal-approver.ts";
import { screenOn } from "../../terminal/screen.ts";

/** The decision that a person intends, and the time from which the popup can be read. */
export interface Meant {
  readonly decision: Decision;
  readonly readableFromMs: number;
}

/** A person who types at a terminal. */
export interface TypingPerson {
  /** Shows the popup at the terminal. `submit` gets the decision that the keys made, be it the intended one or not. */
  ask(
    popup: Popup,
    decision: Decision,
    submit: (answer: Answer, meant: Meant) => void,
  ): Promise<boolean>;
  close(popupId: PopupId): void;
}

/** As long as the real terminal ignores keys after it has shown a popup. */
const readableAfterMs = 700;

/** Whether one key makes the decision. The others take an editor or a number, which nobody types by accident. */
export const isTyped = ({ type }: Decision, { decisions }: Popup): boolean =>
  type in typedBy && decisions.includes(type);

const typedBy: Partial<Record<Decision["type"], string>> = {
  approve: keyOf.approve!,
  always: keyOf.always!,
  reject: keyOf.reject!,
};

/**
 * A person in haste at the terminal's own approver: presses keys before the popup can be read, presses the right one twice,
 * and pastes a reason. Only the drawing of the screen is left out.
 */
export function typingPerson(pace: {
  nowMs(): number;
  /** Resolves when it is time; never for a process that has died. */
  wait(label: string, dueAtMs: number): Promise<void>;
}): TypingPerson {
  const meant = new Map<PopupId, Decision>();
  const readableFrom = new Map<PopupId, number>();
  /** The popup on the screen. */
  let shown: Popup | null = null;
  /** Keys that were typed and that no prompt has read yet. */
  let ahead: string[] = [];

  const prompts: TerminalPrompts = {
    async select({ beside, options }, signal) {
      beside();
      const popup = shown!;
      const keys = choiceKeys(options.map(({ key }) => key ?? null));
      const press = pressesOn(options.length, keys.change);
      const chosen = (typed: readonly string[]) => {
        const index = typed.map(press).find((one) => one !== null);
        return index === undefined
          ? null
          : ({ type: "value", value: options[index]!.value } as const);
      };
      const readableFromMs = pace.nowMs() + readableAfterMs;
      readableFrom.set(popup.id, readableFromMs);
      const early = chosen([...ahead.splice(0), "\r", "y", "\r"]);
      if (early !== null) return early;
      if (await isClosedBefore(pace.wait(`read ${popup.id}`, readableFromMs), signal))
        return { type: "closed" };
      keys.open();
      const key = typedBy[meant.get(popup.id)!.type]!;
      const now = chosen([key]);
      // A reason is asked for next, and a second key would be its beginning.
      if (key !== typedBy.reject) ahead = [key, "\r"];
      return now ?? { type: "closed" };
    },
    async line(_ask, signal) {
      const popup = shown!;
      if (await isClosedBefore(pace.wait(`explain ${popup.id}`, pace.nowMs()), signal))
        return { type: "closed" };
      const decision = meant.get(popup.id)!;
      const reason = decision.type === "reject" ? decision.reason : "";
      // A terminal sends the line ends of a paste as it sends Enter.
      return typedLine(`${reason.replaceAll("\n", "\r")}\r`);
    },
    draft: async () => ({ type: "back" }),
    refresh() {},
  };

  const approver = terminalApprover({
    prompts,
    screen: screenOn({ write: () => {} }),
    paper: paperFor({ ink: plainInk, columns: () => 80 }),
    rows: () => 40,
    interrupt() {},
    beside(popup) {
      shown = popup;
      return "";
    },
    details: async () => [],
    resumeHint: () => "",
  });

  return {
    ask(popup, decision, submit) {
      meant.set(popup.id, decision);
      return approver.show(popup, (answer) =>
        submit(answer, { decision, readableFromMs: readableFrom.get(popup.id)! }),
      );
    },
    close: approver.close,
  };
}

/** The option that key presses choose in a list, as in the terminal's prompt: down moves the mark, Enter takes its option. */
function pressesOn(
  count: number,
  change: (typed: string) => string | null,
): (typed: string) => number | null {
  let at = 0;
  return (typed) => {
    for (const press of change(typed)?.match(presses) ?? []) {
      if (press === "\r") return at;
      at = (at + 1) % count;
    }
    return null;
  };
}

/** Enter, or one row down: `choiceKeys` turns each key into these. */
// oxlint-disable-next-line no-control-regex -- the keys that a terminal sends
const presses = /\r|\u001b\[B/g;

/** What a prompt for one line reads of a pasted text: up to the first line end, which counts as Enter. */
function typedLine(pasted: string): Prompted<string> {
  const [line = ""] = holdLineEnds(pasted).split("\r");
  return { type: "value", value: withLineEnds(line) };
}

/** Whether the popup is gone before it is time. */
async function isClosedBefore(time: Promise<void>, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return true;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  signal.addEventListener("abort", () => resolve(true), { once: true });
  void time.then(() => resolve(false));
  return await promise;
}
