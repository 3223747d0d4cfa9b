import { hashOf, sha256 } from "../json.ts";
import type { ToolCall } from "../message.ts";

/** The same call with the same result so many times, and nothing new between: no progress is made. */
export const repeatsDefault = 3;

/** What a session's calls have brought, as far as it tells whether they go round in circles. */
export interface Repetition {
  /** The results that there have been, by call. */
  readonly seen: Map<string, Set<string>>;
  /** By call: its last result and how often in a row it brought that. Cleared when a call brings something new. */
  readonly counts: Map<string, Counted>;
}

interface Counted {
  readonly result: string;
  readonly times: number;
}

export const noRepetition = (): Repetition => ({ seen: new Map(), counts: new Map() });

interface Result {
  readonly text: string;
  readonly isError: boolean;
}

/** Takes a call in. One that brought something new starts the count of all others afresh. */
export function noteResult(repetition: Repetition, call: ToolCall, result: Result): void {
  const { seen, counts } = repetition;
  const name = nameOf(call);
  const brought = nameOfResult(result);
  const times = timesInRow(counts.get(name), brought);
  const before = seen.get(name);
  if (before?.has(brought) !== true) counts.clear();
  if (before === undefined) seen.set(name, new Set([brought]));
  else before.add(brought);
  counts.set(name, { result: brought, times });
}

/** How many times a call brought this result by now, this time included. */
export function timesOf({ counts }: Repetition, call: ToolCall, result: Result): number {
  return timesInRow(counts.get(nameOf(call)), nameOfResult(result));
}

const timesInRow = (before: Counted | undefined, brought: string): number =>
  before?.result === brought ? before.times + 1 : 1;

/** How many times the call that is to be made brought the same, and nothing new came since. */
export const timesBefore = ({ counts }: Repetition, call: ToolCall): number =>
  counts.get(nameOf(call))?.times ?? 0;

/** What the model is told below the result. */
export const repetitionNote = (times: number): string =>
  `${noteBegins}${times} times, and its result was the same each time. Do something else, or say what keeps you from going on.`;

const noteBegins = "\n\nRehearsal: you have made this very call ";

const nameOf = ({ tool, input }: ToolCall): string => hashOf({ tool, input });

/** With a number of as many digits as a count can have. */
const noteCharactersMax = repetitionNote(Number.MAX_SAFE_INTEGER).length;

/**
 * The result without the note that we add at its end: one that stands before is the tool's own. Hashed as plain text, since
 * encoding it as JSON slowed long logs down, and so did looking for the note in all of it.
 */
function nameOfResult({ text, isError }: Result): string {
  const from = Math.max(0, text.length - noteCharactersMax);
  const at = text.slice(from).lastIndexOf(noteBegins);
  return `${isError ? "error" : "text"} ${sha256(at === -1 ? text : text.slice(0, from + at))}`;
}
