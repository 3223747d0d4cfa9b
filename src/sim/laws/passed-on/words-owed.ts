import type { Event } from "../../../core/event.ts";
import type { Findings } from "../verdict.ts";

/** Words that somebody must be given. */
export interface Owed {
  /** What they are, for messages: `the answer`. */
  readonly what: string;
  readonly text: string;
}

/** Words that are still to be passed on, by who must be given them: a session, a gate, a ticket's worker. */
export interface WordsOwed {
  owe(to: string, ...words: readonly Owed[]): void;
  /** Somebody is given this text. It must contain all words that are owed to them. */
  settle(to: string, text: string, event: Event): void;
  /** What was owed is not needed any more. */
  drop(to: string): void;
  /** Everybody to whom something is owed. */
  creditors(): readonly string[];
}

export function newWordsOwed({ exercise, breach }: Findings): WordsOwed {
  const owed = new Map<string, readonly Owed[]>();
  return {
    owe(to, ...words) {
      owed.set(to, [...(owed.get(to) ?? []), ...words.filter(({ text }) => text !== "")]);
    },
    settle(to, text, { seq }) {
      for (const { what, text: said } of owed.get(to) ?? []) {
        exercise();
        if (!text.includes(said)) breach(`event ${seq}: ${what} does not reach ${to}`);
      }
      owed.delete(to);
    },
    drop: (to) => void owed.delete(to),
    creditors: () => [...owed.keys()],
  };
}
