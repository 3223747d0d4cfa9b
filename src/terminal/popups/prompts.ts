/**
 * How a prompt ended. `back`: Escape, one step back. `interrupted`: Ctrl-C. `closed`: the signal took it
 * off the screen.
 */
export type Prompted<Value> =
  | { readonly type: "value"; readonly value: Value }
  | { readonly type: "back" }
  | { readonly type: "interrupted" }
  | { readonly type: "closed" };

/** The few ways to ask a person at a terminal. */
export interface Prompts {
  select<Value extends string>(
    ask: {
      readonly message: string;
      readonly options: readonly { readonly value: Value; readonly label: string }[];
    },
    signal: AbortSignal,
  ): Promise<Prompted<Value>>;
  /** One line. `required` is what is said where it is left empty; `null` allows that. */
  line(
    ask: { readonly message: string; readonly initial: string; readonly required: string | null },
    signal: AbortSignal,
  ): Promise<Prompted<string>>;
  /** Several lines, in the person's own editor where one is set. */
  draft(
    ask: { readonly message: string; readonly initial: string; readonly extension: string },
    signal: AbortSignal,
  ): Promise<Prompted<string>>;
}
