import { describe, expect, test } from "bun:test";
import type { Event } from "../../../src/core/event.ts";
import { runId } from "../../../src/core/ids.ts";
import type { Settings } from "../../../src/core/settings.ts";
import { conduct, type Conducted } from "../../../src/runtime/conductor.ts";
import { approval } from "../../core/collaborators.ts";
import { sampleSettings } from "../../core/sample-settings.ts";
import { aborted, answerTo, fakeEdges, type FakeEdges, replyTo, usage } from "../fake-edges.ts";
import { settled } from "../settled.ts";

function begin(edges: FakeEdges, changes: Partial<Settings> = {}): Conducted {
  const settings = sampleSettings(changes);
  return conduct(edges, { type: "start", runId: runId("run"), epic: "the epic", settings });
}

test("an async subscriber that answers while it is told gets each event once", async () => {
  const seen: number[] = [];
  let conducted: Conducted | null = null;
  const receive = async (events: readonly Event[]): Promise<void> => {
    seen.push(...events.map(({ seq }) => seq));
    for (const event of events) {
      if (event.type !== "popup.opened") continue;
      conducted!.answer(answerTo(event.popup, approval(event.popup)));
    }
  };
  const edges = fakeEdges({ decide: () => null, subscribers: [{ name: "driver", receive }] });
  conducted = begin(edges);
  const { lostSubscribers } = await conducted.finished;
  expect(lostSubscribers).toEqual([]);
  expect(seen).toEqual(conducted.log.map(({ seq }) => seq));
});

test("a check that an interrupt killed is no failed check", async () => {
  const edges = fakeEdges({
    workspace: {
      // As the worktree's does: a shell that was stopped is a check that did not pass.
      async check(_check, signal) {
        await aborted(signal);
        return { passed: false, output: "" };
      },
    },
  });
  const conducted = begin(edges, { check: "make test", attempts: 1 });
  await settled();
  conducted.interrupt();
  await conducted.finished;
  expect(conducted.log.map(({ type }) => type)).not.toContain("check.ended");
  const next = fakeEdges();
  const resumed = conduct(next, { type: "resume", log: conducted.log });
  expect((await resumed.finished).outcome).toBe("done");
});

test("a tool whose workspace fails does not end the run with a deadlock", async () => {
  const edges = fakeEdges({
    workspace: { runTool: () => Promise.reject(new Error("the worktree is gone")) },
    stream: async function* (request) {
      if (request.address.tier !== "tier3" || request.address.turn > 1) {
        return yield replyTo(request);
      }
      yield [
        { type: "delta", delta: { type: "tool-use", block: 0, callId: "c", tool: "read" } },
        { type: "delta", delta: { type: "tool-input", block: 0, json: '{"file_path":"a"}' } },
        usage,
        { type: "completed", stopReason: "tool-use" },
      ];
    },
  });
  const conducted = begin(edges, { attempts: 1 });
  const end = await conducted.finished.then(
    ({ outcome }) => outcome,
    (error: Error) => error.message,
  );
  expect(["done", "failed"]).toContain(end);
});

describe("when a run is over", () => {
  test("no timer is left that would keep the process alive", async () => {
    const edges = fakeEdges({ decide: () => null });
    const conducted = begin(edges);
    await settled();
    conducted.interrupt();
    await conducted.finished;
    await settled();
    expect(edges.clock.waiting()).toBe(0);
  });
});
