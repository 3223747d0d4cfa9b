import { describe, expect, test } from "bun:test";
import type { Event } from "../../src/core/event.ts";
import { runId } from "../../src/core/ids.ts";
import { fold } from "../../src/core/reduce/reduce.ts";
import type { Popup } from "../../src/core/gates/popup.ts";
import type { Settings } from "../../src/core/settings.ts";
import type { Workspace } from "../../src/ports.ts";
import { conduct, type Conducted } from "../../src/runtime/conductor.ts";
import { approval } from "../core/collaborators.ts";
import { sampleSettings } from "../core/sample-settings.ts";
import { snapshot } from "../core/snapshot.ts";
import {
  aborted,
  answerTo,
  fakeEdges,
  type FakeEdges,
  replyTo,
  stuck,
  stuckAfter,
  text,
  usage,
} from "./fake-edges.ts";
import { settled } from "./settled.ts";

function begin(edges: FakeEdges, changes: Partial<Settings> = {}): Conducted {
  const settings = sampleSettings(changes);
  return conduct(edges, { type: "start", runId: runId("run"), epic: "the epic", settings });
}

const typesOf = (events: readonly Event[]): string[] => events.map(({ type }) => type);
const leaving = (kind: string) => (popup: Popup) => (popup.kind === kind ? null : approval(popup));

describe("a run", () => {
  test("is conducted from its start to its end, each effect once and in order", async () => {
    const edges = fakeEdges();
    const conducted = begin(edges, { check: "make test" });
    expect(await conducted.finished).toEqual({
      outcome: "done",
      failure: null,
      lostSubscribers: [],
    });
    expect(edges.executed).toEqual([
      "survey",
      "model tier1",
      "show tracks:1",
      "model tier2",
      "show tickets:A:1",
      "prepare T-1",
      "show spawn:T-1:1",
      "model tier3",
      "check T-1",
      "commit T-1",
      "compare T-1",
      "merge T-1",
    ]);
  });

  test("is in the store and with its subscribers as it is in memory", async () => {
    const got: Event[] = [];
    const edges = fakeEdges({
      subscribers: [{ name: "one", receive: (events) => void got.push(...events) }],
    });
    const conducted = begin(edges);
    await conducted.finished;
    expect(edges.stored).toEqual([...conducted.log]);
    expect(got).toEqual([...conducted.log]);
    expect(conducted.log.map(({ seq }) => seq)).toEqual(conducted.log.map((_, index) => index + 1));
    expect(snapshot(fold(conducted.log))).toBe(snapshot(conducted.state()));
  });

  test("goes on from a log, which its subscribers get as well", async () => {
    const first = fakeEdges({ decide: leaving("spawn") });
    const before = begin(first);
    await settled();
    const got: Event[] = [];
    const edges = fakeEdges({
      subscribers: [{ name: "one", receive: (events) => void got.push(...events) }],
    });
    const conducted = conduct(edges, { type: "resume", log: before.log });
    expect((await conducted.finished).outcome).toBe("done");
    expect(edges.executed[0]).toBe("show spawn:T-1:1");
    expect(edges.stored[0]?.seq).toBe(before.log.length + 1);
    expect(got).toEqual([...conducted.log]);
    expect(got.slice(0, before.log.length)).toEqual([...before.log]);
  });
});

