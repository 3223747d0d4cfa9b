import type { Readable, Writable } from "node:stream";
import type { Ink } from "../../core/words/paper.ts";
import { choiceKeys } from "./choice-keys.ts";
import { editedPrompt } from "./edited-prompt.ts";
import type { PersonsEditor } from "./editor.ts";
import { holdLineEnds, holdPastedLineEnds, withLineEnds } from "./pasted-lines.ts";
import { problemRows } from "./problem-rows.ts";
import { promptCanvas } from "./prompt-canvas.ts";
import { type KeyFilter, promptKeys } from "./prompt-keys.ts";
import type { Prompted, TerminalPrompts } from "./prompts.ts";
import { markNoPastes, markPastes } from "./typed-pieces.ts";
import { sanitize } from "../sanitize.ts";
import { fit } from "../wrap.ts";

export interface PromptTerminal {
  readonly input: Readable;
  readonly output: Writable;
  readonly ink: Ink;
  /** `null` asks for several lines on the screen itself. */
  readonly editor: PersonsEditor | null;
  /** Resolves once what was just drawn has been on the screen for long enough to be read. */
  readonly readable: (signal: AbortSignal) => Promise<void>;
  /** Resolves once a key that has begun will not go on any more: Escape alone begins like an arrow. */
  readonly apart: (signal: AbortSignal) => Promise<void>;
  /** Resolves once a popup has waited for long enough without a key to make itself heard; `null`: none ever does. */
  readonly unnoticed: ((signal: AbortSignal) => Promise<void>) | null;
  /** Stops this program, as Ctrl-Z does; returns when it goes on. */
  readonly suspend: () => void;
  /** Calls back when this program goes on after it was stopped; answers how to leave that. */
  readonly onContinue: (callback: () => void) => () => void;
}

const bell = "\u0007";
const showCursor = "\u001b[?25h";

/** One prompt while it is open, as Clack needs it. */
interface OpenPrompt {
  readonly input: Readable;
  readonly signal: AbortSignal;
  /** The screen was somebody else's: the prompt ends with whatever was typed, right or not. */
  isAway(): boolean;
  /** Ctrl-C was pressed. */
  isInterrupted(): boolean;
}

