import { expect, test } from "bun:test";
import type { EventBody } from "../../../../src/core/event.ts";
import { ticketId } from "../../../../src/core/ids.ts";
import { checkMergeLine } from "../../../../src/sim/laws/gate/merges.ts";
import { judgeBy } from "../../../../src/sim/laws/verdict.ts";
import { breachesOf, decided, ended, logOf, popupOf, started, T1, T2 } from "../hand-made.ts";

const T3 = ticketId("T-3");
const check = (...bodies: readonly EventBody[]): string =>
  breachesOf(judgeBy((findings) => checkMergeLine(logOf(started(), ...bodies), findings)));

const commits = (id: typeof T1): EventBody => ({
  type: "commit.ended",
  effectId: 1 as never,
  ticketId: id,
  commit: `commit of ${id}`,
});
const compares = (id: typeof T1): EventBody => ({
  type: "comparison.started",
  ticketId: id,
  commit: `commit of ${id}`,
});

test("who lined up first is compared first", () => {
  expect(check(commits(T1), commits(T2), compares(T1))).toBe("");
  expect(check(commits(T1), commits(T2), compares(T2))).toContain("T-2 is compared before T-1");
});

test("a merge that waits for a person holds nobody else up", () => {
  const payload = { commit: "commit of T-1", conflicts: [] };
  const asks = popupOf("merge:T-1:1.1", { kind: "merge", payload });
  const first = [commits(T1), commits(T2), compares(T1), asks];
  expect(check(...first, ended("waiting"))).toContain("T-2 is left in the line of merges");
  expect(check(...first, compares(T2), ended("waiting"))).toBe("");
  expect(check(...first, compares(T2), decided("merge:T-1:1.1", payload), ended("waiting"))).toBe(
    "",
  );
});

test("a crash changes nothing of the line, but for who was compared or merged then", () => {
  const resumed: EventBody = { type: "run.resumed" };
  const three = [commits(T1), commits(T2), commits(T3), compares(T1), resumed];
  expect(check(...three, compares(T2), compares(T1), compares(T3))).toBe("");
  expect(check(...three, compares(T3))).toContain("T-3 is compared before T-2");
});

test("who leaves something out lines up once a person or a rule has let that pass", () => {
  const leftovers = [{ path: "a.txt", why: "ignored" }] as const;
  const lacking = { ...commits(T1), leftovers } as EventBody;
  const asks = popupOf("leftovers:T-1:1.1", { kind: "leftovers", payload: { leftovers } });
  const approved = [asks, decided("leftovers:T-1:1.1", { leftovers })];
  expect(check(lacking, commits(T2), ...approved, compares(T2), compares(T1))).toBe("");
  expect(check(lacking, commits(T2), ...approved, compares(T1))).toContain(
    "T-1 is compared before T-2",
  );
  expect(check(lacking, ...approved, commits(T2), compares(T2))).toContain(
    "T-2 is compared before T-1",
  );
});
