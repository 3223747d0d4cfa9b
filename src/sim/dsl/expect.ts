import type { RefusalReason, RunOutcome } from "../../core/event.ts";
import type { Tier } from "../../core/ids.ts";
import type { PopupKind } from "../../core/gates/popup-kinds.ts";
import type { Expectation, FinishedRun, ExpectedText } from "../scenario.ts";

/** A stream's id, exactly as viewers show it. */
export type StreamName =
  | "Tier 1 (Orchestrator)"
  | `Tier 2 (Tech Lead): ${string}`
  | `Tier 3 (Worker): ${string}`
  | `Tier 4 (QA): ${string}`;

/** What can be said of a text. */
export interface TextExpectation {
  contains(text: string): Expectation;
  equals(text: string): Expectation;
  matches(pattern: RegExp): Expectation;
}

export interface FileExpectation extends TextExpectation {
  /** The file is not there. */
  missing(): Expectation;
}

/** How the run ended. */
export const outcome = (expected: RunOutcome): Expectation => ({
  type: "outcome",
  outcome: expected,
});

/**
 * How a ticket ended, and after how many attempts.
 * @example ticket("T-1").done()
 */
export const ticket = (ticketId: string) => ({
  todo: (): Expectation => ({ type: "ticket", ticketId, status: "todo" }),
  running: (): Expectation => ({ type: "ticket", ticketId, status: "running" }),
  done: (): Expectation => ({ type: "ticket", ticketId, status: "done" }),
  failed: (): Expectation => ({ type: "ticket", ticketId, status: "failed" }),
  blocked: (): Expectation => ({ type: "ticket", ticketId, status: "blocked" }),
  attempts: (attempts: number): Expectation => ({ type: "attempts", ticketId, attempts }),
});

/**
 * The text of a stream's completed replies. Where there is no such stream, the expectation fails, with `not` too.
 * @example stream("Tier 3 (Worker): T-1").not.contains("rm -rf")
 */
export function stream(streamId: StreamName): TextExpectation & { readonly not: TextExpectation } {
  const about = (negated: boolean) =>
    textExpectation((test) => ({ type: "stream", streamId, test, negated }));
  return { ...about(false), not: about(true) };
}

/**
 * A file on the run's branch, after the run.
 * @example file("src/math.ts").contains("subtract")
 */
export function file(path: string): FileExpectation & { readonly not: FileExpectation } {
  const about = (negated: boolean): FileExpectation => ({
    ...textExpectation((test) => ({ type: "file", path, test, negated })),
    missing: () => ({ type: "file", path, test: null, negated }),
  });
  return { ...about(false), not: about(true) };
}

const textExpectation = (about: (test: ExpectedText) => Expectation): TextExpectation => ({
  contains: (text) => about({ type: "contains", text }),
  equals: (text) => about({ type: "equals", text }),
  matches: (pattern) => about({ type: "matches", pattern: pattern.source, flags: pattern.flags }),
});

/**
 * The kinds of all popups that the run opened.
 * @example popups("tracks", "tickets", "spawn").inOrder()
 */
export const popups = (...kinds: readonly PopupKind[]) => ({
  inOrder: (): Expectation => ({ type: "popups", kinds, order: "in-order" }),
  inAnyOrder: (): Expectation => ({ type: "popups", kinds, order: "any-order" }),
});

type UsageMember = Extract<Expectation, { type: "usage" }>["member"];

/**
 * The tokens that a tier's calls took, discarded tries included.
 * @example usage("tier3").outputTokens.atLeast(1)
 */
export const usage = (tier: Tier) => ({
  inputTokens: amount(tier, "inputTokens"),
  outputTokens: amount(tier, "outputTokens"),
  cacheReadTokens: amount(tier, "cacheReadTokens"),
  cacheWriteTokens: amount(tier, "cacheWriteTokens"),
});

const amount = (tier: Tier, member: UsageMember) => ({
  atLeast: (tokens: number): Expectation => between(tier, member, tokens, null),
  atMost: (tokens: number): Expectation => between(tier, member, null, tokens),
  exactly: (tokens: number): Expectation => between(tier, member, tokens, tokens),
});

const between = (
  tier: Tier,
  member: UsageMember,
  atLeast: number | null,
  atMost: number | null,
): Expectation => ({ type: "usage", tier, member, atLeast, atMost });

/** Answers that the conductor refused, such as the second of a double click or one to a popup that is closed. */
export const refused = (why: RefusalReason) => ({
  times: (count: number): Expectation => ({ type: "refused", why, count }),
});

/** Tests the finished run. It fails by returning `false` or a text that says why, or by throwing. */
export type RunTest = (run: FinishedRun) => boolean | string | void;

/**
 * An expectation of your own.
 * @example check("no popup was rejected", (run) => run.popups.every(({ decision }) => decision !== "reject"))
 */
export function check(test: RunTest): Expectation;
export function check(description: string, test: RunTest): Expectation;
export function check(
  ...[first, second]: readonly [RunTest] | readonly [description: string, test: RunTest]
): Expectation {
  return typeof first === "string"
    ? { type: "predicate", description: first, test: second as RunTest }
    : { type: "predicate", description: String(first).replace(/\s+/g, " "), test: first };
}

/**
 * A mark: not every schedule must meet it, and one must. A rehearsal of many schedules says which marks none met, and
 * fails for them with `--require-sometimes`.
 * @example sometimes("b is merged early", (run) => run.log.findIndex(merged("b")) < 100)
 * @example sometimes("it takes a second attempt", ticket("T-1").attempts(2))
 */
export const sometimes = (mark: string, of: Expectation | RunTest): Expectation => ({
  type: "sometimes",
  mark,
  of: typeof of === "function" ? check(mark, of) : of,
});
