import { describe, expect, test } from "bun:test";
import type { EventBody } from "../../../../src/core/event.ts";
import type { FailureCode } from "../../../../src/core/failure.ts";
import { popupId, sessionIdOf, ticketId } from "../../../../src/core/ids.ts";
import { userText } from "../../../../src/core/message.ts";
import { nameOfAddress } from "../../../../src/sim/drawn-fault.ts";
import type { Evidence } from "../../../../src/sim/laws/evidence.ts";
import { checkDeterminism } from "../../../../src/sim/laws/determinism.ts";
import { checkIsolation } from "../../../../src/sim/laws/isolation.ts";
import { checkResume } from "../../../../src/sim/laws/resume.ts";
import type { Verdict } from "../../../../src/sim/laws/verdict.ts";
import type { LifeRecord, RunRecord } from "../../../../src/sim/record.ts";
import {
  address,
  asked,
  breachesOf,
  called,
  discarded,
  ended,
  lifeOf,
  logOf,
  main,
  opened,
  recordOf,
  started,
  T1,
  T2,
  ticketOf,
} from "../hand-made.ts";

const plain = recordOf(logOf(started(), opened(), ended()));

const alone: Evidence = { record: plain, again: null, killed: null, hurt: null, drawn: [] };
const determinism = (record: RunRecord, again: RunRecord) =>
  checkDeterminism({ ...alone, record, again });
const isolation = (record: RunRecord, hurt: RunRecord) =>
  checkIsolation({ ...alone, record, hurt: { record: hurt, at: address } });
const resume = (record: RunRecord, killed: RunRecord, drawn: Evidence["drawn"]) =>
  checkResume({ ...alone, record, killed, drawn });

describe("law 8, determinism,", () => {
  test("holds where both logs are the same to the byte", () => {
    const again = recordOf(logOf(started(), opened(), ended()));
    expect(determinism(plain, again)).toEqual({ type: "holds", exercised: 1 });
  });

  test("is broken where one event differs, or one log goes on", () => {
    const other = recordOf(logOf(started(), opened(), ended("failed")));
    expect(breachesOf(determinism(plain, other))).toContain("event 3 is");
    const longer = recordOf(logOf(started(), opened(), ended(), ended()));
    expect(breachesOf(determinism(plain, longer))).toContain("goes on after event 3");
  });
});

