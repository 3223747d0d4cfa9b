import type { Json } from "../../core/json.ts";

/** One speaker's turn in a request, whatever its wire. */
export interface Turn {
  readonly role: "user" | "assistant";
  readonly items: readonly TurnItem[];
}

export type TurnItem =
  | { readonly type: "text"; readonly text: string }
  | {
      readonly type: "call";
      readonly id: string;
      readonly name: string;
      readonly input: Json | undefined;
    }
  | {
      readonly type: "result";
      readonly id: string;
      readonly text: string;
      readonly isError: boolean;
    }
  /** `proof`: the signature, or what is encrypted; `null` where the server signs nothing. */
  | { readonly type: "thought"; readonly text: string; readonly proof: string | null };

/** Hears what does not fit its wire's documentation. */
export type Complain = (what: string) => void;

export const textOrNull = (value: Json | undefined): string | null =>
  typeof value === "string" && value !== "" ? value : null;
