import { describe, expect, test } from "bun:test";
import type { EventBody, EventOf, RuledSubject } from "../../../src/core/event.ts";
import { popupId, sessionIdOf } from "../../../src/core/ids.ts";
import { hashOf, type JsonObject } from "../../../src/core/json.ts";
import type { Rule } from "../../../src/core/gates/rule.ts";
import { userText } from "../../../src/core/message.ts";
import { checkGate } from "../../../src/sim/laws/gate.ts";
import type { RunRecord } from "../../../src/sim/record.ts";
import {
  type HandMadeRecord,
  answerOf,
  breachesOf,
  decided,
  logOf,
  main,
  popupOf,
  recordOf,
  started,
  T1,
  T2,
  ticketOf,
} from "./hand-made.ts";

const seat = { tier: "tier3", trackId: main, ticketId: T1, attempt: 1 } as const;
const sessionId = sessionIdOf(seat);
const command = (text: string) => ({ tool: "bash", input: { command: text } });
const gate = "tool:T-1:1.1.0";
const tool = (text: string) => popupOf(gate, { kind: "tool", payload: command(text) });

const began = (text: string, changes: { readonly gate?: string } = {}): EventBody => ({
  type: "tool.started",
  sessionId,
  turn: 1,
  index: 0,
  callId: "call",
  ...command(text),
  gate: popupId(changes.gate ?? gate),
  payloadHash: hashOf(command(text)),
});

const executed = (text: string): RunRecord["executions"][number] => ({
  type: "tool",
  life: 1,
  ticketId: T1,
  tool: "bash",
  callId: "call",
  input: { command: text },
});

const applied = (rule: Rule, subject: RuledSubject, id = gate): EventBody => ({
  type: "rule.applied",
  gate: popupId(id),
  ticketId: T1,
  action: rule.action === "deny" ? "deny" : "allow",
  rule,
  subject,
  payloadHash: hashOf(subject.payload),
});

const bash = { kind: "tool", payload: command("ls") } as const;
const check = (bodies: readonly EventBody[], changes: HandMadeRecord = {}) =>
  checkGate(recordOf(logOf(...bodies), changes));

test("it holds where a call is made that a person approved", () => {
  const verdict = check([tool("ls"), decided(gate, command("ls")), began("ls")], {
    answers: [answerOf(gate, command("ls"))],
    executions: [executed("ls")],
  });
  expect(verdict).toMatchObject({ type: "holds" });
});

test("it holds where a rule let the call pass", () => {
  const rules: readonly Rule[] = [{ action: "allow" }];
  const verdict = check([started({ rules }), applied({ action: "allow" }, bash), began("ls")]);
  expect(verdict).toMatchObject({ type: "holds" });
});

test("it is not exercised where nothing stood before a gate", () => {
  expect(check([started()])).toEqual({ type: "not-exercised" });
});

test("it is unknown where there was no life at all", () => {
  expect(check([], { lives: [] })).toMatchObject({ type: "unknown" });
});

