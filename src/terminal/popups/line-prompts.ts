import { StringDecoder } from "node:string_decoder";
import type { Readable, Writable } from "node:stream";
import type { Prompted, TerminalPrompts } from "./prompts.ts";
import { editedPrompt } from "./edited-prompt.ts";
import type { PersonsEditor } from "./editor.ts";

export interface LineTerminal {
  readonly input: Readable;
  readonly output: Writable;
  /** `null`: a text of several lines is typed anew, up to a line with a single dot. */
  readonly editor: PersonsEditor | null;
  readonly readable: (signal: AbortSignal) => Promise<void>;
  /** Resolves once a line comes too late to have come with the one before: lines of one paste come together. */
  readonly apart: (signal: AbortSignal) => Promise<void>;
}

/**
 * TerminalPrompts for a terminal that knows no escape sequences (`TERM=dumb`): plain lines, and answers that are
 * typed as a line each. A line that comes before the question could be read is dropped.
 */
export function linePrompts({
  input,
  output,
  editor,
  readable,
  apart,
}: LineTerminal): TerminalPrompts {
  const say = (text: string) => void output.write(`${text}\n`);

  /**
   * The next line, with all lines that come together with it, once they are whole; `null`: there will be none. The
   * terminal keeps the last line of a paste to itself until its line end is typed.
   */
  const nextLines = (
    signal: AbortSignal,
    isWhole: (typed: string) => boolean,
  ): Promise<string | null> =>
    new Promise((resolve) => {
      const decoder = new StringDecoder("utf8");
      let typed = "";
      let waiting = new AbortController();
      const end = (lines: string | null) => {
        waiting.abort();
        input.off("data", onData);
        input.off("end", onEnd);
        signal.removeEventListener("abort", onEnd);
        input.pause();
        resolve(lines);
      };
      const onEnd = () => end(null);
      const onData = (piece: Buffer | string) => {
        typed += typeof piece === "string" ? piece : decoder.write(piece);
        waiting.abort();
        if (!typed.endsWith("\n")) return;
        waiting = new AbortController();
        void apart(waiting.signal).then(
          () => {
            const lines = typed.replaceAll("\r", "").slice(0, -1);
            if (isWhole(lines)) return end(lines);
            say(severalLines);
          },
          () => {},
        );
      };
      signal.addEventListener("abort", onEnd, { once: true });
      input.on("data", onData);
      input.on("end", onEnd);
      input.resume();
    });

  const ended = (signal: AbortSignal): Prompted<never> =>
    signal.aborted ? { type: "closed" } : { type: "interrupted" };

  /** Takes what was typed ahead off the input, until nothing was typed for as long as it takes to read the question. */
  const settle = async (signal: AbortSignal): Promise<void> => {
    let reading = new AbortController();
    let isRead = false;
    const drop = () => reading.abort();
    input.on("data", drop);
    input.resume();
    while (!isRead && !signal.aborted) {
      reading = new AbortController();
      isRead = await readable(AbortSignal.any([signal, reading.signal])).then(
        () => true,
        () => false,
      );
    }
    input.off("data", drop);
  };

  const line: TerminalPrompts["line"] = async ({ message, initial, problemOf }, signal) => {
    while (true) {
      say(`${message}${initial === "" ? "" : ` [${initial}]`}`);
      const typed = await nextLines(signal, isText);
      if (typed === null) return ended(signal);
      const value = typed === "" ? initial : typed.replace(/\n+$/, "");
      const problem = problemOf(value);
      if (problem === null) return { type: "value", value };
      say(problem);
    }
  };

  return {
    refresh() {},
    async select({ message, beside, options }, signal) {
      const besides = beside();
      if (besides !== "") say(besides);
      say(message);
      options.forEach(({ label, key }, index) => say(`  ${key ?? index + 1}  ${label}`));
      await settle(signal);
      while (true) {
        if (signal.aborted) return ended(signal);
        say("Type one of these, then Enter:");
        const typed = (await nextLines(signal, isAnything))?.trim();
        if (typed === undefined) return ended(signal);
        const chosen = options.find(({ key }, index) => typed === (key ?? String(index + 1)));
        if (chosen !== undefined) return { type: "value", value: chosen.value };
      }
    },
    line,
    async draft({ message, initial, extension }, signal) {
      if (editor === null) {
        say(
          `${message}: type it anew, and a line with a single dot at its end. It is now:\n${initial}`,
        );
        const lines: string[] = [];
        while (true) {
          const typed = await nextLines(signal, isAnything);
          if (typed === null) return ended(signal);
          lines.push(...typed.split("\n"));
          const end = lines.indexOf(".");
          if (end !== -1) return { type: "value", value: lines.slice(0, end).join("\n") };
        }
      }
      return editedPrompt(await editor.edit({ text: initial, extension }, signal), say);
    },
  };
}

const severalLines = "Several lines: an empty line ends them.";
const isText = (lines: string): boolean => !lines.includes("\n") || /\n\s*$/.test(lines);
const isAnything = (): boolean => true;
