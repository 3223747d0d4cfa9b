import { beforeAll, expect, test } from "bun:test";
import { createMockProvider } from "../../../src/mock-provider/mock-provider.ts";
import type { Reply, SaidPart } from "../../../src/mock-provider/reply.ts";
import type { ReplyFault } from "../../../src/mock-provider/reply-fault.ts";
import type { Habit } from "../../../src/mock-provider/servers/habit.ts";
import { drawableHabits } from "../../../src/mock-provider/servers/drawable-habits.ts";
import { habitWords } from "../../../src/mock-provider/servers/habit-words.ts";
import { servers } from "../../../src/mock-provider/servers/played-servers.ts";
import { defaultOrder } from "../../../src/sim/schedule.ts";
import { warmUp } from "../../../src/sim/simulate.ts";
import { runTrial } from "../../../src/sim/trial.ts";
import { mockWireOf, type SimulatedWire } from "../../../src/sim/world/simulated-wire.ts";
import { anthropicHeaders } from "../anthropic-headers.ts";
import { recording } from "../recording.ts";
import { alwaysReply, replyOf } from "../reply-of.ts";
import { twoTickets } from "../../sim/two-tickets.ts";

const wires: readonly SimulatedWire[] = ["openai", "anthropic", "responses"];

beforeAll(async () => {
  for (const wire of wires) await warmUp(wire);
});

/** Those of the servers are met behind each of them (`servers.test.ts`). */
const known = new Set(
  servers.flatMap(({ habits }) => habits.map(({ source: _, ...habit }) => JSON.stringify(habit))),
);

const isAlone = (habit: Habit): boolean =>
  habit.type === "whole-reply" || (habit.type === "finish" && habit.as === "none");

/**
 * Four at a time, as many as a run draws, and no two of one kind. Alone: a server that answers whole, which has no
 * ways of a stream, and one that does not say why it stopped, where only a sentinel can be the end.
 */
function groupsOf(habits: readonly Habit[]): readonly (readonly Habit[])[] {
  const groups: Habit[][] = [];
  for (const habit of habits) {
    const group = groups.find(
      (own) => own.length < 4 && !own.some((one) => one.type === habit.type || isAlone(one)),
    );
    if (group === undefined || isAlone(habit)) groups.push([habit]);
    else group.push(habit);
  }
  return groups;
}

const others = wires.flatMap((wire) =>
  groupsOf(
    drawableHabits(mockWireOf[wire]).filter((habit) => !known.has(JSON.stringify(habit))),
  ).map((habits) => [`${wire}: ${habits.map(habitWords).join(", ")}`, wire, habits] as const),
);

test("under each way that no server has, a run ends well, and the laws hold", async () => {
  for (const [name, wire, habits] of others) {
    const { failures, projection } = await runTrial(twoTickets, {
      schedule: defaultOrder,
      swarm: habits.map((habit) => ({ type: "habit", habit })),
      killAtEvents: [],
      hurtCall: null,
      twice: false,
      wire,
      server: null,
    });
    expect([name, failures, projection.outcome]).toStrictEqual([name, [], "done"]);
  }
});

const call = (path: string): SaidPart => ({
  type: "tool-use",
  tool: "read",
  input: { file_path: path },
  callId: null,
  miscalled: true,
});
const text: SaidPart = { type: "text", text: "Now 🙂 both." };
const usage = { inputTokens: 9, cacheReadTokens: 5, thinkingTokens: 1 };
const [full, calling, saying] = [
  [{ type: "thinking", text: "Hm. So be it." } as const, text, call("a"), call("b")],
  [call("a")],
  [text],
].map((parts) => replyOf(parts, { usage }));
const asked = {
  model: "m",
  max_tokens: 9,
  stream: true,
  messages: [{ role: "user", content: "hi" }],
};
const bodies: Readonly<Record<SimulatedWire, readonly [path: string, body: object]>> = {
  openai: ["chat/completions", { ...asked, stream_options: { include_usage: true } }],
  anthropic: ["messages", asked],
  responses: ["responses", { model: "m", stream: true, input: "hi" }],
};

/** All that a client can see of a reply, of a wait and of an overload in the middle, as a server with this way sends it. */
async function seen(wire: SimulatedWire, habit: Habit | null): Promise<string> {
  const [path, body] = bodies[wire];
  const met: readonly (readonly [Reply, ReplyFault | null])[] = [
    [full!, null],
    [calling!, null],
    [saying!, null],
    [saying!, { type: "status", status: 429, retryAfterMs: 2_500, shouldRetry: null }],
    [saying!, { type: "status", status: 503, retryAfterMs: null, shouldRetry: null }],
    [saying!, { type: "error-event", afterEvents: 2 }],
    [saying!, { type: "refusal" }],
  ];
  const texts = met.map(async ([said, fault]) => {
    const mock = createMockProvider({
      source: alwaysReply(said, fault),
      pacer: { before: async () => {} },
      observer: recording(),
      nowMs: () => 0,
      ...(habit !== null && { server: { wire: mockWireOf[wire], habits: [habit] } }),
    });
    const headers = { ...anthropicHeaders, authorization: "Bearer any" };
    const response = await mock.fetch(
      new Request(`http://mock.invalid/v1/${path}`, {
        method: "POST",
        headers,
        body: JSON.stringify(body),
      }),
    );
    const chunks: string[] = [];
    let end = "closed";
    try {
      for await (const chunk of response.body!) chunks.push(Buffer.from(chunk).toString("latin1"));
    } catch (error) {
      end = String(error);
    }
    return [response.status, [...response.headers], chunks, end];
  });
  return JSON.stringify(await Promise.all(texts));
}

test("each way is seen by who asks", async () => {
  for (const wire of wires) {
    const plain = await seen(wire, null);
    const unseen: string[] = [];
    for (const habit of drawableHabits(mockWireOf[wire])) {
      // What is refused is another test's, and a stream that stays open has no end to wait for.
      if (habit.type === "refuses" || (habit.type === "ends" && habit.as === "open")) continue;
      if ((await seen(wire, habit)) === plain) unseen.push(habitWords(habit));
    }
    expect([wire, unseen]).toEqual([wire, []]);
  }
});
