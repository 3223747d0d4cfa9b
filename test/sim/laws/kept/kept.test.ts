import { describe, expect, test } from "bun:test";
import type { EventBody } from "../../../../src/core/event.ts";
import { popupId, sessionIdOf } from "../../../../src/core/ids.ts";
import { userText } from "../../../../src/core/message.ts";
import type { Leftover } from "../../../../src/core/leftover.ts";
import type { RunRecord } from "../../../../src/sim/record.ts";
import { checkKept } from "../../../../src/sim/laws/kept/kept.ts";
import { keyOfText } from "../../../../src/workspaces/memory/memory-remains.ts";
import { breachesOf, logOf, main, popupOf, recordOf, started, T1, T2 } from "../hand-made.ts";

const seat = { tier: "tier3", trackId: main, ticketId: T1, attempt: 1 } as const;
const call = (tool: string, input: Record<string, string>): EventBody => ({
  type: "tool.started",
  sessionId: sessionIdOf(seat),
  turn: 1,
  index: 0,
  callId: "c",
  tool,
  input,
  gate: popupId("tool"),
  payloadHash: "",
});
const ends = (effectId: number, isError = false): EventBody => ({
  type: "tool.ended",
  effectId,
  sessionId: sessionIdOf(seat),
  turn: 1,
  index: 0,
  callId: "c",
  text: "",
  isError,
});
const write = call("write", { file_path: "a.txt", content: "a" });
const fresh: EventBody = { type: "preparation.started", ticketId: T1, attempt: 2, fresh: true };
const committed = (leftovers: readonly Leftover[] = []): EventBody => ({
  type: "commit.ended",
  effectId: 0,
  ticketId: T1,
  commit: "c1",
  leftovers,
});
const done: EventBody = { type: "ticket.done", ticketId: T1 };
const compared = (ticketId = T1): EventBody => ({
  type: "comparison.started",
  ticketId,
  commit: "c1",
});
const guide: Leftover = { path: "a.txt", why: "ignored" };

const check = (
  bodies: readonly EventBody[],
  remains: Partial<RunRecord["remains"]> = {},
  losses: RunRecord["executions"] = [],
) => {
  const { remains: none } = recordOf([]);
  const log = logOf(...bodies);
  const executions = log.flatMap((event) =>
    event.type === "tool.started"
      ? [{ ...event, type: "tool" as const, life: 1, ticketId: T1 }]
      : [],
  );
  return checkKept(
    recordOf(log, { executions: [...executions, ...losses], remains: { ...none, ...remains } }),
  );
};
const kept = { texts: new Set([keyOfText("a.txt", "a")]) };

describe("it holds where", () => {
  test("a tool only claims a write, by the id of a call before that it did make", () => {
    const log = logOf(write, ends(1), fresh, write, ends(4), committed(), done);
    const { remains } = recordOf([]);
    const begin = {
      type: "tool",
      life: 1,
      ticketId: T1,
      tool: "write",
      callId: "c",
      input: {},
    } as const;
    const held = new Map([["c1", new Set<string>()]]);
    const judge = (...atEvents: readonly number[]) =>
      checkKept(
        recordOf(log, {
          executions: atEvents.map((atEvent) => ({ ...begin, atEvent })),
          remains: { ...remains, ...kept, held, merged: ["c1"] },
        }),
      );
    expect(judge(1)).toEqual({ type: "holds", exercised: 2 });
    expect(breachesOf(judge(1, 4))).toBe("event 7: T-1 is done without a.txt as it wrote it");
  });

  test("what was written is somewhere, and what is done stands on the branch", () => {
    const log = [write, ends(1), committed(), compared(), done];
    expect(check(log, { ...kept, merged: ["c1"] })).toEqual({ type: "holds", exercised: 2 });
  });

  test("what is left out was approved, by a person or a rule, or is output", () => {
    const decided: EventBody = {
      type: "popup.decided",
      popupId: popupId("leftovers:T-1:1.1"),
      decision: { type: "approve" },
      revision: 1,
      payloadHash: "",
      rule: null,
    };
    expect(check([write, ends(1), committed([guide]), decided, compared()], kept)).toMatchObject({
      type: "holds",
    });
    const output = committed([{ path: "gen/", why: "output" }]);
    expect(check([write, ends(1), output, compared()], kept)).toMatchObject({ type: "holds" });
  });
});

test("it is not exercised by what failed, or what a later command may have changed", () => {
  const bash = call("bash", { command: "rm a.txt" });
  expect(check([write, ends(1, true)])).toEqual({ type: "not-exercised" });
  expect(check([write, ends(1), bash, ends(3)])).toEqual({ type: "not-exercised" });
});

