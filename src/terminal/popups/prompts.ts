/**
 * How a prompt ended. `back`: Escape, one step back. `failed`: so did an editor, which left `text`. `interrupted`: Ctrl-C. `closed`: the signal took it
 * off the screen. `redraw`: the screen was somebody else's meanwhile (Ctrl-Z and fg), so all is to be drawn anew;
 * `text` is what had been typed.
 */
export type Prompted<Value> =
  | { readonly type: "value"; readonly value: Value }
  | { readonly type: "back" }
  | { readonly type: "failed"; readonly text: string }
  | { readonly type: "interrupted" }
  | { readonly type: "closed" }
  | { readonly type: "redraw"; readonly text: string };

/** The kinds of prompts that a person at a terminal is shown. */
export interface TerminalPrompts {
  select<Value extends string>(
    ask: {
      readonly message: string;
      /** What else is to be known meanwhile; it may change while the prompt is open. */
      readonly beside: () => string;
      /** `key`: one key that chooses it, beside the arrows and Enter. */
      readonly options: readonly {
        readonly value: Value;
        readonly label: string;
        readonly key?: string;
      }[];
    },
    signal: AbortSignal,
  ): Promise<Prompted<Value>>;
  /** Asks for one line, until `problemOf` finds nothing to mend in it. */
  line(
    ask: {
      readonly message: string;
      /** What else is to be known meanwhile; it may change while the prompt is open. */
      readonly beside: () => string;
      readonly initial: string;
      readonly problemOf: (text: string) => string | null;
    },
    signal: AbortSignal,
  ): Promise<Prompted<string>>;
  /** Asks for several lines, in the person's editor where one is set. */
  draft(
    ask: {
      readonly message: string;
      readonly beside: () => string;
      readonly initial: string;
      readonly extension: string;
    },
    signal: AbortSignal,
  ): Promise<Prompted<string>>;
  /** Shows what has changed beside the prompt that is open. */
  refresh(): void;
}
