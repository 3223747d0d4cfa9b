import fc from "fast-check";
import { beforeAll, expect, test } from "bun:test";
import { realClock } from "../../../../src/clock/real-clock.ts";
import type { JsonObject } from "../../../../src/core/json.ts";
import { noUsage } from "../../../../src/core/ledger/usage.ts";
import { createMockProvider } from "../../../../src/mock-provider/mock-provider.ts";
import type { SaidPart } from "../../../../src/mock-provider/reply.ts";
import { immediatePacer } from "../../../../src/mock-provider/sending/pacer.ts";
import {
  compatibleHabits,
  drawableHabits,
} from "../../../../src/mock-provider/servers/drawable-habits.ts";
import { habitWords } from "../../../../src/mock-provider/servers/habit-words.ts";
import type { Habit } from "../../../../src/mock-provider/servers/habit.ts";
import type { PumpClock } from "../../../../src/providers/framing/pump-reply.ts";
import { contentOf, isAsSent } from "../../../../src/sim/laws/delta-content.ts";
import { warmUp } from "../../../../src/sim/simulate.ts";
import { simulatedProvider } from "../../../../src/sim/world/simulated-provider.ts";
import { mockWireOf, type SimulatedWire } from "../../../../src/sim/world/simulated-wire.ts";
import { collect, requestOf } from "../../../providers/provider-fixture.ts";
import { runs, timeoutMs } from "../../../sim/arbitrary/runs.ts";
import { recording } from "../../recording.ts";
import { alwaysReply, replyOf } from "../../reply-of.ts";

const wires: readonly SimulatedWire[] = ["openai", "anthropic", "responses"];

const tools = ["write", "glob", "now"].map((name) => ({
  name,
  description: name,
  inputSchema: { type: "object" },
}));
const use = (tool: string, input: JsonObject): SaidPart => ({
  type: "tool-use",
  tool,
  input,
  callId: null,
});

/** Thoughts and words or none, and calls: none, some that are alike, some without input, some that hold JSON. */
const said = fc
  .tuple(
    fc.constantFrom<readonly SaidPart[]>([], [{ type: "thinking", text: "Both at once? Yes." }]),
    fc.constantFrom<readonly SaidPart[]>([], [{ type: "text", text: "First “a”: 🙂." }]),
    fc.array(
      fc.constantFrom(
        use("now", {}),
        use("write", { path: "a", content: 'ä\n{"b": [1]}\n' }),
        use("write", { path: "{}", content: '"}{"' }),
        use("glob", { pattern: "*" }),
      ),
      { maxLength: 3 },
    ),
  )
  .map((parts) => parts.flat())
  .filter((parts) => parts.some(({ type }) => type !== "thinking"));

/** Where a server leaves its connection open, what it has to say has come long before this many turns are over. */
const clock: PumpClock = {
  nowMs: realClock.nowMs,
  nextTurn: realClock.nextTurn,
  async until() {
    for (let turns = 0; turns < 50; turns++) await new Promise((resolve) => setImmediate(resolve));
  },
};

/** A cut of a reply has ways of its own, and so has a refusal: these are of replies. */
const isOfReplies = ({ type }: Habit): boolean => type !== "refuses" && type !== "waits";

const drawn = fc.constantFrom(...wires).chain((wire) =>
  fc.record({
    wire: fc.constant(wire),
    habits: fc
      .array(fc.constantFrom(...drawableHabits(mockWireOf[wire]).filter(isOfReplies)), {
        minLength: 1,
        maxLength: 6,
      })
      .map(compatibleHabits),
    parts: said,
  }),
);

beforeAll(async () => {
  for (const wire of wires) await warmUp(wire);
}, timeoutMs);

test(
  "a reply of a server with drawn ways is read as it was meant",
  async () => {
    const property = fc.asyncProperty(drawn, async ({ wire, habits, parts }) => {
      const usage = {
        inputTokens: 40,
        outputTokens: 50,
        thinkingTokens: 12,
        cacheReadTokens: 7,
        cacheWriteTokens: 3,
      };
      const observer = recording();
      const { fetchFor } = createMockProvider({
        source: alwaysReply(replyOf(parts, { usage })),
        pacer: immediatePacer,
        observer,
        nowMs: () => 0,
        server: { wire: mockWireOf[wire], habits },
      });
      const { stream } = simulatedProvider(wire, { fetchFor, clock });
      const { deltas, events, last } = await collect(
        stream(requestOf({ tools }), new AbortController().signal),
      );
      const about = `${wire}: ${habits.map(habitWords).join(", ")}`;
      expect([about, last?.type]).toEqual([about, "completed"]);
      const sent = contentOf(observer.deltas());
      const got = contentOf(deltas).map((delta, at) =>
        isAsSent(delta, sent[at]) ? sent[at] : delta,
      );
      expect([about, got]).toEqual([about, [...sent]]);
      const reported = events.findLast((event) => event.type === "usage")?.usage ?? noUsage;
      expect([about, reported]).toEqual([about, observer.usages().at(-1) ?? noUsage]);
    });
    await fc.assert(property, runs(300));
  },
  timeoutMs,
);
