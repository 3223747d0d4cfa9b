import type { Readable, Writable } from "node:stream";
import { choiceKeys } from "./choice-keys.ts";
import { editInEditor } from "./editor.ts";
import { holdLineEnds, withLineEnds } from "./pasted-lines.ts";
import { promptKeys } from "./prompt-keys.ts";
import type { Prompted, TerminalPrompts } from "./prompts.ts";
import { sanitize } from "../sanitize.ts";
import { errorMessage } from "../../core/words/error-message.ts";

export interface PromptTerminal {
  readonly input: Readable;
  readonly output: Writable;
  /** `$VISUAL` or `$EDITOR`; `null` asks for several lines on the screen itself. */
  readonly editor: string | null;
  /** Resolves once what was just drawn has been on the screen for long enough to be read. */
  readonly readable: (signal: AbortSignal) => Promise<void>;
}

/** TerminalPrompts with `@clack/prompts`, which is loaded with the first of them. */
export function clackPrompts({
  input: terminal,
  output,
  editor,
  readable,
}: PromptTerminal): TerminalPrompts {
  /** Clack ends a prompt alike for Escape, Ctrl-C and an abort; which it was is seen here. */
  const ask = async <Value>(
    signal: AbortSignal,
    change: (typed: string) => string | null,
    prompt: (clack: Clack, input: Readable) => Promise<Value | CancelSymbol>,
  ): Promise<Prompted<Value>> => {
    const clack = await import("@clack/prompts");
    const keys = promptKeys(terminal, change);
    const { input } = keys;
    let isInterrupted = false;
    const onKeypress = (_text: string | undefined, key: Key | undefined) => {
      if (key?.ctrl === true && key.name === "c") isInterrupted = true;
    };
    input.on("keypress", onKeypress);
    try {
      const value = await prompt(clack, input);
      if (!clack.isCancel(value)) return { type: "value", value };
      if (isInterrupted) return { type: "interrupted" };
      return { type: signal.aborted ? "closed" : "back" };
    } finally {
      input.off("keypress", onKeypress);
      keys.close();
    }
  };
  return {
    async select({ message, options }, signal) {
      const keys = choiceKeys(options.map(({ key }) => key ?? null));
      const over = new AbortController();
      const closing = AbortSignal.any([signal, over.signal]);
      try {
        return await ask(signal, keys.change, async (clack, input) => {
          const asked = clack.select({
            message,
            options: options.map(({ label, key }, value) => ({
              value,
              label: key === undefined ? label : `${label} (${key})`,
            })),
            showInstructions: false,
            input,
            output,
            signal,
          });
          void readable(closing).then(keys.open, () => {});
          const index = await asked;
          return typeof index === "symbol" ? index : options[index]!.value;
        });
      } finally {
        over.abort();
      }
    },
    async line({ message, initial, required }, signal) {
      const answered = await ask(signal, holdLineEnds, (clack, input) =>
        clack.text({
          message,
          initialValue: sanitize(initial),
          validate: (text) =>
            required !== null && (text ?? "").trim() === "" ? required : undefined,
          input,
          output,
          signal,
        }),
      );
      return answered.type === "value"
        ? { type: "value", value: withLineEnds(answered.value) }
        : answered;
    },
    async draft({ message, initial, extension }, signal) {
      if (editor === null)
        return ask(signal, asTyped, (clack, input) =>
          clack.multiline({
            message: `${message} (Tab, then Enter, when it is ready)`,
            initialValue: sanitize(initial),
            showSubmit: true,
            input,
            output,
            signal,
          }),
        );
      try {
        const text = await editInEditor({ command: editor, text: initial, extension }, signal);
        return { type: "value", value: text };
      } catch (error) {
        if (signal.aborted) return { type: "closed" };
        output.write(`${errorMessage(error)}\n`);
        return { type: "back" };
      }
    },
  };
}

const asTyped = (typed: string): string => typed;

type Clack = typeof import("@clack/prompts");
type CancelSymbol = Clack["CANCEL_SYMBOL"];

interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}
