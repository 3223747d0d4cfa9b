import { describe, expect, test } from "bun:test";
import type { Effect } from "../../src/core/effect.ts";
import { runId } from "../../src/core/ids.ts";
import type { Input } from "../../src/core/input.ts";
import type { ProviderEvent } from "../../src/ports.ts";
import { executeEffect } from "../../src/runtime/execute-effect.ts";
import { settle, streamed, tokens, willingCollaborators } from "../core/collaborators.ts";
import { newDriver } from "../core/driver.ts";
import { sampleSettings } from "../core/sample-settings.ts";
import { aborted, batches, endTurn, fakeEdges, stuckAfter, text, usage } from "./fake-edges.ts";
import { settled } from "./settled.ts";

/** One call to a model, whose stream gives up after a second of silence. */
function call(stream: (signal: AbortSignal) => AsyncIterable<readonly ProviderEvent[]>) {
  const driver = newDriver();
  driver.feed({ type: "start", runId: runId("run"), epic: "", settings: sampleSettings() });
  settle(driver, driver.only("survey"), willingCollaborators({ A: [] }));
  const effect: Effect = driver.only("model");
  const inputs: Input[] = [];
  const edges = fakeEdges({ stream: (_request, signal) => stream(signal) });
  const abort = new AbortController();
  const take = (input: Input): void => {
    inputs.push(input);
    driver.feed(input);
  };
  const done = executeEffect(effect, { edges, signal: abort.signal, take, state: driver.state });
  return { edges, inputs, abort, done, effectId: effect.id };
}

describe("a call to a model", () => {
  test("passes each batch on as one input, with its latest usage, and then its end", async () => {
    const late: ProviderEvent = { type: "usage", usage: tokens(10, 9) };
    const { inputs, done, effectId } = call(() =>
      batches([[text("a"), text("b"), usage, late], [text("c")], [endTurn]]),
    );
    await done;
    const delta = (words: string) => ({ type: "text", block: 0, text: words }) as const;
    expect(inputs).toEqual([
      { type: "deltas", effectId, deltas: [delta("a"), delta("b")], usage: tokens(10, 9) },
      { type: "deltas", effectId, deltas: [delta("c")], usage: null },
      { type: "model-completed", effectId, stopReason: "end-turn", commandParts: {} },
    ]);
  });

  test("passes on what comes in the same batch as the end before it", async () => {
    const { inputs, done } = call(() => batches([[text("a"), usage, endTurn]]));
    await done;
    expect(inputs.map(({ type }) => type)).toEqual(["deltas", "model-completed"]);
  });

  test("makes nothing of a batch that holds nothing", async () => {
    const { inputs, done } = call(() => batches([[], [endTurn]]));
    await done;
    expect(inputs.map(({ type }) => type)).toEqual(["model-completed"]);
  });

  test("has its shell commands taken apart by the workspace before it ends", async () => {
    const [brought] = streamed(0, {
      calls: [
        { tool: "bash", input: { command: "make && make test" } },
        { tool: "read", input: { file_path: "a.ts" } },
      ],
    });
    const deltas = brought?.type === "deltas" ? brought.deltas : [];
    const events = deltas.map((delta): ProviderEvent => ({ type: "delta", delta }));
    const { inputs, done } = call(() => batches([events, [usage, endTurn]]));
    await done;
    expect(inputs.at(-1)).toMatchObject({ commandParts: { "call-0": ["make", "make test"] } });
  });

  test("that fails passes the failure on as it is", async () => {
    const failure = { code: "overloaded", message: "later", retryAfterMs: 5 } as const;
    const { inputs, done, effectId } = call(() =>
      batches([[text("a"), { type: "failed", failure }]]),
    );
    await done;
    expect(inputs.at(-1)).toEqual({ type: "failed", effectId, failure });
  });

  test("whose stream ends without an end was cut", async () => {
    const { inputs, done } = call(() => batches([[text("a")]]));
    await done;
    expect(inputs.at(-1)).toMatchObject({ type: "failed", failure: { code: "stream-cut" } });
  });

  test("whose edge throws has failed: nothing escapes", async () => {
    const { inputs, done } = call(() => {
      throw new Error("a mistake in the edge");
    });
    await done;
    expect(inputs).toMatchObject([
      { type: "failed", failure: { message: "a mistake in the edge" } },
    ]);
  });

  test("leaves no timer behind", async () => {
    const { edges, done } = call(() => batches([[usage, endTurn]]));
    await done;
    await settled();
    expect(edges.clock.waiting()).toBe(0);
  });
});

describe("a stream that brings nothing", () => {
  test("for too long is given up as stalled", async () => {
    const { edges, inputs, done } = call((signal) => stuckAfter([[text("a")]], signal));
    await edges.clock.advance(999);
    expect(inputs.map(({ type }) => type)).toEqual(["deltas"]);
    await edges.clock.advance(1);
    await done;
    expect(inputs.at(-1)).toMatchObject({
      failure: { code: "stalled", message: "nothing came for 1 s" },
    });
  });

  test("for a while is waited for, from its last batch on", async () => {
    const gates: (() => void)[] = [];
    async function* slow(signal: AbortSignal): AsyncIterable<readonly ProviderEvent[]> {
      for (const batch of [[text("a")], [text("b")], [usage, endTurn]]) {
        await Promise.race([new Promise<void>((resolve) => gates.push(resolve)), aborted(signal)]);
        yield signal.aborted
          ? [{ type: "failed", failure: { code: "cancelled", message: "" } }]
          : batch;
      }
    }
    const { edges, inputs, done } = call(slow);
    for (let count = 0; count < 3; count++) {
      await edges.clock.advance(900);
      gates[count]!();
      await settled();
    }
    await done;
    expect(inputs.at(-1)?.type).toBe("model-completed");
  });

  test("and is called off is cancelled, not stalled", async () => {
    const { inputs, abort, done } = call((signal) => stuckAfter([], signal));
    abort.abort(new Error("interrupted"));
    await done;
    expect(inputs).toMatchObject([{ type: "failed", failure: { code: "cancelled" } }]);
  });
});
