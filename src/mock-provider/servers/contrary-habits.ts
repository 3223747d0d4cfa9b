import type { Habit } from "./habit.ts";

/**
 * Pairs of ways that no server is given together: between them nothing tells what a reader needs, or a call that comes
 * whole with its opening has no time of its own, so that only its reader decides what it comes before.
 */
const contradictions: readonly (readonly [string, string])[] = [
  ["input-at-end", "bare-end"],
  // The number is what the calls are under.
  ["calls-by-number", "call-index"],
  // Behind an end with its counts a connection may be left open: between such ends nothing but time tells them apart.
  ["finish after-each", "usage"],
  ["finish after-each", "ends"],
  // Bare lines of JSON have no place for events.
  ["notices", "events-as json-lines"],
  // Of words that are told by their end alone, and never ended, nothing tells that calls follow them.
  ["items-whole", "open-words"],
  ["finish none", "ends no-sentinel"],
  // A connection that breaks is no end of what has no other.
  ["finish none", "ends reset"],
  ["events-as json-lines", "ends reset"],
  ["events-as one-line-end", "ends reset"],
  // Of a choice with another number only the body's end tells that it is the one that was asked for.
  ["choice from-one", "ends reset"],
  // Of an error without a line end only the end of the body tells that it is whole.
  ["stream-errors unframed", "ends reset"],
  ["stream-errors unframed", "ends open"],
  // Of words that are never ended, nothing would tell the rest.
  ["rest-at-end", "open-words"],
  // Of a whole one and its pieces nothing tells that they are the same.
  ["signature-in-pieces", "signature-first"],
  ["signature-in-pieces", "signature-twice"],
  // What is no summary has no parts of one.
  ["summary-in-parts", "thoughts-in-content"],
  ["summary-in-parts", "thoughts-at-end"],
  ["input-first", "text-in-calls"],
];

export const areContrary = (one: Habit, other: Habit): boolean =>
  contradictions.some(
    ([first, second]) =>
      (isCalled(one, first) && isCalled(other, second)) ||
      (isCalled(one, second) && isCalled(other, first)),
  );

const isCalled = (habit: Habit, name: string): boolean =>
  name === habit.type || ("as" in habit && name === `${habit.type} ${habit.as}`);