describe("it is broken where", () => {
  test("a text is nowhere, also one of a tree that was made anew", () => {
    expect(breachesOf(check([write, ends(1)]))).toContain("a.txt, as T-1 wrote it");
    const again = call("write", { file_path: "a.txt", content: "b" });
    const texts = new Set([keyOfText("a.txt", "b")]);
    expect(breachesOf(check([write, ends(1), fresh, again, ends(4)], { texts }))).toContain(
      "a.txt",
    );
  });

  test("a person is asked what a commit leaves out, before the worker has heard of it in this attempt", () => {
    const asked = popupOf("leftovers:T-1:1.1", {
      kind: "leftovers",
      payload: { leftovers: [guide] },
    });
    const returned: EventBody = {
      type: "leftovers.returned",
      ticketId: T1,
      sessionId: sessionIdOf(seat),
      message: userText("it lacks a file"),
    };
    const breach = "a person is asked what T-1 leaves out before its worker";
    expect(breachesOf(check([started(), asked]))).toContain(breach);
    expect(breachesOf(check([started(), returned, asked]))).toBe("");
    const next: EventBody = { type: "ticket.retried", ticketId: T1, attempt: 2, note: "" };
    expect(breachesOf(check([started(), returned, next, asked]))).toContain(breach);
  });

  test("a tree was deleted, and what a commit could have held is not kept", () => {
    const lost = (uncommitted: readonly string[], committable: Record<string, string> = {}) =>
      ({ type: "loss", life: 1, ticketId: T1, uncommitted, committable }) as const;
    expect(breachesOf(check([write, ends(1)], {}, [lost([])]))).toContain("a.txt, as T-1 wrote it");
    expect(check([write, ends(1)], {}, [lost(["a.txt"])])).toEqual({ type: "not-exercised" });
    expect(breachesOf(check([], {}, [lost([], { "made.txt": "by a command\n" })]))).toContain(
      "made.txt, as it was in the tree of T-1 that was deleted, is not kept",
    );
  });

  test("a ticket is done whose commit is not on the branch, or is there twice", () => {
    expect(breachesOf(check([committed(), done]))).toContain("on the branch 0 times");
    expect(breachesOf(check([committed(), done], { merged: ["c1", "c1"] }))).toContain("2 times");
  });

  test("a ticket is done, and its commit lacks what it wrote in the tree that it goes on with", () => {
    const next: EventBody = { type: "preparation.started", ticketId: T1, attempt: 2, fresh: false };
    const log = [write, ends(1), next, committed(), done];
    const merged = { ...kept, merged: ["c1"] };
    expect(breachesOf(check(log, { ...merged, held: new Map([["c1", new Set()]]) }))).toContain(
      "event 5: T-1 is done without a.txt",
    );
    const held = new Map([["c1", kept.texts]]);
    expect(check(log, { ...merged, held })).toMatchObject({ type: "holds" });
    const again = [write, ends(1), fresh, committed(), done];
    expect(check(again, { ...merged, held: new Map([["c1", new Set()]]) })).toMatchObject({
      type: "holds",
    });
    const nothing = [write, ends(1), next, done];
    expect(breachesOf(check(nothing, kept))).toContain("T-1 is done without a.txt");
    expect(check(nothing, { ...kept, onBranchOnce: kept.texts })).toMatchObject({ type: "holds" });
  });

  test("a file that no call can have changed is another than the run found", () => {
    const theirsBefore = { branches: {}, files: { "a.txt": "", "b.txt": "b" } };
    const judge = (log: readonly EventBody[], files: Record<string, string>) =>
      checkKept(recordOf(logOf(...log), { theirsBefore, files }));
    const written = { "a.txt": "a" };
    expect(breachesOf(judge([write], written))).toContain("b.txt, which no worker touched");
    expect(judge([write], { ...written, "b.txt": "b" })).toEqual({ type: "holds", exercised: 1 });
    expect(judge([write, call("bash", { command: "rm b.txt" })], written)).toEqual({
      type: "not-exercised",
    });
  });

  test("a file stands on the branch in the place of a folder", () => {
    const judge = (files: Record<string, string>) => checkKept(recordOf(logOf(), { files }));
    expect(breachesOf(judge({ "a/b": "", "a/b/c": "", ab: "" }))).toBe(
      "a/b is on the branch as a file, and so is a/b/c in it",
    );
    expect(breachesOf(judge({ "a/b": "", "a/b.c": "" }))).toBe("");
  });

  test("a ticket goes on without what it wrote, and nobody said so", () => {
    const log = [write, ends(1), committed([guide])];
    expect(breachesOf(check([...log, compared()]))).toContain("goes on without a.txt");
    expect(check([...log, compared(T2)], kept)).toMatchObject({ type: "holds" });
  });

  test("a file that git ignores is told as meant, and its worker failed to write it, or wrote it in another tree", () => {
    const breach = "a.txt is told as what T-1 meant to keep";
    const begin = started({ toolTimeoutMs: 60_000 });
    const failed = [begin, write, ends(2, true), committed([guide])];
    expect(breachesOf(check(failed))).toContain(breach);
    expect(breachesOf(check([begin, write, ends(2), fresh, committed([guide])]))).toContain(breach);
    const slow = [started({ toolTimeoutMs: 500 }), write, ends(2, true), committed([guide])];
    expect(breachesOf(check(slow))).toBe("");
    expect(breachesOf(check([begin, write, committed([guide])], kept))).toBe("");
  });
});