describe("an effect", () => {
  test("is executed only once its intent is on disk", async () => {
    const flushes: (() => void)[] = [];
    const edges = fakeEdges({
      store: { flush: () => new Promise((resolve) => void flushes.push(resolve)) },
    });
    begin(edges);
    await settled();
    expect(edges.stored.map(({ type }) => type)).toContain("survey.started");
    expect(edges.executed).toEqual([]);
    flushes.shift()!();
    await settled();
    expect(edges.executed).toEqual(["survey"]);
  });

  test("whose edge fails is a failure in the log, and the run waits for it to be mended", async () => {
    const edges = fakeEdges({
      workspace: { commit: () => Promise.reject(new Error("the index is locked")) },
    });
    const conducted = begin(edges);
    expect((await conducted.finished).outcome).toBe("waiting");
    const [failed] = conducted.log.filter((event) => event.type === "effect.failed");
    expect(failed).toMatchObject({
      failure: { code: "workspace-failed", message: "the index is locked" },
    });
  });

  test("that takes too long is told to stop: a check is failed, a tool's result an error", async () => {
    const edges = fakeEdges({ workspace: { check: (_check, signal) => stuck(signal) } });
    const conducted = begin(edges, { check: "make test", attempts: 1 });
    await edges.clock.advance(1_000);
    await conducted.finished;
    const [ended] = conducted.log.filter((event) => event.type === "check.ended");
    expect(ended).toMatchObject({ passed: false, output: "Stopped: it took longer than 1 s." });
  });

  test("that takes too long keeps what was printed until then", async () => {
    const check: Workspace["check"] = (_check, signal) =>
      stuck(signal).catch(() => ({ passed: false, output: "3 of 9 passed" }));
    const edges = fakeEdges({ workspace: { check } });
    const conducted = begin(edges, { check: "make test", attempts: 1 });
    await edges.clock.advance(1_000);
    await conducted.finished;
    const [ended] = conducted.log.filter((event) => event.type === "check.ended");
    const output = "3 of 9 passed\nStopped: it took longer than 1 s.";
    expect(ended).toMatchObject({ passed: false, output });
  });

  test("that takes too long has ended in the log only once it has stopped", async () => {
    const stopped = Promise.withResolvers<never>();
    const edges = fakeEdges({ workspace: { check: () => stopped.promise } });
    const conducted = begin(edges, { check: "make test", attempts: 1 });
    await edges.clock.advance(1_500);
    expect(conducted.log.map(({ type }) => type)).not.toContain("check.ended");
    stopped.reject(new Error("killed"));
    await conducted.finished;
    const [ended] = conducted.log.filter((event) => event.type === "check.ended");
    expect(ended).toMatchObject({ passed: false, output: "Stopped: it took longer than 1 s." });
  });

  test("that was called off before it could begin is not executed", async () => {
    const flushes: (() => void)[] = [];
    const edges = fakeEdges({
      store: { flush: () => new Promise((resolve) => void flushes.push(resolve)) },
    });
    const conducted = begin(edges);
    conducted.interrupt();
    for (let count = 0; count < 3; count++) {
      for (const release of flushes.splice(0)) release();
      await settled();
    }
    expect((await conducted.finished).outcome).toBe("interrupted");
    expect(edges.executed).toEqual([]);
  });
});

describe("a store that cannot write", () => {
  const full = { flush: () => Promise.reject(new Error("disk full")) };

  test("ends the run before anything is executed, as waiting", async () => {
    const edges = fakeEdges({ store: full });
    const finished = await begin(edges).finished;
    expect(finished).toEqual({
      outcome: "waiting",
      failure: { code: "store-failed", message: "disk full" },
      lostSubscribers: [],
    });
    expect(edges.executed).toEqual([]);
  });

  test("midway lets go of what is under way", async () => {
    let flushes = 0;
    let wasLetGo = false;
    const edges = fakeEdges({
      decide: leaving("tickets"),
      store: { flush: () => (++flushes > 4 ? full.flush() : Promise.resolve()) },
      stream: async function* (request, signal) {
        if (request.address.tier === "tier1") return yield replyTo(request);
        signal.addEventListener("abort", () => (wasLetGo = true));
        yield* stuckAfter([], signal);
      },
    });
    const conducted = begin(edges);
    await settled();
    expect(edges.executed.at(-1)).toBe("model tier2");
    await edges.clock.advance(2_000);
    expect((await conducted.finished).failure?.code).toBe("store-failed");
    expect(wasLetGo).toBe(true);
  });

  test("at the very end makes a run that was done one that waits", async () => {
    let isOver = false;
    const edges = fakeEdges({
      store: {
        append: (events) => void (isOver ||= typesOf(events).includes("run.ended")),
        flush: () => (isOver ? full.flush() : Promise.resolve()),
      },
    });
    expect(await begin(edges).finished).toMatchObject({
      outcome: "waiting",
      failure: { code: "store-failed" },
    });
  });
});

