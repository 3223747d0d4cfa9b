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

/** What a person means to do about a popup, and from when on the popup can be read. */
export interface Meant {
  readonly decision: Decision;
  readonly readableFromMs: number;
}

/** A person who types at a terminal. */
export interface TypingPerson {
  /** Asks for the popup at the terminal; `submit` gets what was typed, whatever was meant. */
  ask(
    popup: Popup,
    decision: Decision,
    submit: (answer: Answer, meant: Meant) => void,
  ): Promise<boolean>;
  close(popupId: PopupId): void;
}

/** As at a real terminal. */
const readableAfterMs = 700;

/** Whether one key decides it; the rest takes an editor or numbers, which nobody hits by accident. */
export const isTyped = ({ type }: Decision, { decisions }: Popup): boolean =>
  type in typedBy && decisions.includes(type);

const typedBy: Partial<Record<Decision["type"], string>> = {
  approve: keyOf.approve!,
  always: keyOf.always!,
  reject: keyOf.reject!,
};

/**
 * Decides through the terminal's own approver, in haste: presses keys before the popup can be read, the right one
 * twice, and pastes a reason. Only the screen is left out, which is drawn by others.
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
  /** What was typed and nobody has read yet. */
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

/** A list's options as the terminal's own prompt has them: presses move a mark, and Enter takes the option there. */
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

/** Enter, or one row down, which is all that `choiceKeys` makes of a key. */
// oxlint-disable-next-line no-control-regex -- the keys that a terminal sends
const presses = /\r|\u001b\[B/g;

/** What a prompt of one line makes of a text that comes as one piece: the first line end in it is Enter. */
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
