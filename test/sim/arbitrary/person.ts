import fc from "fast-check";
import type { Decision } from "../../../src/core/gates/decision.ts";
import type { PopupMatch, UserAnswer } from "../../../src/sim/scenario.ts";
import type { DrawnPlan } from "./plan.ts";

/** How far a person may go. `steady` decides by what is asked alone, never by when. */
export type Temper = "steady" | "wilful";

type AskedKind = "spawn" | "step" | "tool" | "question" | "merge";

/** What every popup of a kind offers: an answer that is refused is an answer that never comes. */
const offered: Readonly<Record<AskedKind, readonly Decision[]>> = {
  spawn: [
    { type: "approve" },
    { type: "reject", reason: "not like this" },
    { type: "edit", payload: { prompt: "Do it otherwise. 🧱" } },
    { type: "abort" },
    { type: "always" },
  ],
  step: [{ type: "approve" }, { type: "reject", reason: "not yet" }, { type: "always" }],
  tool: [
    { type: "approve" },
    { type: "reject", reason: "not like this" },
    { type: "edit", payload: { input: { command: "true" } } },
    { type: "abort" },
  ],
  question: [{ type: "answer", text: "yes" }, { type: "abort" }],
  merge: [{ type: "abort" }],
};

const steadyDecisions = offered.spawn.filter(({ type }) => type !== "always");

/** What a person does about some popups; who scripts nothing is agreeable. */
export function anyAnswers(
  { tickets }: DrawnPlan,
  temper: Temper,
): fc.Arbitrary<readonly UserAnswer[]> {
  const ticketId = fc.constantFrom(...tickets.map(({ id }) => id));
  const answers: readonly fc.Arbitrary<UserAnswer>[] =
    temper === "steady"
      ? [answerTo("spawn", ticketId, steadyDecisions)]
      : (Object.keys(offered) as AskedKind[]).flatMap((kind) => [
          answerTo(kind, ticketId, offered[kind]),
          silenceOn(kind, ticketId),
        ]);
  return fc.array(fc.oneof(...answers), { maxLength: 8 });
}

const matchOf = (kind: AskedKind, ticketId: string): PopupMatch => ({
  kind,
  trackId: null,
  ticketId,
  tool: null,
  attempt: 1,
});

const answerTo = (
  kind: AskedKind,
  ticketId: fc.Arbitrary<string>,
  decisions: readonly Decision[],
): fc.Arbitrary<UserAnswer> =>
  fc
    .record({
      type: fc.constant("answer" as const),
      match: ticketId.map((id) => matchOf(kind, id)),
      decision: fc.constantFrom(...decisions),
      afterMs: fc.constantFrom(0, 0, 20, 5000),
      twice: fc.boolean(),
      typed: fc.boolean(),
      late: fc.boolean(),
      optional: fc.boolean(),
      onReturn: fc.boolean(),
      fromElsewhere: fc.boolean(),
    })
    .map((answer) => (answer.fromElsewhere ? { ...answer, ...atOnce } : answer));

/** What is given from elsewhere is given as soon as no process runs. */
const atOnce = { afterMs: 0, twice: false, typed: false, late: false, onReturn: false } as const;

/** Sees the popup, and never answers. */
const silenceOn = (kind: AskedKind, ticketId: fc.Arbitrary<string>): fc.Arbitrary<UserAnswer> =>
  ticketId.map((id) => ({
    type: "answer",
    match: matchOf(kind, id),
    decision: null,
    afterMs: 0,
    twice: false,
    typed: false,
    late: false,
    optional: false,
    onReturn: false,
    fromElsewhere: false,
  }));