describe("an interrupt", () => {
  test("aborts what is under way, and ends the run once it has let go", async () => {
    let reason: unknown;
    const edges = fakeEdges({
      stream: (_request, signal) => {
        signal.addEventListener("abort", () => (reason = signal.reason));
        return stuckAfter([[text("half")]], signal);
      },
    });
    const conducted = begin(edges);
    await settled();
    conducted.interrupt();
    expect((await conducted.finished).outcome).toBe("interrupted");
    expect(reason).toEqual(new Error("the run was interrupted"));
    expect(typesOf(conducted.log).slice(-3)).toEqual([
      "run.interrupted",
      "stream.discarded",
      "run.ended",
    ]);
  });

  test("does not wait for ever for an edge that does not listen", async () => {
    const edges = fakeEdges({ workspace: { survey: () => new Promise(() => {}) } });
    const conducted = begin(edges);
    await settled();
    conducted.interrupt();
    await edges.clock.advance(1_000);
    expect((await conducted.finished).outcome).toBe("interrupted");
    expect(typesOf(conducted.log)).not.toContain("effect.abandoned");
  });

  const cutOff: readonly [string, Workspace["runTool"]][] = [
    ["rejects", (_ticket, _call, signal) => stuck(signal)],
    [
      "says so as an error",
      async (_ticket, _call, signal) => {
        await aborted(signal);
        return { text: "killed", isError: true };
      },
    ],
  ];
  test.each(cutOff)("leaves a tool that was cut off and %s in doubt", async (_how, runTool) => {
    let calls = 0;
    const edges = fakeEdges({
      workspace: {
        runTool: (...call) => {
          calls++;
          return runTool(...call);
        },
      },
      stream: async function* (request) {
        if (request.address.tier !== "tier3") return yield replyTo(request);
        yield [
          { type: "delta", delta: { type: "tool-use", block: 0, callId: "c", tool: "bash" } },
          { type: "delta", delta: { type: "tool-input", block: 0, json: '{"command":"make"}' } },
          usage,
          { type: "completed", stopReason: "tool-use" },
        ];
      },
    });
    const conducted = begin(edges);
    await settled();
    expect(calls).toBe(1);
    conducted.interrupt();
    await conducted.finished;
    expect(typesOf(conducted.log)).toContain("effect.abandoned");
    const next = fakeEdges({ decide: leaving("in-doubt") });
    const resumed = conduct(next, { type: "resume", log: conducted.log });
    await settled();
    expect([...resumed.state()!.openPopups.keys()].map(String)).toEqual(["in-doubt:T-1:1.1.0.1"]);
  });

  test("takes open popups off the screen", async () => {
    const edges = fakeEdges({ decide: leaving("tracks") });
    const conducted = begin(edges);
    await settled();
    expect(edges.closed).toEqual([]);
    conducted.interrupt();
    await conducted.finished;
    expect(edges.closed.map(String)).toEqual(["tracks:1"]);
  });

  test("after the end changes nothing", async () => {
    const conducted = begin(fakeEdges());
    await conducted.finished;
    const { length } = conducted.log;
    conducted.interrupt();
    await settled();
    expect(conducted.log).toHaveLength(length);
  });
});

