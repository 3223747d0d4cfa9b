import fc from "fast-check";
import { beforeAll, expect, test } from "bun:test";
import { realClock } from "../../../../src/clock/real-clock.ts";
import type { Failure } from "../../../../src/core/failure.ts";
import { isRetryable } from "../../../../src/core/failure.ts";
import { createMockProvider } from "../../../../src/mock-provider/mock-provider.ts";
import { faultWords, type ReplyFault } from "../../../../src/mock-provider/reply-fault.ts";
import { immediatePacer } from "../../../../src/mock-provider/sending/pacer.ts";
import {
  compatibleHabits,
  drawableHabits,
} from "../../../../src/mock-provider/servers/drawable-habits.ts";
import { waysOfPauses } from "../../../../src/mock-provider/servers/error-habit.ts";
import { habitWords } from "../../../../src/mock-provider/servers/habit-words.ts";
import type { Habit } from "../../../../src/mock-provider/servers/habit.ts";
import { warmUp } from "../../../../src/sim/simulate.ts";
import { simulatedProvider } from "../../../../src/sim/world/simulated-provider.ts";
import { mockWireOf, type SimulatedWire } from "../../../../src/sim/world/simulated-wire.ts";
import { collect, requestOf } from "../../../providers/provider-fixture.ts";
import { runs, timeoutMs } from "../../../sim/arbitrary/runs.ts";
import { recording } from "../../recording.ts";
import { alwaysReply, replyOf } from "../../reply-of.ts";

const wires: readonly SimulatedWire[] = ["openai", "anthropic", "responses"];

/** What may pass, each with words that every spelling of it has. */
const faults: readonly (readonly [ReplyFault, RegExp])[] = [
  [{ type: "status", status: 429, retryAfterMs: null, shouldRetry: null }, /limit/i],
  [
    { type: "status", status: 503, retryAfterMs: null, shouldRetry: null },
    /overloaded|503|unavailable/i,
  ],
  [{ type: "status", status: 500, retryAfterMs: null, shouldRetry: null }, /error|500/i],
  [{ type: "error-event", afterEvents: 2 }, /overloaded/i],
];

const isMet = ({ type }: Habit): boolean => type !== "refuses" && type !== "waits";

const drawn = fc.constantFrom(...wires).chain((wire) =>
  fc.record({
    wire: fc.constant(wire),
    habits: fc
      .array(fc.constantFrom(...drawableHabits(mockWireOf[wire]).filter(isMet)), {
        minLength: 1,
        maxLength: 6,
      })
      .map(compatibleHabits),
    met: fc.constantFrom(...faults),
  }),
);

async function endOf(wire: SimulatedWire, habits: readonly Habit[], fault: ReplyFault) {
  const { fetchFor } = createMockProvider({
    source: alwaysReply(replyOf([{ type: "text", text: "It is written." }]), fault),
    pacer: immediatePacer,
    observer: recording(),
    nowMs: () => 0,
    server: { wire: mockWireOf[wire], habits },
  });
  const { stream } = simulatedProvider(wire, { fetchFor, clock: realClock });
  const { last } = await collect(stream(requestOf({}), new AbortController().signal));
  return last;
}

async function failureOf(
  wire: SimulatedWire,
  habits: readonly Habit[],
  fault: ReplyFault,
): Promise<Failure | null> {
  const last = await endOf(wire, habits, fault);
  return last?.type === "failed" ? last.failure : null;
}

beforeAll(async () => {
  for (const wire of wires) await warmUp(wire);
}, timeoutMs);

/** What is made of it, with what it is about: the error's own words, and that it may pass. */
async function judged(wire: SimulatedWire, habits: readonly Habit[], met: (typeof faults)[number]) {
  const [fault, words] = met;
  const failure = await failureOf(wire, habits, fault);
  const about = `${wire}: ${habits.map(habitWords).join(", ")}; ${JSON.stringify(fault)}`;
  const message = failure?.message ?? "";
  return [about, failure !== null && isRetryable(failure), words.test(message) ? "told" : message];
}

const isOfErrors = ({ type }: Habit): boolean => type === "errors" || type === "stream-errors";

test("each way of telling an error has its words, and is asked again", async () => {
  for (const wire of wires)
    for (const habit of drawableHabits(mockWireOf[wire]).filter(isOfErrors))
      for (const met of faults) {
        const [about, ...made] = await judged(wire, [habit], met);
        expect([about, ...made]).toEqual([about, true, "told"]);
      }
});

test(
  "an error of a server with drawn ways has its words, and is asked again",
  async () => {
    const property = fc.asyncProperty(drawn, async ({ wire, habits, met }) => {
      const [about, ...made] = await judged(wire, habits, met);
      expect([about, ...made]).toEqual([about, true, "told"]);
    });
    await fc.assert(property, runs(300));
  },
  timeoutMs,
);

test(
  "how long a server asks to wait is known, in whatever ways it says so",
  async () => {
    const waits = fc.record({
      retryAfterMs: fc.constantFrom(900, 2_700, 30_000, 61_500),
      pauseAs: fc.option(fc.constantFrom(...waysOfPauses), { nil: undefined }),
    });
    const property = fc.asyncProperty(drawn, waits, async ({ wire, habits }, wait) => {
      const { retryAfterMs, pauseAs } = wait;
      const failure = await failureOf(wire, habits, {
        type: "status",
        status: 429,
        retryAfterMs,
        shouldRetry: null,
        ...(pauseAs !== undefined && { pauseAs }),
      });
      const about = `${wire}: ${habits.map(habitWords).join(", ")}; ${JSON.stringify(wait)}`;
      const readMs = failure?.retryAfterMs ?? 0;
      const isKept = readMs >= retryAfterMs;
      expect([about, isKept ? "kept" : readMs]).toEqual([about, "kept"]);
    });
    await fc.assert(property, runs(300));
  },
  timeoutMs,
);

test(
  "a refusal is one in whatever ways its server sends it",
  async () => {
    const ways = fc.constantFrom(undefined, "member" as const, "part" as const);
    const property = fc.asyncProperty(drawn, ways, async ({ wire, habits }, as) => {
      const refusal = { type: "refusal", ...(as !== undefined && { as }) } as const;
      const end = await endOf(wire, habits, refusal);
      const code = end?.type === "failed" ? end.failure.code : null;
      const about = `${wire}: ${habits.map(habitWords).join(", ")}; ${faultWords(refusal)}`;
      const stopReason = end?.type === "completed" ? end.stopReason : null;
      expect([about, code ?? stopReason]).toEqual([about, "refusal"]);
    });
    await fc.assert(property, runs(300));
  },
  timeoutMs,
);
