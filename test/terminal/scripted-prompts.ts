import type { Prompted, TerminalPrompts } from "../../src/terminal/popups/prompts.ts";

/** TerminalPrompts that a test answers one by one, and that go away with their signal. */
export interface ScriptedPrompts extends TerminalPrompts {
  /** Every prompt so far, as `kind: message`. */
  readonly asked: readonly string[];
  /** The choices of the prompt that is open. */
  options(): readonly string[];
  answer(prompted: string | { readonly type: "back" | "interrupted" }): Promise<void>;
}

export function scriptedPrompts(): ScriptedPrompts {
  const asked: string[] = [];
  let open: ((prompted: Prompted<string>) => void) | null = null;
  let options: readonly string[] = [];
  const ask = (text: string, signal: AbortSignal): Promise<Prompted<string>> => {
    asked.push(text);
    return new Promise((resolve) => {
      open = resolve;
      signal.addEventListener("abort", () => resolve({ type: "closed" }));
    });
  };
  return {
    refresh() {},
    asked,
    options: () => options,
    select: (question, signal) => {
      options = question.options.map((option) => option.value);
      // A script names one of the values; the compiler cannot know which.
      return ask(`select: ${question.message}`, signal) as Promise<Prompted<never>>;
    },
    line: (question, signal) => ask(`line: ${question.message} [${question.initial}]`, signal),
    draft: (question, signal) => ask(`draft: ${question.initial}`, signal),
    async answer(prompted) {
      const resolve = open;
      if (resolve === null) throw new Error("No prompt is open.");
      open = null;
      resolve(typeof prompted === "string" ? { type: "value", value: prompted } : prompted);
      await Bun.sleep(0);
    },
  };
}