describe("a popup", () => {
  test("that is decided is taken off the screen", async () => {
    const edges = fakeEdges();
    await begin(edges).finished;
    expect(edges.closed.map(String)).toEqual(["tracks:1", "tickets:A:1", "spawn:T-1:1"]);
  });

  test("that is decided from elsewhere calls off its timer", async () => {
    const edges = fakeEdges({ decide: () => null });
    const conducted = begin(edges, { popupTimeoutMs: 60_000 });
    await settled();
    for (const id of ["tracks:1", "tickets:A:1", "spawn:T-1:1"]) {
      const [open] = conducted.state()!.openPopups.values();
      expect([String(open!.popup.id), edges.clock.waiting()]).toEqual([id, 1]);
      conducted.answer(answerTo(open!.popup, { type: "approve" }));
      await settled();
    }
    expect((await conducted.finished).outcome).toBe("done");
  });

  test("whose time runs out is taken off the screen, and a later answer is refused", async () => {
    const edges = fakeEdges({ decide: leaving("spawn") });
    const conducted = begin(edges, { popupTimeoutMs: 60_000, mode: "auto" });
    await settled();
    const [open] = conducted.state()!.openPopups.values();
    await edges.clock.advance(60_000);
    expect(edges.closed.map(String)).toContain("spawn:T-1:1");
    const { outcome } = await conducted.finished;
    expect(outcome).toBe("failed");
    const { length } = conducted.log;
    conducted.answer(answerTo(open!.popup, { type: "approve" }));
    expect(conducted.log).toHaveLength(length);
  });

  test("that is answered twice is decided once, and the second answer is refused in the log", async () => {
    const edges = fakeEdges({
      approver: {
        async show(popup, submit) {
          submit(answerTo(popup, approval(popup)));
          submit(answerTo(popup, { type: "reject", reason: "no" }));
          return true;
        },
      },
    });
    const conducted = begin(edges);
    expect((await conducted.finished).outcome).toBe("done");
    const refused = conducted.log.filter((event) => event.type === "answer.refused");
    expect(refused.map(({ why }) => why)).toEqual(Array(3).fill("already-decided"));
  });

  test("that nobody can be asked about lets the run end as waiting", async () => {
    const edges = fakeEdges({ approver: { show: async () => false } });
    expect((await begin(edges).finished).outcome).toBe("waiting");
    expect(edges.closed.map(String)).toEqual(["tracks:1"]);
  });
});

describe("subscribers", () => {
  test("that are lost are named at the end, and do not change the run", async () => {
    const edges = fakeEdges({
      subscribers: [
        {
          name: "bad",
          receive() {
            throw new Error("broken pipe");
          },
        },
      ],
    });
    const conducted = begin(edges);
    expect(await conducted.finished).toEqual({
      outcome: "done",
      failure: null,
      lostSubscribers: [
        { name: "bad", message: "broken pipe", missedEvents: conducted.log.length },
      ],
    });
  });

  test("may answer a popup while they are told of it", async () => {
    const seen: number[] = [];
    let conducted: Conducted | null = null;
    const edges = fakeEdges({
      decide: () => null,
      subscribers: [
        {
          name: "driver",
          receive(events) {
            seen.push(...events.map(({ seq }) => seq));
            for (const event of events) {
              if (event.type !== "popup.opened") continue;
              conducted!.answer(answerTo(event.popup, approval(event.popup)));
            }
          },
        },
      ],
    });
    conducted = begin(edges);
    expect((await conducted.finished).outcome).toBe("done");
    expect(seen).toEqual(conducted.log.map(({ seq }) => seq));
  });

  test("are heard in the order in which they speak", async () => {
    let conducted: Conducted | null = null;
    const edges = fakeEdges({
      decide: () => null,
      subscribers: [
        {
          name: "driver",
          receive(events) {
            for (const event of events) {
              if (event.type !== "popup.opened") continue;
              conducted!.answer(answerTo(event.popup, approval(event.popup)));
              conducted!.answer(answerTo(event.popup, { type: "reject", reason: "no" }));
            }
          },
        },
      ],
    });
    conducted = begin(edges);
    expect((await conducted.finished).outcome).toBe("done");
    const decided = conducted.log.filter(({ type }) => type === "popup.decided");
    expect(conducted.log.filter(({ type }) => type === "answer.refused")).toHaveLength(
      decided.length,
    );
  });
});

test("a mistake of the core's own stops the run with an error instead of hanging it", async () => {
  const edges = fakeEdges({
    store: {
      append() {
        throw new Error("thought impossible");
      },
    },
  });
  const conducted = begin(edges);
  expect(conducted.finished).rejects.toThrow("thought impossible");
  await settled();
  expect(edges.executed).toEqual([]);
});