describe("law 6, isolation,", () => {
  const seat = { tier: "tier2", trackId: main, ticketId: null, attempt: 1 } as const;
  const neighbour = (words: string): EventBody => ({
    type: "session.opened",
    sessionId: sessionIdOf(seat),
    ...seat,
    message: userText(words),
  });
  const whole = recordOf(logOf(started(), opened(), neighbour("plan it"), ended()));

  test("holds where the neighbours of a hurt session heard the same", () => {
    expect(isolation(whole, whole)).toMatchObject({ type: "holds" });
  });

  test("is broken where a neighbour was told something else", () => {
    const hurt = recordOf(logOf(started(), opened(), neighbour("plan it well"), ended()));
    const verdict = isolation(whole, hurt);
    expect(breachesOf(verdict)).toContain("a fault in tier1 changed what was said in tier2:main");
  });

  test("is broken where a neighbour's tool gave something else, or failed", () => {
    const call = { sessionId: sessionIdOf(seat), turn: 1, index: 0, callId: "c" } as const;
    const tool = (text: string, isError: boolean) =>
      recordOf(
        logOf(started(), { type: "tool.ended", effectId: null, ...call, text, isError }, ended()),
      );
    for (const hurt of [tool("other", false), tool("same", true)]) {
      const verdict = isolation(tool("same", false), hurt);
      expect(breachesOf(verdict)).toContain("changed what was said in tier2:main");
    }
  });

  test("is broken where a neighbour asked for something else", () => {
    const other = { ...seat, turn: 1, try: 1 } as const;
    const request = (words: string) => ({ ...asked({ words }), address: other });
    const verdict = isolation(
      { ...whole, observations: [request("as before")] },
      { ...whole, observations: [request("otherwise")] },
    );
    expect(breachesOf(verdict)).toContain("changed what was said in tier2:main");
  });

  test("holds where what a server takes was learnt by a neighbour's try, and not where a try failed", () => {
    const failing = (teaches: object) => {
      const { failure, ...cut } = discarded(9);
      const unit = { ...cut.unit, sessionId: sessionIdOf(seat) };
      const event = { ...cut, unit, failure: { ...failure, ...teaches } };
      return recordOf(logOf(started(), opened(), neighbour("plan it"), event, ended()));
    };
    const learning = failing({ teaches: { maxOutputTokens: 8_192 } });
    expect(isolation(whole, learning)).toMatchObject({ type: "holds" });
    expect(breachesOf(isolation(whole, failing({})))).toContain("changed what was said in");
  });

  test("does not compare what was said to those whose trees began after other merges", () => {
    const its = { tier: "tier3", trackId: main, ticketId: T1, attempt: 1 } as const;
    const work = (
      order: "merged-before" | "merged-meanwhile" | "merged-after",
      text: string,
      ...more: readonly EventBody[]
    ) => {
      const prepares: EventBody = {
        type: "preparation.started",
        ticketId: T1,
        attempt: 1,
        fresh: true,
      };
      const ready: EventBody = {
        type: "preparation.ended",
        effectId: 2,
        ticketId: T1,
        documents: [],
        skeletons: [],
      };
      const others = ticketId("T-2");
      const merge: readonly EventBody[] = [
        { type: "merge.started", ticketId: others, commit: "c", base: "b" } as never,
        { type: "merge.ended", effectId: 2, ticketId: others, head: "h" },
      ];
      const made = {
        "merged-before": [...merge, prepares, ready],
        "merged-meanwhile": [prepares, ...merge, ready],
        "merged-after": [prepares, ready, ...merge],
      }[order];
      const session = { sessionId: sessionIdOf(its), ...its } as const;
      return recordOf(
        logOf(
          started(),
          opened(),
          { type: "tracks.accepted", tracks: [{ id: main, title: "Main", description: "" }] },
          {
            type: "tickets.accepted",
            trackId: main,
            tickets: ["T-1", "T-2"].map((id) => ticketOf(id)),
          },
          ...made,
          { type: "attempt.started", ticketId: T1, attempt: 1 },
          { type: "session.opened", ...session, message: userText("do it") },
          { type: "message.added", sessionId: session.sessionId, message: userText(text) },
          ...more,
          ended(),
        ),
      );
    };
    const whole = work("merged-after", "no notes");
    const spares = { type: "not-exercised" } as const;
    const meanwhile = (text: string) => work("merged-meanwhile", text);
    expect(isolation(whole, work("merged-before", "notes.txt"))).toEqual(spares);
    expect(isolation(meanwhile("no notes"), meanwhile("notes.txt"))).toEqual(spares);
    expect(breachesOf(isolation(whole, work("merged-after", "other")))).toContain("changed what");
    // A write that comes behind its time is in what others merge, or is not.
    const [before, other] = [work("merged-before", "no notes"), work("merged-before", "notes.txt")];
    const late = { type: "tool", ticketId: T2, tool: "write", nth: 1, fault: "lingers" } as const;
    const pair = { ...alone, record: before, hurt: { record: other, at: address } };
    expect(breachesOf(checkIsolation(pair))).toContain("changed what");
    expect(checkIsolation({ ...pair, drawn: [late] })).toEqual(spares);
    const unit = { sessionId: sessionIdOf(its), turn: 1, try: 1 };
    const failure = { code: "stream-cut", message: "" } as const;
    const completed = work("merged-after", "no notes", {
      type: "stream.completed",
      effectId: 1,
      unit,
      stopReason: "end-turn",
      commandParts: {},
    });
    const cut = { type: "stream.discarded", effectId: 1, unit, failure } as const;
    expect(breachesOf(isolation(completed, work("merged-before", "notes.txt", cut)))).toContain(
      "changed how tier3:T-1:1 turn 1 try 1 ended: stream-cut, not completed",
    );
  });

  test("is broken where the run ends otherwise", () => {
    const hurt = recordOf(logOf(started(), opened(), neighbour("plan it"), ended("failed")));
    expect(breachesOf(isolation(whole, hurt))).toContain("the outcome is failed");
  });

  test("is not exercised where the order of things decides", () => {
    const open = recordOf(logOf(started(), opened(), neighbour("plan it"), ended("waiting")));
    expect(isolation(open, whole)).toEqual({ type: "not-exercised" });
    const failing = (merging: object, mergedFirst = T1) => {
      const merge = (id: typeof T1): EventBody => ({
        type: "merge.ended",
        effectId: 99 as never,
        ticketId: id,
        head: "h",
      });
      const check = { ticketId: T1, attempt: 1, command: "test", ...merging } as const;
      const fails = { effectId: 7, ticketId: T1, passed: false, output: "" } as const;
      return recordOf(
        logOf(
          started(),
          opened(),
          neighbour("plan it"),
          { type: "tracks.accepted", tracks: [{ id: main, title: "Main", description: "" }] },
          { type: "tickets.accepted", trackId: main, tickets: [ticketOf("T-1"), ticketOf("T-2")] },
          merge(mergedFirst),
          { type: "check.started", ...check },
          { type: "check.ended", ...fails },
          ended(),
        ),
      );
    };
    const merged = failing({ merging: { commit: "c", side: null } });
    expect(isolation(merged, merged)).toMatchObject({ type: "holds" });
    const otherFirst = failing({ merging: { commit: "c", side: null } }, T2);
    expect(isolation(merged, otherFirst)).toEqual({ type: "not-exercised" });
    const own = failing({});
    expect(isolation(own, own)).toMatchObject({ type: "holds" });
  });

  test("is not exercised where a fault left a file in conflict in one of the two runs alone", () => {
    const log = logOf(started(), opened(), neighbour("plan it"), ended("failed"));
    const conflict = { type: "conflict", life: 1, ticketId: T1, path: "a", text: "" } as const;
    const found = recordOf(log, { executions: [conflict] });
    expect(isolation(whole, found)).toEqual({ type: "not-exercised" });
    expect(isolation(recordOf(whole.log, { executions: [conflict] }), found)).toMatchObject({
      type: "broken",
    });
  });

  test("is not exercised where a tree was to be deleted, and was in one of the two runs alone", () => {
    const log = logOf(started(), opened(), neighbour("plan it"), ended("failed"));
    const loss = { type: "loss", life: 1, ticketId: T1, uncommitted: [], committable: {} } as const;
    const hurt = { record: recordOf(log, { executions: [loss] }), at: address };
    const drawn = [
      { type: "workspace", ticketId: T1, work: "check", nth: 2, fault: "tree-lost" },
    ] as const;
    expect(checkIsolation({ ...alone, record: whole, hurt, drawn })).toEqual({
      type: "not-exercised",
    });
    expect(isolation(whole, hurt.record)).toMatchObject({ type: "broken" });
  });

  test("is not exercised where a first prompt may be too long, by what others' calls took until then", () => {
    const withPrompt = (...bodies: readonly EventBody[]) =>
      recordOf(logOf(started(), opened(), neighbour("plan it"), ...bodies, ended()));
    const fails = (code: FailureCode): EventBody => ({
      type: "session.failed",
      sessionId: sessionIdOf(seat),
      failure: { code, message: "" },
    });
    const trims = (turn: number): EventBody => ({
      type: "context.trimmed",
      sessionId: sessionIdOf(seat),
      turn,
      drops: { resultsThrough: 1, turnsThrough: 0 },
      beforeTokens: 2,
      estimatedTokens: 1,
    });
    for (const body of [fails("context-exceeded"), trims(1)])
      expect(isolation(withPrompt(body), whole)).toEqual({ type: "not-exercised" });
    for (const body of [fails("refusal"), trims(2)])
      expect(isolation(withPrompt(body), withPrompt(body))).toMatchObject({ type: "holds" });
  });

  test("holds where a try that taught something makes those after it later ones", () => {
    const failing = (nth: number, teaches: object) => {
      const { failure, ...cut } = discarded(9);
      const unit = { ...cut.unit, sessionId: sessionIdOf(seat), try: nth };
      return { ...cut, unit, failure: { ...failure, ...teaches } };
    };
    const log = (...tries: readonly EventBody[]) =>
      recordOf(logOf(started(), opened(), neighbour("plan it"), ...tries, ended()));
    const learnt = failing(1, { teaches: { maxOutputTokens: 8_192 } });
    expect(isolation(log(failing(1, {})), log(learnt, failing(2, {})))).toMatchObject({
      type: "holds",
    });
  });

  test("is unknown where a record tells of no run", () => {
    expect(isolation(whole, recordOf([]))).toMatchObject({ type: "unknown" });
  });
});