describe("an effect breaks it where", () => {
  const approved = [tool("ls"), decided(gate, command("ls"))];
  const answers = [answerOf(gate, command("ls"))];

  test("nobody approved it", () => {
    expect(breachesOf(check([began("ls")]))).toContain("bash of tier3:T-1:1 has no approval");
  });

  test("it was rejected", () => {
    const no = { type: "reject", reason: "no" } as const;
    const verdict = check([tool("ls"), decided(gate, command("ls"), no), began("ls")], {
      answers: [answerOf(gate, command("ls"), no)],
    });
    expect(breachesOf(verdict)).toContain("has no approval for this call");
  });

  test("something else was approved", () => {
    const verdict = check([...approved, began("rm -rf /")], { answers });
    expect(breachesOf(verdict)).toContain("has no approval for this call");
  });

  test("it is in doubt, and something else is asked about", () => {
    const asks = (text: string) =>
      popupOf("in-doubt:T-1:1.1.0.1", { kind: "in-doubt", payload: command(text) });
    const log = [...approved, began("ls")];
    expect(breachesOf(check([...log, asks("ls")], { answers }))).toBe("");
    expect(breachesOf(check([...log, asks("ls -a")], { answers }))).toContain(
      "asks about another call than was made",
    );
  });

  test("it goes through the gate of another call", () => {
    const other = "tool:T-1:1.1.7";
    const opened = popupOf(other, { kind: "tool", payload: command("ls") });
    const verdict = check([opened, decided(other, command("ls")), began("ls", { gate: other })], {
      answers: [answerOf(other, command("ls"))],
    });
    expect(breachesOf(verdict)).toContain("is the gate of another call");
  });

  test("the workspace did what no intent in the log says", () => {
    const verdict = check([...approved, began("ls")], {
      answers,
      executions: [executed("ls"), executed("ls")],
    });
    expect(breachesOf(verdict)).toContain("was executed without an intent in the log");
  });

  test("an attempt, a check or a plan begins without an approval of just that", () => {
    const other: JsonObject = { prompt: "another", files: [] };
    const session: EventBody = {
      type: "session.opened",
      sessionId,
      ...seat,
      message: userText("do it"),
    };
    const verdict = check([
      { type: "tracks.accepted", tracks: [] },
      { type: "tickets.accepted", trackId: main, tickets: [ticketOf("T-1")] },
      { type: "attempt.started", ticketId: T1, attempt: 1 },
      popupOf("spawn:T-1:1", { kind: "spawn", payload: { prompt: "another", files: [] } }),
      decided("spawn:T-1:1", other),
      session,
      { type: "check.started", ticketId: T1, attempt: 1, command: "make" },
    ]);
    const breaches = breachesOf(verdict);
    expect(breaches).toContain("tracks were accepted without an approval of these");
    expect(breaches).toContain("tickets of main were accepted without an approval of these");
    expect(breaches).toContain("attempt 1 of T-1 has no approval");
    expect(breaches).toContain("opens with a prompt that nobody approved");
    expect(breaches).toContain("the check of T-1 has no approval");
  });
});

describe("a decision breaks it where", () => {
  const question = { kind: "question", payload: { question: "why?" } } as const;
  const id = "question:T-1:1.1.0";
  const opened = popupOf(id, question);
  const said = { type: "answer", text: "because" } as const;

  test("the popup was decided already", () => {
    const twice = [
      opened,
      decided(id, question.payload, said),
      decided(id, question.payload, said),
    ];
    const answers = [1, 2].map(() => answerOf(id, question.payload, said));
    expect(breachesOf(check(twice, { answers }))).toContain("was decided while it was not open");
  });

  test("the popup does not offer it", () => {
    const verdict = check([opened, decided(id, question.payload)], {
      answers: [answerOf(id, question.payload)],
    });
    expect(breachesOf(verdict)).toContain("decided by approve, which it did not offer");
  });

  test("it is about another payload", () => {
    const verdict = check([opened, decided(id, { question: "when?" }, said)], {
      answers: [answerOf(id, question.payload, said)],
    });
    expect(breachesOf(verdict)).toContain("for another payload than it showed");
  });

  test("its time was up", () => {
    const late = popupOf(id, question, { expiresAtMs: 500 });
    const popup = popupId(id);
    const shown = { type: "popup.shown", effectId: 2, popupId: popup, attended: true } as const;
    const answers = [answerOf(id, question.payload, said)];
    const said500MsLater = [late, shown, decided(id, question.payload, said)];
    expect(breachesOf(check(said500MsLater, { answers }))).toContain("after its time was up");
    // Nobody saw it before: its time did not run. A resume shows it anew, and it runs anew.
    expect(check([late, decided(id, question.payload, said)], { answers })).toMatchObject({
      type: "holds",
    });
    const resumed = [
      late,
      shown,
      { type: "run.resumed" } as const,
      decided(id, question.payload, said),
    ];
    expect(check(resumed, { answers })).toMatchObject({ type: "holds" });
  });

  test("its time was up while no process ran, it holds: the answer races with the end", () => {
    const late = popupOf(id, question, { expiresAtMs: 1500 });
    const resumed: EventBody = { type: "run.resumed" };
    const log = logOf(late, resumed, decided(id, question.payload, said)).map((event) =>
      event.seq === 3 ? { ...event, atMs: 2000 } : event,
    );
    const answers = [answerOf(id, question.payload, said)];
    expect(checkGate(recordOf(log, { answers }))).toMatchObject({ type: "holds" });
  });

  test("nobody answered to this popup", () => {
    const answers = [answerOf("question:T-2:1.1.0", question.payload, said)];
    const verdict = check([opened, decided(id, question.payload, said)], { answers });
    expect(breachesOf(verdict)).toContain("which nobody answered to it");
  });

  test("one answer did two things", () => {
    const refused: EventBody = {
      type: "answer.refused",
      answer: answerOf(id, question.payload, said),
      why: "already-decided",
      message: "",
    };
    const log = [opened, decided(id, question.payload, said), refused];
    const once = [answerOf(id, question.payload, said)];
    expect(breachesOf(check(log, { answers: once }))).toContain("was refused that had been used");
    expect(check(log, { answers: [...once, ...once] })).toMatchObject({ type: "holds" });
  });
});

