import { expect, test } from "bun:test";
import type { EventBody } from "../../../../src/core/event.ts";
import { checkMergeLine } from "../../../../src/sim/laws/gate/merges.ts";
import { judgeBy } from "../../../../src/sim/laws/verdict.ts";
import { breachesOf, decided, ended, logOf, popupOf, started, T1, T2 } from "../hand-made.ts";

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
