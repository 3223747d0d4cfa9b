import { expect, test } from "bun:test";
import type { EventBody } from "../../../src/core/event.ts";
import type { SessionId } from "../../../src/core/ids.ts";
import { judgeBy } from "../../../src/sim/laws/verdict.ts";
import { checkWaits } from "../../../src/sim/laws/waits.ts";
import { breachesOf, ended, logOf, main, popupOf, started, T1 } from "./hand-made.ts";

const check = (...bodies: readonly EventBody[]): string =>
  breachesOf(judgeBy((findings) => checkWaits(logOf(started(), ...bodies), findings)));

const claimed: EventBody = { type: "ticket.claimed", ticketId: T1, attempt: 1 };
const survey: EventBody = { type: "survey.started" };
const tracks: EventBody = {
  type: "tracks.accepted",
  tracks: [{ id: main, title: "", description: "" }],
};
const pausedIn = (sessionId: string): EventBody => ({
  type: "session.paused",
  sessionId: sessionId as SessionId,
  failure: { code: "overloaded", message: "" },
});
const prepares = (effectId: number): readonly EventBody[] => [
  { type: "preparation.started", ticketId: T1, attempt: 1, fresh: true },
  {
    type: "effect.failed",
    effectId: effectId as never,
    failure: { code: "workspace-failed", message: "" },
  },
];

test("a ticket, a track or the plan waits for its own popup or trouble, or the run does not wait", () => {
  const question = popupOf("question:T-1", { kind: "question", payload: { question: "why?" } });
  expect(check(claimed, ended("waiting"))).toContain("nothing holds ticket T-1 up");
  expect(check(claimed, question, ended("waiting"))).toBe("");
  expect(check(claimed, pausedIn("tier4:T-1:1"), ended("waiting"))).toBe("");
  expect(check(claimed, ...prepares(3), ended("waiting"))).toBe("");
  expect(check(tracks, ended("waiting"))).toContain(`nothing holds track ${main} up`);
  expect(check(tracks, pausedIn(`tier2:${main}`), ended("waiting"))).toBe("");
  expect(check(survey, ended("waiting"))).toContain("nothing holds the plan up");
  expect(check(survey, pausedIn("tier1"), ended("waiting"))).toBe("");
});

test("what is resumed waits anew, and a ticket without its tree queues for a slot first", () => {
  const resumed: EventBody = { type: "run.resumed" };
  const paused = [claimed, pausedIn("tier3:T-1:1"), ended("waiting"), resumed];
  expect(check(...paused, ended("waiting"))).toContain("nothing holds ticket T-1 up");
  expect(check(claimed, ...prepares(3), ended("waiting"), resumed, ended("waiting"))).toBe("");
});