describe("what a person says while nothing runs breaks it where", () => {
  const answer = answerOf(gate, command("ls"));

  const intervention = { type: "stop", id: "said-1", ticketId: T1, reason: "" } as const;

  test("an answer decides nothing", () => {
    const atRest = [{ type: "answer", answer }] as const;
    const lost = { answers: [answer], atRest };
    expect(breachesOf(check([tool("ls")], lost))).toContain("was neither taken nor refused");
    expect(check([tool("ls"), decided(gate, command("ls"))], lost).type).toBe("holds");
  });

  test("words are lost", () => {
    const atRest = [{ type: "intervene", intervention }] as const;
    expect(breachesOf(check([started()], { atRest }))).toContain("said to T-1, while nothing ran");
    const received: EventBody = { type: "intervention.received", intervention };
    expect(check([started(), received], { atRest }).type).toBe("holds");
  });
});

describe("a rule breaks it where", () => {
  const everything: Rule = { action: "allow" };
  const noBash: Rule = { action: "deny", kind: "tool", tool: "bash" };

  test("a later rule says otherwise", () => {
    const log = [started({ rules: [everything, noBash] }), applied(everything, bash)];
    expect(breachesOf(check(log))).toContain("and a later rule says deny");
  });

  test("it lets a call pass that brought the same three times", () => {
    const rules: readonly Rule[] = [{ action: "allow" }];
    const again = [1, 2, 3, 4].flatMap((): EventBody[] => [
      applied({ action: "allow" }, bash),
      began("ls"),
      {
        type: "tool.ended",
        effectId: null,
        sessionId,
        turn: 1,
        index: 0,
        callId: "call",
        text: "a.ts",
        isError: false,
      },
    ]);
    expect(breachesOf(check([started({ rules }), ...again]))).toContain("the same 3 times");
    const patient = [started({ rules, repeats: 4 }), ...again];
    expect(check(patient)).toMatchObject({ type: "holds" });
  });

  test("its model is not told that it brought the same, unless a call that was not made came between", () => {
    const ends = (effectId: number | null, callId = "call"): EventBody => ({
      type: "tool.ended",
      ...{ effectId: effectId as never, sessionId, turn: 1, index: 0, callId },
      ...{ text: "a.ts", isError: false },
    });
    const once = [applied({ action: "allow" }, bash), began("ls"), ends(1)];
    const run = started({ rules: [{ action: "allow" }], repeats: 2 });
    expect(breachesOf(check([run, ...once, ...once]))).toContain("its model is not told");
    const between = [run, ...once, ends(null, "cut"), ...once];
    expect(check(between)).toMatchObject({ type: "holds" });
  });

  test("it lets a command pass that another one holds back, behind a program that runs it", () => {
    const rules: readonly Rule[] = [{ action: "allow" }, { action: "deny", command: "git push*" }];
    const logOf = (line: string) => {
      const behind = { kind: "tool", payload: command(line) } as const;
      return [started({ rules }), applied({ action: "allow" }, behind)];
    };
    for (const line of [
      "npm exec -- git push",
      "docker run push git",
      "hyperfine 'p=push; git $p'",
    ])
      expect(breachesOf(check(logOf(line)))).toContain("holds git push back");
    expect(check(logOf("npm exec digit pushes"))).toMatchObject({ type: "holds" });
  });

  test("it lets a call pass that may come across a folder which another one keeps", () => {
    const rules: readonly Rule[] = [{ action: "allow" }, { action: "deny", path: "keys/old/**" }];
    const judged = (name: string, input: JsonObject) => {
      const call = { kind: "tool", payload: { tool: name, input } } as const;
      return check([started({ rules }), applied({ action: "allow" }, call)]);
    };
    const grep = (path?: string) =>
      judged("grep", { pattern: "x", ...(path !== undefined && { path }) });
    const reaching = [undefined, ".", "Keys", "keys/", "keys/old", "a/..", "..", "/workspace/keys"];
    for (const path of reaching)
      expect(breachesOf(grep(path))).toContain("may come across keys/old/");
    expect(breachesOf(judged("read", { file_path: "../x" }))).toContain("may come across keys/old");
    for (const path of ["beds", "keys/new", "keysmith", "key"])
      expect(grep(path)).toMatchObject({ type: "holds" });
    expect(judged("read", { file_path: "keys/new" })).toMatchObject({ type: "holds" });
  });

  test("nobody made it", () => {
    const log = [started({ rules: [] }), applied(everything, bash)];
    expect(breachesOf(check(log))).toContain("was decided by a rule that nobody made");
  });

  test("it speaks of something else", () => {
    const merges: Rule = { action: "allow", kind: "merge" };
    expect(breachesOf(check([started(), applied(merges, bash)]))).toContain("does not speak of it");
  });

  test("a person is asked about what it denies", () => {
    const log = [started({ rules: [noBash] }), tool("ls")];
    expect(breachesOf(check(log))).toContain("was asked about, and a rule denies it");
  });

  test("what “always” would add speaks of something else than its popup", () => {
    const rule: Rule = { action: "allow", kind: "tool", tool: "bash", command: "ls src" };
    const log = [started(), popupOf(gate, bash, { proposedRule: rule })];
    expect(breachesOf(check(log))).toContain("offers a rule that would not let it pass");
  });

  test("what “always” added is used, it holds", () => {
    const rule: Rule = { action: "allow", kind: "tool", tool: "bash", command: "ls" };
    const popup = popupOf(gate, bash, { proposedRule: rule });
    const always = { type: "always" } as const;
    const next = "tool:T-1:1.2.0";
    const log = [started(), popup, decided(gate, bash.payload, always), applied(rule, bash, next)];
    const answers = [answerOf(gate, bash.payload, always)];
    expect(check(log, { answers })).toMatchObject({ type: "holds" });
  });

  test("a person is asked about what an “always” of theirs has answered", () => {
    const rule: Rule = { action: "allow", kind: "tool", tool: "bash", command: "ls" };
    const always = { type: "always" } as const;
    const log = [
      started({ rules: [{ action: "ask", tool: "bash" }] }),
      popupOf(gate, bash, { proposedRule: rule }),
      decided(gate, bash.payload, always),
      popupOf(popupId("tool:T-1:1.2.0"), bash, { proposedRule: rule }),
    ];
    const answers = [answerOf(gate, bash.payload, always)];
    expect(breachesOf(check(log, { answers }))).toContain('an "always" has answered it');
  });

  describe("that answers a popup that is open already", () => {
    const rule: Rule = { action: "allow", kind: "tool", tool: "bash", command: "ls" };
    const always = { type: "always" } as const;
    const second = popupId("tool:T-1:1.2.0");
    const asked = [
      started(),
      popupOf(gate, bash, { proposedRule: rule }),
      popupOf(second, bash, { proposedRule: rule }),
    ];
    const answers = [answerOf(gate, bash.payload, always)];
    const byRule = (by: Rule): EventBody => ({
      ...(decided(second, bash.payload, { type: "approve" }) as EventOf<"popup.decided">),
      rule: by,
    });

    test("holds where an “always” made the rule before", () => {
      const log = [...asked, decided(gate, bash.payload, always), byRule(rule)];
      expect(check(log, { answers })).toMatchObject({ type: "holds" });
    });

    test("breaks it where none did, or it speaks of something else", () => {
      expect(breachesOf(check([...asked, byRule(rule)]))).toContain('that no "always" made');
      const other = { ...rule, tool: "write" };
      const log = [...asked, decided(gate, bash.payload, always), byRule(other)];
      expect(breachesOf(check(log, { answers }))).toContain("does not speak of it");
    });

    test("breaks it where the rule names another command", () => {
      const narrow: Rule = { ...rule, command: "ls src" };
      const first = {
        kind: "tool",
        payload: { tool: "bash", input: { command: "ls src" } },
      } as const;
      const log = [
        started(),
        popupOf(gate, first, { proposedRule: narrow }),
        popupOf(second, bash, { proposedRule: rule }),
        decided(gate, first.payload, always),
        byRule(narrow),
      ];
      const said = [answerOf(gate, first.payload, always)];
      expect(breachesOf(check(log, { answers: said }))).toContain("a rule about something else");
    });
  });
});

