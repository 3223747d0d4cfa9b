import type { SessionId, TicketId } from "../../core/ids.ts";

/** One thing that happened in a run, told in a line, with what belongs to it below. */
export interface Passage {
  /** Of the event that it tells. */
  readonly seq: number;
  /** Since the run began. */
  readonly atMs: number;
  readonly sessionId: SessionId | null;
  readonly ticketId: TicketId | null;
  /** Whose it is: `Worker T-1`, `Orchestrator`; `null` for the run itself. */
  readonly who: string | null;
  readonly what: string;
  readonly tone: PassageTone;
  readonly blocks: readonly PassageBlock[];
}

export type PassageTone = "plain" | "good" | "bad" | "asked" | "wait";

export type PassageBlock =
  /** What a model or a person said. */
  | { readonly type: "words"; readonly text: string }
  | { readonly type: "thoughts"; readonly text: string }
  /** What a tool or a command printed, or what went into it. */
  | { readonly type: "output"; readonly title: string; readonly text: string }
  | { readonly type: "diff"; readonly text: string }
  | { readonly type: "items"; readonly items: readonly string[] };

export const wordsBlock = (text: string): readonly PassageBlock[] =>
  text.trim() === "" ? [] : [{ type: "words", text: text.trim() }];

export const outputBlock = (title: string, text: string): readonly PassageBlock[] =>
  text.trim() === "" ? [] : [{ type: "output", title, text: text.replace(/\n+$/, "") }];

export const itemsBlock = (items: readonly string[]): readonly PassageBlock[] =>
  items.length === 0 ? [] : [{ type: "items", items }];