/** TerminalPrompts with `@clack/prompts`, which is loaded with the first of them. */
export function clackPrompts(terminal: PromptTerminal): TerminalPrompts {
  const { output, editor, readable, apart, unnoticed, ink } = terminal;
  const canvas = promptCanvas(output);
  const sized = output as Writable & { readonly columns?: number };
  const paper = { ink, columns: () => sized.columns || 80 };
  /** A message with a row below it, which Clack puts there as it is. */
  const withBeside = (message: string, text: string) =>
    text === "" ? message : `${message}\n│  ${ink("dim", fit(text, paper.columns() - 4))}`;

  /**
   * Clack ends a prompt alike for Escape, Ctrl-C and an abort; which it was is seen here. `leave` ends it after the
   * screen was somebody else's.
   */
  const ask = async <Value>(
    signal: AbortSignal,
    filter: KeyFilter,
    leave: (input: Readable, abort: () => void) => void,
    prompt: (clack: Clack, open: OpenPrompt) => Promise<Value | CancelSymbol>,
  ): Promise<Prompted<Value>> => {
    const clack = await import("@clack/prompts");
    const away = new AbortController();
    const over = new AbortController();
    let isAway = false;
    let isInterrupted = false;
    const goOn = () => {
      if (isAway) return;
      isAway = true;
      leave(input, () => away.abort());
    };
    const suspend = () => {
      output.write(markNoPastes + showCursor);
      terminal.suspend();
      // Where it was stopped, it hears so when it goes on; where it could not be, nothing tells.
      void apart(AbortSignal.any([signal, over.signal])).then(goOn, () => {});
    };
    output.write(markPastes);
    const keys = promptKeys(terminal.input, filter, suspend, apart);
    const { input } = keys;
    const stopListening = terminal.onContinue(goOn);
    const onKeypress = (_text: string | undefined, key: Key | undefined) => {
      if (key?.ctrl === true && key.name === "c") isInterrupted = true;
    };
    input.on("keypress", onKeypress);
    try {
      const value = await prompt(clack, {
        input,
        signal: AbortSignal.any([signal, away.signal]),
        isAway: () => isAway,
        isInterrupted: () => isInterrupted,
      });
      if (isAway && !signal.aborted)
        return { type: "redraw", text: typeof value === "string" ? value : "" };
      if (!clack.isCancel(value)) return { type: "value", value };
      if (isInterrupted) return { type: "interrupted" };
      return { type: signal.aborted ? "closed" : "back" };
    } finally {
      input.off("keypress", onKeypress);
      over.abort();
      stopListening();
      keys.close();
      output.write(markNoPastes);
    }
  };

  return {
    refresh: canvas.refresh,
    async select({ message, beside, options }, signal) {
      const keys = choiceKeys(options.map(({ key }) => key ?? null));
      const over = new AbortController();
      const heard = new AbortController();
      const closing = AbortSignal.any([signal, over.signal]);
      let reading = new AbortController();
      const read = () => {
        reading.abort();
        reading = new AbortController();
        void readable(AbortSignal.any([closing, reading.signal])).then(keys.open, () => {});
      };
      // Whoever still presses keys has not begun to read: the moment begins anew.
      const heardBy = (typed: string) => {
        const heardKeys = keys.change(typed);
        if (!keys.isOpen()) read();
        return heardKeys;
      };
      try {
        return await ask(
          signal,
          { keys: heardBy, paste: nothing },
          leaveChoice,
          async (clack, open) => {
            const asked = clack.select({
              get message() {
                const text = beside();
                return text === "" ? message : `${message}\n${ink("dim", text)}`;
              },
              options: options.map(({ label, key }, value) => ({
                value,
                // What was not chosen does not stay behind: without colours it would read like an answer.
                get label() {
                  if (open.isInterrupted()) return "";
                  return key === undefined ? label : `${label} (${key})`;
                },
              })),
              showInstructions: false,
              input: open.input,
              output: canvas.output,
              signal: open.signal,
            });
            read();
            open.input.once("keypress", () => heard.abort());
            void unnoticed?.(AbortSignal.any([closing, heard.signal])).then(
              () => output.write(bell),
              () => {},
            );
            const index = await asked;
            return typeof index === "symbol" ? index : options[index]!.value;
          },
        );
      } finally {
        over.abort();
      }
    },
    async line({ message, beside, initial, problemOf }, signal) {
      const answered = await ask(signal, ofLine, leaveLine, (clack, open) =>
        clack.text({
          get message() {
            return withBeside(message, beside());
          },
          initialValue: holdPastedLineEnds(sanitize(initial)),
          validate: (text = "") =>
            open.isAway() ? undefined : (problemOf(withLineEnds(text)) ?? undefined),
          input: open.input,
          output: canvas.output,
          signal: open.signal,
        }),
      );
      return answered.type === "value"
        ? { type: "value", value: withLineEnds(answered.value) }
        : answered;
    },
    async draft({ message, beside, initial, extension }, signal) {
      if (editor === null)
        return ask(signal, ofDraft, leaveDraft, (clack, open) =>
          clack.multiline({
            get message() {
              return withBeside(`${message} (Tab, then Enter, when it is ready)`, beside());
            },
            initialValue: sanitize(initial),
            showSubmit: true,
            input: open.input,
            output: canvas.output,
            signal: open.signal,
          }),
        );
      return editedPrompt(
        await editor.edit({ text: initial, extension }, signal),
        (message) => void output.write(problemRows(message, paper)),
      );
    },
  };
}

const nothing = (): null => null;
const ofLine: KeyFilter = { keys: holdLineEnds, paste: holdPastedLineEnds };
const ofDraft: KeyFilter = { keys: (text) => text, paste: (text) => text.replaceAll("\n", "\r") };

// How each kind of prompt is ended by us, with what was typed in it kept: as its own keys would end it.
const leaveChoice = (_input: Readable, abort: () => void): void => abort();
const leaveLine = (input: Readable): void => press(input, "return");
const leaveDraft = (input: Readable): void => {
  press(input, "tab");
  press(input, "return");
};

const pressed = { return: "\r", tab: "\t" };
const press = (input: Readable, name: keyof typeof pressed): void =>
  void input.emit("keypress", pressed[name], { name, sequence: pressed[name] });

type Clack = typeof import("@clack/prompts");
type CancelSymbol = Clack["CANCEL_SYMBOL"];

interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}