describe("a merge breaks it where", () => {
  const allow: Rule = { action: "allow", kind: "merge" };
  const compared = (ticketId: typeof T1, conflicts: readonly string[] = []): EventBody => ({
    type: "comparison.ended",
    effectId: 1,
    ticketId,
    conflicts,
    moved: false,
  });
  const allowed = (id: string): EventBody =>
    applied(allow, { kind: "merge", payload: { commit: "c", conflicts: [] } }, `merge:${id}:1.1`);
  const merging = (ticketId: typeof T1, side: "ticket" | null = null): EventBody => ({
    type: "merge.started",
    ticketId,
    commit: "c",
    side,
    gate: popupId(`merge:${ticketId}:1.1`),
    payloadHash: hashOf({ commit: "c", conflicts: [] }),
  });
  const merged = (ticketId: typeof T1): EventBody => ({
    type: "merge.ended",
    effectId: 1,
    ticketId,
    head: "h",
  });

  test("nothing is wrong, it holds", () => {
    const log = [started(), compared(T1), allowed("T-1"), merging(T1), merged(T1)];
    expect(check(log)).toMatchObject({ type: "holds" });
  });

  test("it was never compared", () => {
    const verdict = check([started(), allowed("T-1"), merging(T1)]);
    expect(breachesOf(verdict)).toContain("without a comparison with the branch as it is");
  });

  test("the branch has moved on since it was compared", () => {
    const log = [started(), compared(T1), compared(T2), allowed("T-1"), allowed("T-2")];
    const verdict = check([...log, merging(T1), merged(T1), merging(T2)]);
    expect(breachesOf(verdict)).toContain("T-2 is merged without a comparison");
  });

  test("it conflicts, and a clean one was approved", () => {
    const verdict = check([started(), compared(T1, ["a"]), allowed("T-1"), merging(T1)]);
    expect(breachesOf(verdict)).toContain("the merge of T-1 is not what was compared");
  });

  test("another one is under way", () => {
    const log = [started(), compared(T1), compared(T2), allowed("T-1"), allowed("T-2")];
    const verdict = check([...log, merging(T1), merging(T2)]);
    expect(breachesOf(verdict)).toContain("T-2 is merged while T-1 is");
  });

  test("another one is under way, whatever else failed meanwhile", () => {
    const log = [started(), compared(T1), compared(T2), allowed("T-1"), allowed("T-2")];
    const ended = (ofEffect: number): EventBody => ({
      type: "effect.failed",
      effectId: ofEffect,
      failure: { code: "tool-failed", message: "another effect" },
    });
    const before = [...log, merging(T1)];
    expect(breachesOf(check([...before, ended(2), merging(T2)]))).toContain(
      "T-2 is merged while T-1 is",
    );
    // The merge itself failed: it is over.
    expect(check([...before, ended(before.length), merging(T2)])).toMatchObject({ type: "holds" });
  });

  test("it takes a side that nobody chose", () => {
    const log = [started(), compared(T1), allowed("T-1"), merging(T1, "ticket")];
    expect(breachesOf(check(log))).toContain("was decided for null, not ticket");
  });
});