describe("law 9, resume,", () => {
  const worker = sessionIdOf({ tier: "tier3", ticketId: T1, attempt: 1 });
  const call = { sessionId: worker, turn: 1, index: 0, callId: "call" } as const;
  const began: EventBody = {
    type: "tool.started",
    ...call,
    tool: "write",
    input: { file_path: "a", content: "b" },
    gate: popupId("tool:T-1:1.1.0"),
    payloadHash: "",
  };
  const over: EventBody = { type: "tool.ended", effectId: 2, ...call, text: "", isError: false };
  const executed = (life: number): RunRecord["executions"][number] => ({
    type: "tool",
    life,
    ticketId: T1,
    tool: "write",
    callId: "call",
    input: { file_path: "a", content: "b" },
  });
  const redone: EventBody = {
    type: "popup.decided",
    rule: null,
    popupId: popupId("in-doubt:T-1:1.1.0.1"),
    decision: { type: "redo" },
    revision: 1,
    payloadHash: "",
  };
  const once = (record: RunRecord): Verdict => checkResume({ ...alone, record });

  test("is broken where somebody is asked after a resume for whom no reply is written", () => {
    const lives = [lifeOf(plain.log, { crashed: true }), lifeOf(plain.log, { number: 2 })];
    const type = "unmatched-request";
    const killed: RunRecord = {
      ...plain,
      lives,
      problems: [{ type, message: "No reply is meant for tier3.\n  near: nothing" }],
    };
    expect(breachesOf(resume(plain, killed, []))).toContain(
      "after a crash and a resume: No reply is meant for tier3.",
    );
    expect(resume(killed, killed, [])).toMatchObject({ type: "holds" });
    const fault = { type: "outage", atEvent: 9 } as const;
    expect(resume(plain, killed, [fault])).toMatchObject({ type: "holds" });
  });

  /** Two lives: the first left the first `inherited` events of the log on disk. */
  function twoLives(
    bodies: readonly EventBody[],
    inherited: number,
    changes: Partial<RunRecord> = {},
  ): RunRecord {
    const log = logOf(...bodies);
    return recordOf(log, {
      lives: [
        lifeOf(log.slice(0, inherited), { crashed: true, finished: null }),
        lifeOf(log, { number: 2, inherited }),
      ],
      ...changes,
    });
  }

  test("holds where the run that was killed ends as the one that was not", () => {
    const killed = twoLives([started(), { type: "run.resumed" }, ended()], 1);
    expect(resume(plain, killed, [])).toMatchObject({ type: "broken" });
    const same = twoLives([started(), opened(), { type: "run.resumed" }, ended()], 2);
    expect(resume(plain, same, [])).toEqual({ type: "holds", exercised: 1 });
  });

  test("is broken where a run says how it ended, and its log is not on disk", () => {
    const ending = (changes: Partial<LifeRecord>) =>
      once(recordOf(plain.log, { lives: [lifeOf(plain.log, changes)] }));
    expect(ending({ stored: plain.log.length })).not.toMatchObject({ type: "broken" });
    expect(ending({ stored: 0 })).toMatchObject({ type: "broken" });
    const failure = { code: "store-failed", message: "" } as const;
    const finished = { outcome: "waiting", failure, lostSubscribers: [] } as const;
    expect(ending({ stored: 0, finished })).not.toMatchObject({ type: "broken" });
    expect(ending({ stored: 0, crashed: true, finished: null })).not.toMatchObject({
      type: "broken",
    });
  });

  test("says nothing of the end where the crash spared a call the fault that was drawn for it", () => {
    const struck = [
      ...[started(), opened(), called(), { type: "run.resumed" } as const],
      discarded(3, "crashed"),
      ended("failed"),
    ];
    const fault = {
      type: "reply",
      at: nameOfAddress(address),
      fault: { type: "refusal" },
    } as const;
    const other = { ...fault, at: nameOfAddress({ ...address, turn: 2 }) };
    const killed = twoLives(struck, 3);
    expect(resume(plain, killed, [fault])).toMatchObject({ type: "holds" });
    expect(resume(plain, killed, [other])).toMatchObject({ type: "broken" });
    // The same where a crash of the script spared it the other run.
    const scripted = twoLives([...struck.slice(0, -1), ended()], 3);
    const failing = twoLives([started(), opened(), { type: "run.resumed" }, ended("failed")], 2);
    expect(resume(scripted, failing, [fault])).toMatchObject({ type: "holds" });
    expect(resume(scripted, failing, [other])).toMatchObject({ type: "broken" });
    // A retry would have mended this one.
    const mended = { ...fault, fault: { type: "cut", afterEvents: 3 } } as const;
    expect(resume(plain, killed, [mended])).toMatchObject({ type: "broken" });
  });

  test("says nothing of the end where the crash struck a tool that was to fail", () => {
    const killed = twoLives(
      [started(), opened(), began, { type: "run.resumed" }, ended("failed")],
      3,
    );
    const fault = { type: "tool", tool: "write", nth: 1, fault: "hangs" } as const;
    const otherTool = { ...fault, tool: "edit", ticketId: "T-1" };
    expect(resume(plain, killed, [otherTool])).toMatchObject({ type: "broken" });
    expect(resume(plain, killed, [{ ...fault, ticketId: "T-1" }])).toMatchObject({
      type: "holds",
    });
    expect(resume(plain, killed, [{ ...fault, ticketId: "T-2" }])).toMatchObject({
      type: "broken",
    });
  });

  test("says nothing of the end where a merged tree failed its check, and others were merged first", () => {
    const run = (outcome: "done" | "failed", crashAt: number | null, ...merged: string[]) => {
      const merges = merged.map((id): EventBody => ({
        type: "merge.ended",
        effectId: 1,
        ticketId: ticketId(id),
        head: "h",
      }));
      const check = { ticketId: T1, attempt: 1, command: "test" } as const;
      const bodies: readonly EventBody[] = [
        started(),
        opened(),
        { type: "tracks.accepted", tracks: [{ id: main, title: "Main", description: "" }] },
        {
          type: "tickets.accepted",
          trackId: main,
          tickets: ["T-1", "T-2"].map((id) => ticketOf(id)),
        },
        { type: "check.started", ...check, merging: { commit: "c", side: null } },
        { type: "check.ended", effectId: 5, ticketId: T1, passed: false, output: "" },
        ...merges,
        ended(outcome),
      ];
      return crashAt === null ? recordOf(logOf(...bodies)) : twoLives(bodies, crashAt);
    };
    const whole = run("done", null, "T-1", "T-2");
    expect(resume(whole, run("failed", 4, "T-2", "T-1"), [])).toMatchObject({ type: "holds" });
    expect(resume(whole, run("failed", 4, "T-1"), [])).toMatchObject({ type: "broken" });
    expect(resume(whole, run("failed", 4, "T-1", "T-2"), [])).toMatchObject({ type: "broken" });
  });

  test("is not exercised where nothing crashed", () => {
    expect(resume(plain, plain, [])).toEqual({ type: "not-exercised" });
  });

  test("is broken where the run ends otherwise, or other files are left", () => {
    const killed = twoLives([started(), opened(), { type: "run.resumed" }, ended("failed")], 2);
    expect(breachesOf(resume(plain, killed, []))).toContain("the outcome is failed, not done");
    const files = { "a.ts": "twice\n" };
    const other = twoLives([started(), opened(), { type: "run.resumed" }, ended()], 2, { files });
    expect(breachesOf(resume(plain, other, []))).toContain("files: a.ts is");
  });

  test("is broken where what had ended is executed again", () => {
    const record = twoLives([started(), began, over, ended()], 3, {
      executions: [executed(1), executed(2)],
    });
    expect(breachesOf(once(record))).toContain("T-1 call had ended, and was executed again");
  });

  test("is broken where what was in doubt is done again, and nobody said so", () => {
    const unasked = twoLives([started(), began, { type: "run.resumed" }, began, over], 2);
    expect(breachesOf(once(unasked))).toContain("write is called again (T-1:1.1.0)");
    const shown = twoLives([started(), began, { type: "run.resumed" }, redone, began, over], 2, {
      executions: [executed(1), executed(2)],
    });
    expect(once(shown)).toMatchObject({ type: "holds" });
  });

  test("is broken where an effect came before its intent was on disk", () => {
    const record = twoLives([started(), began], 1, { executions: [executed(1)] });
    expect(breachesOf(once(record))).toContain("the call call of T-1 was executed in life 1");
    const request = twoLives([started(), opened(), called()], 2, { observations: [asked({})] });
    expect(breachesOf(once(request))).toContain("tier1 turn 1 try 1 was executed in life 1");
    const known = twoLives([started(), opened(), called()], 3, { observations: [asked({})] });
    expect(once(known)).toMatchObject({ type: "holds" });
  });

  test("takes a call that looks at a second path for one, and a second one at its path for two", () => {
    const observed = (...paths: readonly string[]) =>
      twoLives([started(), opened(), called()], 3, {
        observations: paths.map((path) => ({ ...asked({}), path }) as never),
      });
    expect(once(observed("/messages", "/v1/messages"))).toMatchObject({ type: "holds" });
    expect(breachesOf(once(observed("/messages", "/messages")))).toContain(
      "was executed in life 1",
    );
  });
});
