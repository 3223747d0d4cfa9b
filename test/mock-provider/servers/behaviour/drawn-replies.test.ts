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
        use("write", { path: "a", content: "f(){ g(); } {{}} [{]: {}" }),
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
    deltaCharacters: fc.integer({ min: 3, max: 6 }),
    /** A way of one reply, besides those of its server. */
    fault: fc.constantFrom(
      null,
      { type: "missing-usage" } as const,
      { type: "malformed-json" } as const,
    ),
    /** Where a body is cut, and how it ends there. */
    part: fc.nat(1_000).map((permille) => permille / 1_000),
    how: fc.constantFrom("close", "reset"),
  }),
);

type Drawn = typeof drawn extends fc.Arbitrary<infer One> ? One : never;

/** Without numbers and ids of their own, a call that begins as the one before it may be that one once more. */
function isAmbiguous({ habits, parts, fault }: Drawn): boolean {
  const isNumbered = !habits.some(({ type }) => type === "call-index");
  const isNamed = !habits.some((habit) => habit.type === "call-ids" && untold.has(habit.as));
  if (isNumbered || isNamed) return false;
  const inputs = parts.flatMap((part) => (part.type === "tool-use" ? [JSON.stringify(part)] : []));
  const [first = "", ...others] = inputs;
  const begin = fault?.type === "malformed-json" ? first.slice(0, first.length / 2) : first;
  return others.some((other) => other.startsWith(begin)) || new Set(inputs).size < inputs.length;
}

const untold: ReadonlySet<string> = new Set(["none", "empty", "null-word", "doubled"]);

beforeAll(async () => {
  for (const wire of wires) await warmUp(wire);
}, timeoutMs);

const usage = {
  inputTokens: 40,
  outputTokens: 50,
  thinkingTokens: 12,
  cacheReadTokens: 7,
  cacheWriteTokens: 3,
};

type FetchFor = ReturnType<typeof createMockProvider>["fetchFor"];

/** What is sent, and what is read of it, where something may stand between the two. */
async function readReply(
  { wire, habits, parts, deltaCharacters, fault }: Omit<Drawn, "part" | "how">,
  between: (fetchFor: FetchFor) => FetchFor = (fetchFor) => fetchFor,
) {
  const observer = recording();
  const { fetchFor } = createMockProvider({
    source: alwaysReply(replyOf(parts, { usage, deltaCharacters }), fault),
    pacer: immediatePacer,
    observer,
    nowMs: () => 0,
    server: { wire: mockWireOf[wire], habits },
  });
  const { stream } = simulatedProvider(wire, { fetchFor: between(fetchFor), clock });
  const { deltas, events, last } = await collect(
    stream(requestOf({ tools }), new AbortController().signal),
  );
  const sent = contentOf(observer.deltas());
  const got = contentOf(deltas).map((delta, at) => (isAsSent(delta, sent[at]) ? sent[at] : delta));
  return {
    about: `${wire}: ${habits.map(habitWords).join(", ")}`,
    last,
    sent: [...sent],
    got,
    reported: events.findLast((event) => event.type === "usage")?.usage ?? noUsage,
    counted: observer.usages().at(-1) ?? noUsage,
  };
}

test(
  "a reply of a server with drawn ways is read as it was meant",
  async () => {
    const property = fc.asyncProperty(drawn, async (reply) => {
      fc.pre(!isAmbiguous(reply));
      const { about, last, sent, got, reported, counted } = await readReply(reply);
      expect([about, last?.type]).toEqual([about, "completed"]);
      expect([about, got]).toEqual([about, sent]);
      expect([about, reported]).toEqual([about, counted]);
    });
    await fc.assert(property, runs(300));
  },
  timeoutMs,
);

/** Ends each body behind that part of its bytes. */
const cutting =
  ({ part, how }: Drawn) =>
  (fetchFor: FetchFor): FetchFor =>
  (...about) => {
    const ask = fetchFor(...about);
    const answer = async (...asked: Parameters<typeof ask>) => {
      const response = await ask(...asked);
      const whole = new Uint8Array(await response.arrayBuffer());
      const begun = whole.slice(0, Math.floor(whole.length * part));
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(begun);
          if (how === "close") controller.close();
        },
        pull(controller) {
          controller.error(new Error("socket hang up"));
        },
      });
      return new Response(body, response);
    };
    return Object.assign(answer, { preconnect: () => {} });
  };

const has = (habits: readonly Habit[], type: Habit["type"], as: string): boolean =>
  habits.some((habit) => habit.type === type && "as" in habit && habit.as === as);

test(
  "a reply that is cut anywhere is whole or fails, in whatever ways it comes",
  async () => {
    const property = fc.asyncProperty(drawn, async (reply) => {
      fc.pre(!isAmbiguous(reply));
      // Its body does not end, so that nothing can be cut off it.
      fc.pre(!has(reply.habits, "ends", "open"));
      // Where each piece is said to be the last, a body that closes between two of them looks whole.
      fc.pre(reply.how === "reset" || !has(reply.habits, "finish", "after-each"));
      const { about, last, sent, got } = await readReply(reply, cutting(reply));
      if (last?.type === "completed") expect([about, got]).toEqual([about, sent]);
    });
    await fc.assert(property, runs(300));
  },
  timeoutMs,
);
