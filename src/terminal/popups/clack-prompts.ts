import type { Readable, Writable } from "node:stream";
import { editInEditor } from "./editor.ts";
import type { Prompted, TerminalPrompts } from "./prompts.ts";
import { sanitize } from "../sanitize.ts";

export interface PromptTerminal {
  readonly input: Readable;
  readonly output: Writable;
  /** `$VISUAL` or `$EDITOR`; `null` asks for several lines on the screen itself. */
  readonly editor: string | null;
}

/** TerminalPrompts with `@clack/prompts`, which is loaded with the first of them. */
export function clackPrompts({ input, output, editor }: PromptTerminal): TerminalPrompts {
  /** Clack ends a prompt alike for Escape, Ctrl-C and an abort; which it was is seen here. */
  const ask = async <Value>(
    signal: AbortSignal,
    prompt: (clack: Clack) => Promise<Value | CancelSymbol>,
  ): Promise<Prompted<Value>> => {
    const clack = await import("@clack/prompts");
    let isInterrupted = false;
    const onKeypress = (_text: string | undefined, key: Key | undefined) => {
      if (key?.ctrl === true && key.name === "c") isInterrupted = true;
    };
    input.on("keypress", onKeypress);
    try {
      const value = await prompt(clack);
      if (!clack.isCancel(value)) return { type: "value", value };
      if (isInterrupted) return { type: "interrupted" };
      return { type: signal.aborted ? "closed" : "back" };
    } finally {
      input.off("keypress", onKeypress);
    }
  };
  return {
    select: ({ message, options }, signal) =>
      ask(signal, async (clack) => {
        const index = await clack.select({
          message,
          options: options.map(({ label }, value) => ({ value, label })),
          showInstructions: false,
          input,
          output,
          signal,
        });
        return typeof index === "symbol" ? index : options[index]!.value;
      }),
    line: ({ message, initial, required }, signal) =>
      ask(signal, (clack) =>
        clack.text({
          message,
          initialValue: sanitize(initial),
          validate: (text) =>
            required !== null && (text ?? "").trim() === "" ? required : undefined,
          input,
          output,
          signal,
        }),
      ),
    async draft({ message, initial, extension }, signal) {
      if (editor === null)
        return ask(signal, (clack) =>
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
        output.write(`${error instanceof Error ? error.message : String(error)}\n`);
        return { type: "back" };
      }
    },
  };
}

type Clack = typeof import("@clack/prompts");
type CancelSymbol = Clack["CANCEL_SYMBOL"];

interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}
